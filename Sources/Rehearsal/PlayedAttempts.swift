import Model

/// What attempts went through, by the facts alone.
struct PlayedAttempts {
    /// In the order they ended.
    private(set) var ended: [PlayedTask] = []
    private var arrivals: [Instant] = []
    private var going: [AttemptIdentifier: Going] = [:]

    private struct Going {
        var task: TaskIdentifier
        var width: Cores
        var asked: Adjustment?
        var pauses = 0
        var pausedFor = Duration.zero
        var isPaused = false
        /// Since when it has this width, or is paused.
        var since: Instant?
        /// Thousandths of a core, times nanoseconds.
        var served: Int128 = 0

        mutating func pass(until now: Instant) {
            guard let since else { return }
            if isPaused {
                pausedFor += now - since
            } else {
                served += Int128(width.thousandths) * Int128((now - since).nanoseconds)
            }
            self.since = now
        }

        mutating func adjust(at now: Instant) {
            guard let asked else { return }
            pass(until: now)
            if asked.isPaused, !isPaused { pauses += 1 }
            isPaused = asked.isPaused
            if !isPaused { width = asked.placement.width }
            self.asked = nil
        }
    }

    mutating func take(_ fact: Fact) {
        switch fact {
        case .jobsSubmitted(_, let jobs, _, let at): arrivals += jobs.map { _ in at }
        case .attemptsHandedOver(let handOver):
            var attempt = handOver.firstAttempt
            for tasks in handOver.tasks {
                for iteration in tasks.iterations {
                    let task = TaskIdentifier(job: tasks.job, iteration: iteration)
                    going[attempt] = Going(task: task, width: handOver.placement.width)
                    attempt.number += 1
                }
            }
        case .attemptStarted(let attempt, let at): going[attempt]?.since = at
        case .adjustmentDecided(let attempt, let adjustment, _): going[attempt]?.asked = adjustment
        case .attemptAdjusted(let attempt, let number, let at):
            if going[attempt]?.asked?.number == number { going[attempt]?.adjust(at: at) }
        case .attemptsTakenBack(let first, let count, _):
            for number in first.number..<first.number + count { going[AttemptIdentifier(number)] = nil }
        case .attemptEnded(let end): take(end)
        default: break
        }
    }

    private mutating func take(_ end: AttemptEnd) {
        guard var attempt = going.removeValue(forKey: end.attempt), let startedAt = end.startedAt else { return }
        attempt.pass(until: end.endedAt)
        var task = PlayedTask(
            task: attempt.task, arrivedAt: arrivals[attempt.task.job.number], startedAt: startedAt,
            endedAt: end.endedAt, width: attempt.width)
        task.pauses = attempt.pauses
        task.pausedFor = attempt.pausedFor
        let ran = Int128(task.runTime.nanoseconds)
        if ran > 0 { task.width = Cores(thousandths: Int64(attempt.served / ran)) }
        ended.append(task)
    }
}
