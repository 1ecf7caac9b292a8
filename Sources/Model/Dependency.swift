/// What must have ended before a task may start.
public struct Dependency: Sendable, Hashable {
    /// The name of the job waited for.
    public var job: String
    public var scope: Scope
    public var condition: Condition

    public enum Scope: Sendable, Hashable {
        /// The whole job.
        case job
        /// One iteration of it.
        case iteration(Int)
        /// The iteration with the same number as the waiting one.
        case sameIteration
    }

    public enum Condition: UInt8, Sendable, Hashable {
        /// It succeeded; when it ends otherwise the waiting task is skipped.
        case success
        /// It ended, however.
        case end
    }

    public init(job: String, scope: Scope = .job, condition: Condition = .success) {
        self.job = job
        self.scope = scope
        self.condition = condition
    }
}
