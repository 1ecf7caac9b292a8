package import Model

/// How people write counted things: GPUs, licences; `1`, `0.5`.
package enum Amounts {
    /// A billion: sums over a million tasks stay within 64 bits.
    static let limit = Amount(1_000_000_000)

    package static func read(_ text: String) throws(ReadingProblem) -> Amount {
        var scanner = AmountScanner(text)
        scanner.skipSpaces()
        let number = scanner.number()
        scanner.skipSpaces()
        guard let number, scanner.isAtEnd else {
            throw ReadingProblem("is \"\(Abridged.text(text))\", which is not an amount", "Write it like 2 or 0.5.")
        }
        let thousandths = try thousandths(number, unit: 1000, text: text)
        guard thousandths <= limit.thousandths else {
            throw ReadingProblem("is \(Abridged.text(text)); at most \(limit) is possible", "Lower it.")
        }
        return Amount(thousandths: thousandths)
    }

    /// `licence=2`, as the command line says it.
    package static func readNamed(_ text: String) throws(ReadingProblem) -> NamedAmount {
        guard let mark = text.firstIndex(of: "=") else {
            throw ReadingProblem(
                "is \"\(Abridged.text(text))\"; a name and an amount are needed", "Write it like licence=2.")
        }
        let name = String(text[..<mark])
        try Names.checkWord(name)
        return NamedAmount(name: name, amount: try read(String(text[text.index(after: mark)...])))
    }

    static func thousandths(
        _ number: AmountScanner.Decimal, unit: Int64, text: String
    ) throws(ReadingProblem) -> Int64 {
        guard let (thousandths, isExact) = number.times(unit) else {
            throw ReadingProblem("is \(Abridged.text(text)), which is too large", "Lower it.")
        }
        guard isExact else {
            throw ReadingProblem(
                "is \(Abridged.text(text)), which is finer than a thousandth", "Round it to three digits.")
        }
        return thousandths
    }
}
