package import Model

/// How people write lengths of time: `90`, `90s`, `10min`, `1h30m`, `1:30:00`, `PT1H`.
package enum Durations {
    /// A hundred years: a date plus any duration stays within 64 bits of nanoseconds.
    static let limit = Duration.seconds(36_500 * 86_400)

    static let example = "Write it like 90s, 10min, 1h30m, 1:30:00 or PT1H."

    static let units: [(names: [String], nanoseconds: Int64)] = [
        (["ns"], 1), (["us", "µs", "μs"], 1000), (["ms"], 1_000_000),
        (["s", "sec", "secs", "second", "seconds"], 1_000_000_000),
        (["m", "min", "mins", "minute", "minutes"], 60_000_000_000),
        (["h", "hour", "hours"], 3_600_000_000_000),
        (["d", "day", "days"], 86_400_000_000_000),
        (["w", "week", "weeks"], 604_800_000_000_000),
    ]

    package static func read(_ text: String) throws(ReadingProblem) -> Duration {
        if text.first == "P" || text.first == "p" { return try readISO(text) }
        if text.contains(":") { return try readClock(text) }
        var scanner = AmountScanner(text)
        var sum = Duration.zero
        var parts = 0
        scanner.skipSpaces()
        repeat {
            guard let number = scanner.number() else { throw unreadable(text) }
            scanner.skipSpaces()
            let word = scanner.word()
            if word.isEmpty, parts > 0 || !scanner.isAtEnd { throw unreadable(text) }
            sum = try add(number, of: try unit(word.isEmpty ? "s" : word, in: text), to: sum, text)
            scanner.skipSpaces()
            parts += 1
        } while !scanner.isAtEnd
        return sum
    }

    /// A duration that is not zero: a kill time, an expected time.
    package static func readPositive(_ text: String) throws(ReadingProblem) -> Duration {
        let duration = try read(text)
        guard duration > .zero else {
            throw ReadingProblem("is \"\(text)\"; a time above zero is needed", "Raise it, or remove the field.")
        }
        return duration
    }

    /// The shortest text that reads as the same duration: `90s`, `1h30m`, `250ms`.
    package static func text(_ duration: Duration) -> String {
        guard duration.nanoseconds % 1_000_000_000 == 0 else {
            let nanoseconds = duration.nanoseconds
            if nanoseconds % 1_000_000 == 0 { return "\(nanoseconds / 1_000_000)ms" }
            return nanoseconds % 1000 == 0 ? "\(nanoseconds / 1000)us" : "\(nanoseconds)ns"
        }
        let seconds = duration.nanoseconds / 1_000_000_000
        if seconds < 120 { return "\(seconds)s" }
        let hours = seconds / 3600
        let minutes = seconds % 3600 / 60
        let rest = seconds % 60
        return (hours > 0 ? "\(hours)h" : "") + (minutes > 0 ? "\(minutes)m" : "") + (rest > 0 ? "\(rest)s" : "")
    }

    static func add(
        _ number: AmountScanner.Decimal, of unit: Int64, to sum: Duration, _ text: String
    ) throws(ReadingProblem) -> Duration {
        guard let nanoseconds = number.times(unit)?.whole, nanoseconds <= limit.nanoseconds,
            sum.nanoseconds + nanoseconds <= limit.nanoseconds
        else { throw ReadingProblem("is \"\(Abridged.text(text))\"; at most 100 years are possible", "Lower it.") }
        return sum + Duration(nanoseconds: nanoseconds)
    }

    static func unreadable(_ text: String) -> ReadingProblem {
        ReadingProblem("is \"\(Abridged.text(text))\", which is not a length of time", example)
    }

    private static func unit(_ word: String, in text: String) throws(ReadingProblem) -> Int64 {
        let lower = word.lowercased()
        for unit in units where unit.names.contains(lower) { return unit.nanoseconds }
        throw ReadingProblem("is \"\(Abridged.text(text))\", whose unit \"\(word)\" is not known", example)
    }

    /// `1:30:00`; two parts could be hours or minutes and are refused.
    private static func readClock(_ text: String) throws(ReadingProblem) -> Duration {
        var scanner = AmountScanner(text)
        guard let hours = scanner.number(), hours.scale == 0, scanner.take(":"), let minutes = scanner.number(),
            minutes.scale == 0, minutes.mantissa < 60
        else { throw unreadable(text) }
        guard scanner.take(":") else {
            throw ReadingProblem(
                "is \"\(Abridged.text(text))\", which may mean hours and minutes or minutes and seconds",
                "Write all three parts, like 0:05:00, or a unit, like 5min.")
        }
        guard let seconds = scanner.number(), seconds.mantissa < 60 * power(seconds.scale), scanner.isAtEnd else {
            throw unreadable(text)
        }
        var sum = try add(hours, of: 3_600_000_000_000, to: .zero, text)
        sum = try add(minutes, of: 60_000_000_000, to: sum, text)
        return try add(seconds, of: 1_000_000_000, to: sum, text)
    }

    private static func power(_ scale: Int) -> Int64 { (0..<scale).reduce(1) { value, _ in value * 10 } }

    /// `P1DT2H3M4.5S`, `P2W`; years and months have no fixed length and are refused.
    private static func readISO(_ text: String) throws(ReadingProblem) -> Duration {
        var scanner = AmountScanner(text.uppercased())
        guard scanner.take("P"), !scanner.isAtEnd else { throw unreadable(text) }
        var letters: [(Unicode.Scalar, Int64)] = [("W", 604_800_000_000_000), ("D", 86_400_000_000_000)]
        var sum = Duration.zero
        var isTime = false
        while !scanner.isAtEnd {
            if !isTime, scanner.take("T") {
                isTime = true
                letters = [("H", 3_600_000_000_000), ("M", 60_000_000_000), ("S", 1_000_000_000)]
            }
            guard let number = scanner.number() else { throw unreadable(text) }
            guard let place = letters.firstIndex(where: { scanner.take($0.0) }) else { throw unreadable(text) }
            sum = try add(number, of: letters[place].1, to: sum, text)
            letters.removeFirst(place + 1)
        }
        return sum
    }
}
