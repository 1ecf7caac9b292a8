/// What a task waits for, or how it ended.
public enum TaskState: UInt8, Sendable, Hashable, CaseIterable {
    /// For a date, a dependency or a trigger.
    case waiting
    /// For capacity.
    case ready
    /// For the executor's word that it started.
    case starting
    /// For its end.
    case running
    /// For capacity or a person, while it keeps its memory.
    case paused
    case succeeded
    case failed
    case cancelled
    /// It could never run, since what it depended on did not succeed.
    case skipped

    public var isFinal: Bool { rawValue >= TaskState.succeeded.rawValue }
}
