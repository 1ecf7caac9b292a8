package import Model

/// How people write memory: `2G`, `512M`, `1GiB`, `1.5GB`, plain bytes, and `2G…16G` for what retries may grow to.
///
/// `K`, `M`, `G`, `T` count in 1024s, as batch systems and ulimit do; `kB`, `MB`, `GB`, `TB` in 1000s.
package enum MemoryAmounts {
    /// 2^60: an exbibyte; sums of thousands of tasks stay within 64 bits.
    static let limit = Bytes(1 << 60)

    static let example = "Write it like 512M, 2G, 1GiB or a number of bytes."

    private static let units: [(names: [String], bytes: Int64)] = [
        (["", "b"], 1), (["k", "ki", "kib"], 1 << 10), (["m", "mi", "mib"], 1 << 20), (["g", "gi", "gib"], 1 << 30),
        (["t", "ti", "tib"], 1 << 40), (["p", "pi", "pib"], 1 << 50), (["kb"], 1000), (["mb"], 1_000_000),
        (["gb"], 1_000_000_000), (["tb"], 1_000_000_000_000), (["pb"], 1_000_000_000_000_000),
    ]

    package static func read(_ text: String) throws(ReadingProblem) -> Bytes {
        var scanner = AmountScanner(text)
        scanner.skipSpaces()
        guard let number = scanner.number() else { throw unreadable(text) }
        scanner.skipSpaces()
        let word = scanner.word().lowercased()
        scanner.skipSpaces()
        guard scanner.isAtEnd, let unit = units.first(where: { $0.names.contains(word) }) else {
            throw unreadable(text)
        }
        guard let bytes = number.times(unit.bytes)?.whole, bytes <= limit.count else {
            throw ReadingProblem("is \"\(Abridged.text(text))\"; at most 1024 PiB are possible", "Lower it.")
        }
        return Bytes(bytes)
    }

    /// What is asked, and how far it may grow; one amount alone does not grow.
    package static func readRange(_ text: String) throws(ReadingProblem) -> ClosedRange<Bytes> {
        let (first, second) = AmountScanner.bounds(of: text)
        let lower = try read(first)
        guard let second else { return lower...lower }
        let upper = try read(second)
        guard lower <= upper else {
            throw ReadingProblem("is \"\(text)\", whose end is below its beginning", "Exchange the two.")
        }
        return lower...upper
    }

    /// The shortest exact text: `2G`, `1536M`, `1000`.
    package static func text(_ bytes: Bytes) -> String {
        for (power, letter) in [(50, "P"), (40, "T"), (30, "G"), (20, "M"), (10, "K")]
        where bytes.count != 0 && bytes.count % (1 << power) == 0 {
            return "\(bytes.count >> power)\(letter)"
        }
        return "\(bytes.count)"
    }

    private static func unreadable(_ text: String) -> ReadingProblem {
        ReadingProblem("is \"\(Abridged.text(text))\", which is not an amount of memory", example)
    }
}
