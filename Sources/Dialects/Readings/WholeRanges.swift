/// Ranges of whole numbers as people write them, both ends included: `0-99`, `5`, `-3..3`.
package enum WholeRanges {
    /// The iteration numbers of a text.
    package static func readIterations(_ text: String) throws(ReadingProblem) -> Range<Int> {
        let range = try read(text, in: IterationLimits.numbers)
        let count = range.upperBound - range.lowerBound + 1
        guard count <= IterationLimits.count else {
            throw ReadingProblem(
                "is \"\(text)\", which is \(count) iterations; at most \(IterationLimits.count) are possible",
                "Lower it.")
        }
        return range.lowerBound..<range.upperBound + 1
    }

    static func read(_ text: String, in limits: ClosedRange<Int>) throws(ReadingProblem) -> ClosedRange<Int> {
        guard !text.contains("/") else {
            throw ReadingProblem(
                "is \"\(Abridged.text(text))\"; ranges with a step are not known", "List the values instead.")
        }
        let single = try number(AmountScanner.trimmed(text[...]), in: limits, text)
        let (first, second) = single == nil ? AmountScanner.bounds(of: text) : (text, nil)
        if let single { return single...single }
        guard let second, let lower = try number(first, in: limits, text),
            let upper = try number(second, in: limits, text)
        else {
            throw ReadingProblem(
                "is \"\(Abridged.text(text))\", which is not a range of whole numbers", "Write it like 0-99.")
        }
        guard lower <= upper else {
            throw ReadingProblem("is \"\(text)\", whose end is below its beginning", "Exchange the two.")
        }
        return lower...upper
    }

    /// The text that reads as these iterations.
    static func text(_ range: Range<Int>) -> String {
        "\(range.lowerBound)\(range.lowerBound < 0 ? ".." : "-")\(range.upperBound - 1)"
    }

    static func text(_ range: ClosedRange<Int>) -> String {
        range.lowerBound == range.upperBound ? "\(range.lowerBound)" : "\(range.lowerBound)-\(range.upperBound)"
    }

    /// Nothing when the text is no number at all.
    private static func number(
        _ part: String, in limits: ClosedRange<Int>, _ text: String
    ) throws(ReadingProblem) -> Int? {
        guard part.utf8.first != UInt8(ascii: "+") else { return nil }
        guard let number = Int(part) else {
            let digits = part.utf8.first == UInt8(ascii: "-") ? part.utf8.dropFirst() : part.utf8[...]
            guard !digits.isEmpty, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
            throw outside(text, limits)
        }
        guard limits.contains(number) else { throw outside(text, limits) }
        return number
    }

    private static func outside(_ text: String, _ limits: ClosedRange<Int>) -> ReadingProblem {
        ReadingProblem(
            "is \(Abridged.text(text)); \(limits.lowerBound) to \(limits.upperBound) is possible", "Correct it.")
    }
}
