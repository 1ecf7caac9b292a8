package import Model

/// What became of a task in a rehearsal: an attempt that ended.
package struct PlayedTask: Sendable, Hashable {
    package var task: TaskIdentifier
    package var arrivedAt: Instant
    package var startedAt: Instant
    package var endedAt: Instant
    /// Over all nodes, on the mean while it was not paused.
    package var width: Cores
    package var pauses = 0
    /// How long it was paused.
    package var pausedFor = Duration.zero

    package init(task: TaskIdentifier, arrivedAt: Instant, startedAt: Instant, endedAt: Instant, width: Cores) {
        self.task = task
        self.arrivedAt = arrivedAt
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.width = width
    }

    package var timeToFirstRun: Duration { startedAt - arrivedAt }
    /// All the time it was there and did not run.
    package var wait: Duration { timeToFirstRun + pausedFor }
    /// Without pauses: the time for which it was served.
    package var runTime: Duration { endedAt - startedAt - pausedFor }
    package var response: Duration { endedAt - arrivedAt }
}
