import Model

/// What the planner must look at again at a certain time, the earliest first; an alarm that has become pointless is
/// noticed when it rings.
typealias Alarms = MomentQueue<Alarm>

enum Alarm: Sendable, Hashable {
    /// A job's date, or a task's rest, has come.
    case release(TaskIdentifier)
    case releaseJob(JobIdentifier)
    /// A node that fell silent then may have been so for longer than some job allows.
    case silence(NodeIdentifier, since: Instant)
    /// A chain's first attempt may run much longer than was expected.
    case chain(Int)
}
