import Model

/// An attempt in the hands of a rehearsed executor.
struct RehearsedRun: Sendable {
    var task: TaskIdentifier
    var placement: Placement
    /// Whose cores it takes over; none: they are its own.
    var after: AttemptIdentifier?
    var startedAt: Instant?
    /// What is left of its time, at `goesOnSince`.
    var remaining = Duration.zero
    /// None while it waits or is paused.
    var goesOnSince: Instant?
    var outcome = Outcome.succeeded
    /// Whether it was asked to end.
    var isEnding = false
    /// Counts what was put on the agenda for it; of these only the last is meant.
    var generation = 0
    var adjustments = 0
    var isPaused = false

    var isRunning: Bool { startedAt != nil && !isPaused }
}
