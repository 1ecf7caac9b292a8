/// Attempts handed to an executor, to run one after another on the same cores.
///
/// One of them alone is the ordinary case of a long task; short tasks go in chains, so that none waits for a round
/// trip or a commit.
public struct HandOver: Sendable, Hashable {
    /// The first attempt's identifier; the others follow it without a gap, in the order of `tasks`.
    public var firstAttempt: AttemptIdentifier
    public var placement: Placement
    /// The attempt whose cores these take over the moment it ends; none: the cores are free.
    public var after: AttemptIdentifier?
    public var tasks: [TaskRange]
    public var at: Instant

    public init(
        firstAttempt: AttemptIdentifier, placement: Placement, after: AttemptIdentifier?, tasks: [TaskRange],
        at: Instant
    ) {
        self.firstAttempt = firstAttempt
        self.placement = placement
        self.after = after
        self.tasks = tasks
        self.at = at
    }

    public var count: Int { tasks.reduce(0) { $0 + $1.iterations.count } }
}
