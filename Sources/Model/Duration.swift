/// A length of scheduler time.
///
/// - Unit: nanoseconds; reaches 292 years.
public struct Duration: Sendable, Hashable, Comparable {
    public var nanoseconds: Int64

    @inlinable public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    public static let zero = Duration(nanoseconds: 0)
    @inlinable public static func microseconds(_ count: Int64) -> Duration { Duration(nanoseconds: count * 1000) }
    @inlinable public static func milliseconds(_ count: Int64) -> Duration { Duration(nanoseconds: count * 1_000_000) }
    @inlinable public static func seconds(_ count: Int64) -> Duration { Duration(nanoseconds: count * 1_000_000_000) }

    @inlinable public static func < (left: Duration, right: Duration) -> Bool { left.nanoseconds < right.nanoseconds }
    @inlinable public static func + (left: Duration, right: Duration) -> Duration {
        Duration(nanoseconds: left.nanoseconds + right.nanoseconds)
    }
    @inlinable public static func - (left: Duration, right: Duration) -> Duration {
        Duration(nanoseconds: left.nanoseconds - right.nanoseconds)
    }
    @inlinable public static func += (left: inout Duration, right: Duration) { left.nanoseconds += right.nanoseconds }
    @inlinable public static func -= (left: inout Duration, right: Duration) { left.nanoseconds -= right.nanoseconds }
}

extension Duration: CustomStringConvertible {
    /// As a person would say it: `0.2 ms`, `1.5 s`, `2 min 5 s`, `3 h 20 min`, `2 d 4 h`.
    public var description: String {
        let sign = nanoseconds < 0 ? "-" : ""
        let nanoseconds = Int64(clamping: nanoseconds.magnitude)
        let seconds = nanoseconds / 1_000_000_000
        if nanoseconds == 0 { return "0 s" }
        if seconds < 1 { return sign + Self.tenths(nanoseconds, of: 1_000_000) + " ms" }
        if seconds < 60 { return sign + Self.tenths(nanoseconds, of: 1_000_000_000) + " s" }
        if seconds < 3600 { return sign + Self.pair(seconds / 60, "min", seconds % 60, "s") }
        if seconds < 86400 { return sign + Self.pair(seconds / 3600, "h", seconds % 3600 / 60, "min") }
        return sign + Self.pair(seconds / 86400, "d", seconds % 86400 / 3600, "h")
    }

    private static func tenths(_ value: Int64, of unit: Int64) -> String {
        let tenths = value * 10 / unit
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    }

    private static func pair(_ large: Int64, _ largeUnit: String, _ small: Int64, _ smallUnit: String) -> String {
        small == 0 ? "\(large) \(largeUnit)" : "\(large) \(largeUnit) \(small) \(smallUnit)"
    }
}
