package import Model

/// What became of one job so far.
package struct JobRecord: Sendable {
    package var identifier: JobIdentifier
    package var job: Job
    package var submittedAt: Instant
    /// Whether nothing new of it starts, since a person said so.
    package var isPaused = false
    /// Whether it was forgotten; its number stays, so that later facts keep their meaning.
    package var isRemoved = false
    /// As the facts say it: a task that was not handed over counts as `waiting`, whatever it waits for.
    package var counts = StateCounts()
    /// Attempts that were handed over; and of these, those that started and ended.
    package var attempts = 0
    package var measured = 0
    /// Attempts beyond a task's first.
    package var retries = 0
    package var lost = 0
    package var firstStart: Instant?
    package var lastEnd: Instant?
    /// The sum of its attempts' times.
    package var elapsed = Duration.zero
    package var longest = Duration.zero
    /// Core time it held, and core time it used of that.
    package var held = Duration.zero
    package var used = Duration.zero
    package var peakMemory = Bytes.zero

    package var coresHeld: Cores { .average(held, over: elapsed) }
    package var coresUsed: Cores { .average(used, over: elapsed) }
    package var mean: Duration { measured > 0 ? Duration(nanoseconds: elapsed.nanoseconds / Int64(measured)) : .zero }
    package var isOver: Bool { counts.ended == counts.total }

    mutating func add(_ attempt: EndedAttempt) {
        let time = attempt.elapsed
        elapsed += time
        longest = max(longest, time)
        held += attempt.held
        used += attempt.processorTime
        peakMemory = max(peakMemory, attempt.end.usage.peakMemory)
        if let startedAt = attempt.end.startedAt {
            measured += 1
            firstStart = min(firstStart ?? startedAt, startedAt)
            lastEnd = max(lastEnd ?? attempt.end.endedAt, attempt.end.endedAt)
        }
        if attempt.end.outcome == .lost { lost += 1 }
    }
}
