/// Something to do, for an executor.
public enum Order: Sendable, Hashable {
    case start(HandOver)
    /// SIGTERM, then SIGKILL after the grace. Answered by `attemptEnded` with this outcome.
    case end(AttemptIdentifier, as: Outcome, grace: Duration)
    /// Every attempt handed ahead behind this one that has not started. Answered by `attemptsTakenBack`, or by the
    /// starts and ends of those that had started.
    case takeBack(AttemptIdentifier, count: Int)
    /// Every thread on these cores, frozen or not. Answered by `attemptAdjusted` or `adjustmentFailed`, unless it ends.
    case adjust(AttemptIdentifier, Adjustment)
}
