package import Model

/// How people write cores: `2`, `0.5`, `500mcpu`, `1-8`, `2-` for two up to as many as there are.
package enum CoreCounts {
    /// As many as there are: more than any machine has.
    package static let unbounded = Cores(1_000_000)

    static let example = "Write it like 2, 0.5, 500mcpu or 1-8."

    package static func read(_ text: String) throws(ReadingProblem) -> Cores {
        var scanner = AmountScanner(text)
        scanner.skipSpaces()
        guard let number = scanner.number() else { throw unreadable(text) }
        scanner.skipSpaces()
        let word = scanner.word().lowercased()
        scanner.skipSpaces()
        let units: [String: Int64] = [
            "": 1000, "core": 1000, "cores": 1000, "cpu": 1000, "cpus": 1000, "mcpu": 1, "m": 1,
        ]
        guard scanner.isAtEnd, let unit = units[word] else { throw unreadable(text) }
        let thousandths = try Amounts.thousandths(number, unit: unit, text: text)
        guard thousandths > 0 else {
            throw ReadingProblem("asks for \(text) cores; at least 0.001 are needed", "Raise it.")
        }
        guard thousandths <= unbounded.thousandths else {
            throw ReadingProblem(
                "asks for \(Abridged.text(text)) cores; at most \(unbounded) are possible", "Lower it.")
        }
        return Cores(thousandths: thousandths)
    }

    package static func readRange(_ text: String) throws(ReadingProblem) -> ClosedRange<Cores> {
        if text.first == "-" {
            throw ReadingProblem("asks for \(Abridged.text(text)) cores; at least 0.001 are needed", "Raise it.")
        }
        let (first, second) = AmountScanner.bounds(of: text)
        let lower = try read(first)
        guard let second else { return lower...lower }
        let upper = second.isEmpty ? unbounded : try read(second)
        guard lower <= upper else {
            throw ReadingProblem("is \"\(text)\", whose end is below its beginning", "Exchange the two.")
        }
        return lower...upper
    }

    /// What is liked best of a range.
    package static func readPreferred(_ text: String, of range: ClosedRange<Cores>) throws(ReadingProblem) -> Cores {
        let cores = try read(text)
        guard range.contains(cores) else {
            throw ReadingProblem(
                "prefers \(cores) cores, and asks for \(Self.text(range))", "Choose a number that it asks for.")
        }
        return cores
    }

    package static func text(_ cores: ClosedRange<Cores>) -> String {
        if cores.lowerBound == cores.upperBound { return "\(cores.lowerBound)" }
        return cores.upperBound == unbounded ? "\(cores.lowerBound)-" : "\(cores.lowerBound)-\(cores.upperBound)"
    }

    private static func unreadable(_ text: String) -> ReadingProblem {
        ReadingProblem("is \"\(Abridged.text(text))\", which is not a number of cores", example)
    }
}
