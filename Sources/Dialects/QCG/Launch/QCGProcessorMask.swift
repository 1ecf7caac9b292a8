/// A set of processors as `--cpu-bind=mask_cpu:` wants it: `0x3` for the first two.
package enum QCGProcessorMask {
    /// - Cost: the highest number's digits; machines have more than 64 processors.
    package static func text(_ processors: [Int]) -> String {
        var digits = [UInt8](repeating: 0, count: (processors.max() ?? 0) / 4 + 1)
        for processor in processors where processor >= 0 { digits[processor / 4] |= 1 << UInt8(processor % 4) }
        return "0x" + digits.reversed().map { String($0, radix: 16) }.joined()
    }
}
