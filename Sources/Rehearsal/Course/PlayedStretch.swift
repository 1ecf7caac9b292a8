package import Model

/// The time for which an attempt ran on the same cores, or was paused that it had run on.
package struct PlayedStretch: Sendable, Hashable {
    package var task: TaskIdentifier
    package var placement: Placement
    package var from: Instant
    package var to: Instant

    package init(task: TaskIdentifier, placement: Placement, from: Instant, to: Instant) {
        self.task = task
        self.placement = placement
        self.from = from
        self.to = to
    }
}

/// Finds by the facts alone who ran where and when.
struct StretchCollector {
    /// In the order they ended.
    private(set) var stretches: [PlayedStretch] = []
    /// For how long who was paused, with the cores it had before.
    private(set) var pauses: [PlayedStretch] = []
    private var going: [AttemptIdentifier: Going] = [:]

    private struct Going {
        var task: TaskIdentifier
        var placement: Placement
        var asked: Adjustment?
        /// None: it has not begun.
        var since: Instant?
        var isPaused = false
    }

    mutating func take(_ fact: Fact) {
        switch fact {
        case .attemptsHandedOver(let handOver):
            var attempt = handOver.firstAttempt
            for tasks in handOver.tasks {
                for iteration in tasks.iterations {
                    let task = TaskIdentifier(job: tasks.job, iteration: iteration)
                    going[attempt] = Going(task: task, placement: handOver.placement)
                    attempt.number += 1
                }
            }
        case .attemptStarted(let attempt, let at): going[attempt]?.since = at
        case .adjustmentDecided(let attempt, let adjustment, _): going[attempt]?.asked = adjustment
        case .attemptAdjusted(let attempt, let number, let at):
            guard let asked = going[attempt]?.asked, asked.number == number else { return }
            close(attempt, at: at)
            going[attempt]?.asked = nil
            going[attempt]?.since = at
            going[attempt]?.isPaused = asked.isPaused
            if !asked.isPaused { going[attempt]?.placement = asked.placement }
        case .attemptsTakenBack(let first, let count, _):
            for number in first.number..<first.number + count { going[AttemptIdentifier(number)] = nil }
        case .attemptEnded(let end):
            close(end.attempt, at: end.endedAt)
            going[end.attempt] = nil
        default: break
        }
    }

    private mutating func close(_ attempt: AttemptIdentifier, at now: Instant) {
        guard let one = going[attempt], let since = one.since, since < now else { return }
        let stretch = PlayedStretch(task: one.task, placement: one.placement, from: since, to: now)
        if one.isPaused { pauses.append(stretch) } else { stretches.append(stretch) }
    }
}
