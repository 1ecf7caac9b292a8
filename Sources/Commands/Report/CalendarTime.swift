import Glibc
import Model

/// Moments as people write them.
enum CalendarTime {
    /// `2026-03-01 14:05:09`, where this process lives.
    static func local(_ instant: Instant) -> String { format(instant, "%Y-%m-%d %H:%M:%S") }

    /// `14:05:09.042`
    static func localClock(_ instant: Instant) -> String {
        let milliseconds = String(floored(instant).rest / 1_000_000 + 1000).dropFirst()
        return format(instant, "%H:%M:%S") + ".\(milliseconds)"
    }

    /// `2026-03-01T14:05:09.042+01:00`, for programs.
    static func iso(_ instant: Instant) -> String {
        let milliseconds = String(floored(instant).rest / 1_000_000 + 1000).dropFirst()
        let zone = format(instant, "%z")
        return format(instant, "%Y-%m-%dT%H:%M:%S") + ".\(milliseconds)\(zone.prefix(3)):\(zone.suffix(2))"
    }

    /// How far the clock on the wall is ahead of UTC.
    static func zoneOffsetSeconds(at instant: Instant) -> Int {
        var seconds = time_t(floored(instant).seconds)
        var parts = tm()
        return localtime_r(&seconds, &parts) == nil ? 0 : parts.tm_gmtoff
    }

    private static func floored(_ instant: Instant) -> (seconds: Int64, rest: Int64) {
        let (seconds, rest) = instant.nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        return rest < 0 ? (seconds - 1, rest + 1_000_000_000) : (seconds, rest)
    }

    private static func format(_ instant: Instant, _ format: String) -> String {
        var seconds = time_t(floored(instant).seconds)
        var parts = tm()
        guard localtime_r(&seconds, &parts) != nil else { return "\(instant.nanoseconds) ns" }
        // 64: the longest of our formats takes 20.
        let text = [CChar](unsafeUninitializedCapacity: 64) { buffer, count in
            count = buffer.baseAddress.map { strftime($0, buffer.count, format, &parts) } ?? 0
        }
        return String(decoding: text.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
