/// Processor numbers as the kernel, `taskset -c` and the command line spell them: `0-3,8,10-11`.
package enum ProcessorList {
    // 65,536: eight times the most that Linux can be built for.
    private static let limit = 1 << 16

    /// - Order: as written; a number that comes again is kept once.
    /// - Returns: nothing when the text is no such list; an empty text is an empty list.
    package static func parse(_ text: String) -> [Int]? {
        var numbers: [Int] = []
        var known: Set<Int> = []
        guard !text.trimmed.isEmpty else { return [] }
        for part in text.trimmed.split(separator: ",", omittingEmptySubsequences: false) {
            let bounds = part.split(separator: "-", omittingEmptySubsequences: false).map(number)
            guard let first = bounds.first ?? nil, let last = bounds.last ?? nil, bounds.count <= 2, first <= last
            else { return nil }
            for number in first...last where known.insert(number).inserted { numbers.append(number) }
        }
        return numbers
    }

    /// Digits only: `Int` would take a sign as well.
    private static func number(_ text: Substring) -> Int? {
        guard !text.isEmpty, text.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
        return Int(text).flatMap { $0 < limit ? $0 : nil }
    }

    /// The shortest spelling of ascending numbers.
    package static func spelling(of numbers: [Int]) -> String {
        var spans: [ClosedRange<Int>] = []
        for number in numbers {
            if let last = spans.last, last.upperBound + 1 == number {
                spans[spans.count - 1] = last.lowerBound...number
            } else {
                spans.append(number...number)
            }
        }
        return spans.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
            .joined(separator: ",")
    }
}
