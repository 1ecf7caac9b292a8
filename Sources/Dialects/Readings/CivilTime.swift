import Model

/// A moment as a calendar and a clock on the wall show it.
struct CivilTime {
    /// `2026-11-21`
    let date: String
    /// `10:05:09`
    let time: String
    let nanosecond: Int64

    /// - Parameter offsetSeconds: east of Greenwich.
    init(_ instant: Instant, offsetSeconds: Int) {
        let perSecond: Int64 = 1_000_000_000
        nanosecond = (instant.nanoseconds % perSecond + perSecond) % perSecond
        let seconds = (instant.nanoseconds - nanosecond) / perSecond + Int64(offsetSeconds)
        let secondOfDay = Int((seconds % 86_400 + 86_400) % 86_400)
        var day = Int((seconds - Int64(secondOfDay)) / 86_400)
        var year = 1970
        while day < 0 {
            year -= 1
            day += Dates.isLeap(year) ? 366 : 365
        }
        while day >= (Dates.isLeap(year) ? 366 : 365) {
            day -= Dates.isLeap(year) ? 366 : 365
            year += 1
        }
        var month = 1
        while day >= Dates.length(ofMonth: month, in: year) {
            day -= Dates.length(ofMonth: month, in: year)
            month += 1
        }
        date = "\(year)-\(Self.two(month))-\(Self.two(day + 1))"
        time = "\(Self.two(secondOfDay / 3600)):\(Self.two(secondOfDay / 60 % 60)):\(Self.two(secondOfDay % 60))"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
