package import Model

/// Moments as ISO 8601 writes them, always with a zone: `2026-11-21T10:00:00Z`, `2026-11-21 11:00+01:00`.
package enum Dates {
    static let example = "Write it like 2026-11-21T10:00:00Z or 2026-11-21T11:00+01:00."

    package static func read(_ text: String) throws(ReadingProblem) -> Instant {
        var scanner = AmountScanner(text)
        guard let year = scanner.digits(4), scanner.take("-"), let month = scanner.digits(2), scanner.take("-"),
            let day = scanner.digits(2), scanner.take("T") || scanner.take("t") || scanner.take(" "),
            let hour = scanner.digits(2), scanner.take(":"), let minute = scanner.digits(2)
        else { throw unreadable(text) }
        var seconds = AmountScanner.Decimal(mantissa: 0, scale: 0)
        if scanner.take(":") {
            guard let second = scanner.number() else { throw unreadable(text) }
            seconds = second
        }
        guard let nanoseconds = seconds.times(1_000_000_000)?.whole, nanoseconds < 60_000_000_000, hour < 24,
            minute < 60, (1...12).contains(month), day >= 1, day <= length(ofMonth: month, in: year)
        else { throw ReadingProblem("is \"\(Abridged.text(text))\", a date that does not exist", example) }
        scanner.skipSpaces()
        let offset = try readZone(&scanner, text)
        // 1970 and 2200: what 64 bits of nanoseconds hold, with a century to spare.
        guard (1970...2200).contains(year) else {
            throw ReadingProblem("is \"\(text)\"; years from 1970 to 2200 are possible", example)
        }
        let minutes = (days(year, month, day) * 24 + hour) * 60 + minute - offset
        return Instant(nanoseconds: Int64(minutes) * 60_000_000_000 + nanoseconds)
    }

    /// In universal time, with as many digits of the second as it needs.
    package static func text(_ instant: Instant) -> String {
        let civil = CivilTime(instant, offsetSeconds: 0)
        var text = "\(civil.date)T\(civil.time)"
        if civil.nanosecond != 0 {
            var digits = String(civil.nanosecond + 1_000_000_000).dropFirst()
            while digits.last == "0" { digits.removeLast() }
            text += ".\(digits)"
        }
        return text + "Z"
    }

    /// Minutes east of Greenwich.
    private static func readZone(_ scanner: inout AmountScanner, _ text: String) throws(ReadingProblem) -> Int {
        if scanner.isAtEnd {
            throw ReadingProblem("is \"\(text)\", which names no time zone", "Add Z, or an offset like +01:00.")
        }
        if scanner.take("Z") || scanner.take("z") {
            guard scanner.isAtEnd else { throw unreadable(text) }
            return 0
        }
        let isWest = scanner.take("-")
        guard isWest || scanner.take("+"), let hours = scanner.digits(2), hours <= 18 else { throw unreadable(text) }
        var minutes = 0
        if !scanner.isAtEnd {
            _ = scanner.take(":")
            guard let read = scanner.digits(2), read < 60 else { throw unreadable(text) }
            minutes = read
        }
        guard scanner.isAtEnd else { throw unreadable(text) }
        return (hours * 60 + minutes) * (isWest ? -1 : 1)
    }

    private static func unreadable(_ text: String) -> ReadingProblem {
        ReadingProblem("is \"\(Abridged.text(text))\", which is not a date", example)
    }

    static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    static func length(ofMonth month: Int, in year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days since 1970-01-01.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let before = year - 1
        let sinceYearOne = before * 365 + before / 4 - before / 100 + before / 400
        let months = (1..<month).reduce(0) { $0 + length(ofMonth: $1, in: year) }
        // 719,162: the days from 0001-01-01 to 1970-01-01.
        return sinceYearOne - 719_162 + months + day - 1
    }
}
