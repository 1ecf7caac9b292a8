/// The processors to which Slurm holds the copies on a node, as `SLURM_CPU_BIND_TYPE` and `SLURM_CPU_BIND_LIST` say.
package enum BindingList {
    // 65,536: eight times the most that Linux can be built for.
    private static let limit = 1 << 16

    /// All copies' processors together, ascending.
    ///
    /// - Returns: none when nobody is held to any, or in a way that names none of this machine's, as by rank.
    package static func processors(type: String, list: String) -> [Int]? {
        let parts = list.split(separator: ",").map { $0.split(separator: "*")[0] }
        let lists: [[Int]?]
        switch type {
        case "mask_cpu:": lists = parts.map(bits)
        case "map_cpu:": lists = parts.map { number($0, radix: $0.hasPrefix("0x") ? 16 : 10).map { [$0] } }
        default: return nil
        }
        let known = lists.compactMap(\.self)
        guard known.count == lists.count else { return nil }
        let processors = Set(known.joined()).sorted()
        return processors.isEmpty ? nil : processors
    }

    /// The set bits of `0x5`: 0 and 2.
    private static func bits(_ mask: Substring) -> [Int]? {
        let digits = mask.hasPrefix("0x") ? mask.dropFirst(2) : mask
        guard !digits.isEmpty, digits.count <= limit / 4 else { return nil }
        var bits: [Int] = []
        for (place, digit) in digits.reversed().enumerated() {
            guard let value = digit.hexDigitValue else { return nil }
            bits += (0..<4).filter { value >> $0 & 1 == 1 }.map { place * 4 + $0 }
        }
        return bits
    }

    private static func number(_ text: Substring, radix: Int) -> Int? {
        let digits = text.hasPrefix("0x") ? text.dropFirst(2) : text
        return Int(digits, radix: radix).flatMap { (0..<limit).contains($0) ? $0 : nil }
    }
}
