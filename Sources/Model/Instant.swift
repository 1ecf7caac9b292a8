/// A moment of scheduler time.
///
/// - Unit: nanoseconds since 1970-01-01T00:00:00Z, as the service counts them; in a rehearsal, virtual time.
public struct Instant: Sendable, Hashable, Comparable {
    public var nanoseconds: Int64

    @inlinable public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    public static let zero = Instant(nanoseconds: 0)

    @inlinable public static func < (left: Instant, right: Instant) -> Bool { left.nanoseconds < right.nanoseconds }
    @inlinable public static func + (left: Instant, right: Duration) -> Instant {
        Instant(nanoseconds: left.nanoseconds + right.nanoseconds)
    }
    @inlinable public static func - (left: Instant, right: Instant) -> Duration {
        Duration(nanoseconds: left.nanoseconds - right.nanoseconds)
    }

    /// Of three moments that may not come, the first that does.
    @inlinable public static func earliest(_ one: Instant?, _ other: Instant?, _ third: Instant?) -> Instant? {
        var first = one
        if let other, other < first ?? Instant(nanoseconds: .max) { first = other }
        if let third, third < first ?? Instant(nanoseconds: .max) { first = third }
        return first
    }
}
