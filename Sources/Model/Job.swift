/// What was asked for: a command, a request for capacity, when and after what, how often.
public struct Job: Sendable, Hashable {
    /// Unique within a run.
    public var name: String
    public var command: Command
    public var request: Request
    public var iterations: Iterations
    public var dependencies: [Dependency]
    /// Not before this date.
    public var startAt: Instant?
    /// Larger goes first among what is ready; the first come among equals.
    public var priority: Int
    public var retry: RetryRules
    public var onExecutorLoss: OnExecutorLoss
    /// How long its attempts survive their executor's silence before they are given up.
    public var lossGrace: Duration
    /// How long the attempt has between SIGTERM and SIGKILL.
    public var grace: Duration
    public var tags: [String]
    /// Whose it is; empty: nobody said.
    public var user: String
    /// What its like is called, from which its needs are learned; empty: it is like those of the same request.
    public var kind: String
    /// How many of its tasks run at once; none: as many as fit.
    public var atMost: Int?
    /// Fields that a format allows beyond its own, kept as they came, sorted by name.
    public var metadata: [MetadataField]

    public enum OnExecutorLoss: UInt8, Sendable, Hashable { case retry, fail }

    public struct MetadataField: Sendable, Hashable {
        public var name: String
        /// JSON text.
        public var value: String

        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    public init(name: String, command: Command) {
        self.name = name
        self.command = command
        request = .oneCore
        iterations = .single
        dependencies = []
        priority = 0
        retry = .standard
        onExecutorLoss = .retry
        lossGrace = .seconds(60)
        grace = .seconds(10)
        tags = []
        user = ""
        kind = ""
        metadata = []
    }

    /// The same as this user's, unless it says whose it is.
    public func belonging(to user: String) -> Job {
        guard self.user.isEmpty else { return self }
        var job = self
        job.user = user
        return job
    }
}
