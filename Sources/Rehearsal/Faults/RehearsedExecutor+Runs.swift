import Model
import Wire

/// What it does to attempts.
extension RehearsedExecutor {
    mutating func start(_ handOver: HandOver, at now: Instant) {
        var attempt = handOver.firstAttempt
        var after = handOver.after.flatMap { runs[$0] == nil ? nil : $0 }
        for tasks in handOver.tasks {
            if jobs[tasks.job] == nil { findings.append("an order names job \(tasks.job.number), which was not told") }
            for iteration in tasks.iterations {
                runs[attempt] = RehearsedRun(
                    task: TaskIdentifier(job: tasks.job, iteration: iteration), placement: handOver.placement,
                    after: after)
                if after == nil || flaw == .startsAheadOfTime { begin(attempt, at: now) }
                after = attempt
                attempt.number += 1
            }
        }
    }

    private mutating func begin(_ attempt: AttemptIdentifier, at now: Instant) {
        guard var run = runs[attempt], run.startedAt == nil else { return }
        let behaviour = behaviour(of: attempt, run.task)
        let wallTime = jobs[run.task.job]?.request.wallTime ?? behaviour.runTime
        run.startedAt = now
        run.goesOnSince = now
        run.remaining = min(behaviour.runTime, wallTime)
        run.outcome = behaviour.runTime > wallTime ? .wallTimeExceeded : behaviour.outcome
        runs[attempt] = run
        deeds.append(.begins(attempt))
        wake(attempt, after: run.remaining, at: now)
        tell([.attemptStarted(attempt, at: instant(at: now))])
    }

    private mutating func wake(_ attempt: AttemptIdentifier, after duration: Duration, at now: Instant) {
        guard let generation = runs[attempt]?.generation else { return }
        runs[attempt]?.generation = generation + 1
        deeds.append(.wakes(attempt, generation: generation + 1, at: now + duration))
    }

    /// Its time has come, unless something came in between.
    mutating func act(_ attempt: AttemptIdentifier, generation: Int, at now: Instant) {
        guard let run = runs[attempt], run.generation == generation else { return }
        finish(attempt, as: run.outcome, at: now)
    }

    private mutating func finish(_ attempt: AttemptIdentifier, as outcome: Outcome, at now: Instant) {
        guard let run = runs[attempt] else { return }
        let followers = remove(attempt)
        if run.startedAt != nil { deeds.append(.stops(attempt)) }
        tell([
            .attemptEnded(
                AttemptEnd(
                    attempt: attempt, startedAt: run.startedAt.map(instant), endedAt: instant(at: now),
                    outcome: outcome))
        ])
        for follower in followers { begin(follower, at: now) }
        finishAbandoning(at: now)
    }

    /// - Returns: those whose turn it is now.
    private mutating func remove(_ attempt: AttemptIdentifier) -> [AttemptIdentifier] {
        guard let run = runs.removeValue(forKey: attempt) else { return [] }
        let followers = runs.keys.filter { runs[$0]?.after == attempt }.sorted()
        for follower in followers { runs[follower]?.after = run.after }
        return run.after == nil ? followers : []
    }

    mutating func end(_ attempt: AttemptIdentifier, as outcome: Outcome, grace: Duration, at now: Instant) {
        guard let run = runs[attempt] else { return }
        guard run.startedAt != nil else { return finish(attempt, as: outcome, at: now) }
        let left = run.goesOnSince.map { max(.zero, run.remaining - (now - $0)) } ?? run.remaining
        // 20 ms: as long as the kernel may take to end what it kills.
        let patience = min(behaviour(of: attempt, run.task).reaction, max(grace, .milliseconds(20)))
        // Paused or not, it is told to end and let go; one that is done before has ended by itself.
        if patience < left || run.isEnding { runs[attempt]?.outcome = outcome }
        runs[attempt]?.isEnding = true
        wake(attempt, after: min(left, patience), at: now)
    }

    mutating func takeBack(behind first: AttemptIdentifier, at now: Instant) {
        guard runs[first] != nil else { return }
        let waiting = runs.keys.sorted().filter { runs[$0]?.startedAt == nil && isBehind($0, first) }
        for attempt in waiting {
            let followers = remove(attempt)
            tell([.attemptsTakenBack(first: attempt, count: 1, at: instant(at: now))])
            for follower in followers { begin(follower, at: now) }
            if flaw == .runsWhatWasTakenBack { deeds.append(.begins(attempt)) }
        }
    }

    private func isBehind(_ attempt: AttemptIdentifier, _ first: AttemptIdentifier) -> Bool {
        var current = runs[attempt]?.after
        while let before = current {
            if before == first { return true }
            current = runs[before]?.after
        }
        return false
    }

    /// A full state: to do it twice is to do it once.
    mutating func adjust(_ attempt: AttemptIdentifier, _ adjustment: Adjustment, at now: Instant) {
        guard var run = runs[attempt], run.startedAt != nil, !run.isEnding, adjustment.number >= run.adjustments else {
            return
        }
        if behaviour(of: attempt, run.task).isRigid {
            let failure = Fact.adjustmentFailed(
                attempt, number: adjustment.number, errorNumber: 1, at: instant(at: now))
            return tell([failure])
        }
        run.adjustments = adjustment.number
        if !adjustment.isPaused { run.placement = adjustment.placement }
        if adjustment.isPaused, let since = run.goesOnSince {
            run.remaining = max(.zero, run.remaining - (now - since))
            run.goesOnSince = nil
            run.generation += 1
        }
        run.isPaused = adjustment.isPaused
        runs[attempt] = run
        if !adjustment.isPaused, run.goesOnSince == nil {
            runs[attempt]?.goesOnSince = now
            wake(attempt, after: run.remaining, at: now)
        }
        deeds.append(.changes(attempt))
        tell([.attemptAdjusted(attempt, number: adjustment.number, at: instant(at: now))])
    }
}
