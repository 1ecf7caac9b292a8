package import Model
internal import Posix

/// Scheduler time of a live run: the wall clock as it was when the run began, carried on by the machine's own clock,
/// so that setting the clock moves nothing.
package struct RunClock: Sendable {
    /// What is added to the monotonic clock.
    package let offset: Duration

    package init() {
        offset = Duration(nanoseconds: Clock.wallNanoseconds() - Clock.monotonicNanoseconds())
    }

    package var now: Instant { Instant(nanoseconds: Clock.monotonicNanoseconds() + offset.nanoseconds) }
}
