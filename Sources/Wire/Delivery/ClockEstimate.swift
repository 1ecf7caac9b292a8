package import Model

/// How far the service's clock is ahead of this machine's, at least: no message arrives before it was sent.
///
/// The fastest message so far decides. So nothing told by this clock lies before the hand-over it follows from, nor in
/// the future of a service that hears of it.
///
/// - Unit: nanoseconds; this machine's are its monotonic clock's.
package struct ClockEstimate: Sendable, Hashable {
    private var least = Int64.min
    private var most = Int64.max

    package init() {}

    /// What must be added to this machine's clock; nothing before the first message.
    package var offset: Duration { Duration(nanoseconds: least == .min ? 0 : least) }

    /// Learns from the answer to a question; starts anew when a clock was set, which no delay explains.
    package mutating func take(_ said: Instant, askedAt: Int64, heardAt: Int64) {
        let (low, high) = (said.nanoseconds - heardAt, said.nanoseconds - askedAt)
        let isPossible = low <= most && high >= least
        least = isPossible ? max(least, low) : low
        most = isPossible ? min(most, high) : high
    }

    /// Learns from a message that was sent at this moment of the service's, or later.
    package mutating func take(sentAt said: Instant, heardAt: Int64) {
        least = max(least, said.nanoseconds - heardAt)
        most = max(most, least)
    }
}
