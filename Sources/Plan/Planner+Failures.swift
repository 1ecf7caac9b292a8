import Model

extension Planner {
    /// Ends what was in motion on a lost node: nobody can say how it went.
    mutating func endLostAttempts(_ decision: inout Decision, at now: Instant) {
        for node in scratch.lostNodes {
            for slot in state.nodes[node].chains.sorted() {
                giveUp(slot, for: node, where: { _ in true }, &decision, at: now)
            }
        }
        scratch.lostNodes.removeAll()
    }

    /// Gives up what a silent node holds longer than its jobs allow, and looks again when the next one is due.
    mutating func giveUpAttempts(on node: NodeIdentifier, since: Instant, _ decision: inout Decision, at now: Instant) {
        guard state.nodes[node].silentSince == since, !state.nodes[node].isLost else { return }
        var next: Instant?
        for slot in state.nodes[node].chains.sorted() {
            giveUp(slot, for: node, where: { $0.givenUpAt(silentSince: since) <= now }, &decision, at: now)
            for attempt in state.chains[slot]?.members ?? [] {
                guard let motion = state.motion[attempt.number] else { continue }
                let due = state.jobs[motion.task.job.number].job.givenUpAt(silentSince: since)
                if due > now { next = min(next ?? due, due) }
            }
        }
        if let next { scratch.alarms.insert(.silence(node, since: since), at: next) }
    }

    /// - Parameter node: why; when another node speaks for the chain, it is asked to end what it still runs.
    private mutating func giveUp(
        _ slot: Int, for node: NodeIdentifier, where isDue: (Job) -> Bool, _ decision: inout Decision, at now: Instant
    ) {
        guard let chain = state.chains[slot] else { return }
        // The last first, so that only the attempt that could have started is first in its chain at its end.
        for attempt in chain.members.reversed() {
            guard let motion = state.motion[attempt.number] else { continue }
            let job = state.jobs[motion.task.job.number].job
            guard isDue(job) else { continue }
            guard chain.placement.parts.first?.node == node else {
                decision.orders.append(.end(attempt, as: .lost, grace: job.grace))
                continue
            }
            let end = AttemptEnd(attempt: attempt, startedAt: motion.startedAt, endedAt: now, outcome: .lost)
            record(.attemptEnded(end), in: &decision)
        }
    }

    /// Decides for every task whose attempt did not succeed whether it is tried again.
    mutating func decideFailures(_ decision: inout Decision, at now: Instant) {
        while let undecided = state.undecided.first {
            let task = undecided.task
            let job = state.jobs[task.job.number]
            guard let again = nextAttempt(after: undecided, of: job) else {
                record(.taskFailed(task, at: now), in: &decision)
                continue
            }
            record(
                .taskReturned(task, readyAt: undecided.endedAt + again.delay, memory: again.memory), in: &decision)
        }
    }

    private struct NextAttempt {
        var delay: Duration
        var memory: Bytes
    }

    /// None when the limit for this cause is used up.
    private func nextAttempt(after undecided: Undecided, of job: JobState) -> NextAttempt? {
        let rules = job.job.retry
        let trouble = job.trouble[undecided.task.iteration] ?? JobState.Trouble(memory: job.job.request.memory)
        let memory = trouble.memory
        let (used, limit): (Int, Int)
        switch undecided.outcome {
        case .succeeded, .cancelled: return nil
        case .interrupted: return NextAttempt(delay: .zero, memory: memory)
        case .lost:
            guard job.job.onExecutorLoss == .retry, !undecided.wasFirst || trouble.lost < rules.lost else { return nil }
            return NextAttempt(delay: .zero, memory: memory)
        case .outOfMemory:
            if let more = grownMemory(from: memory, limit: job.job.request.memoryLimit) {
                return NextAttempt(delay: delay(beforeRetry: trouble.outOfMemory, rules), memory: more)
            }
            (used, limit) = (trouble.outOfMemory, rules.outOfMemory)
        case .exited: (used, limit) = (trouble.exitCode, rules.exitCode)
        case .signalled: (used, limit) = (trouble.signal, rules.signal)
        case .wallTimeExceeded: (used, limit) = (trouble.wallTime, rules.wallTime)
        case .startFailed: (used, limit) = (trouble.startFailure, rules.startFailure)
        }
        guard used < limit else { return nil }
        return NextAttempt(delay: delay(beforeRetry: used, rules), memory: memory)
    }

    /// Twice as much, as far as the job allows and some node has it.
    private func grownMemory(from memory: Bytes, limit: Bytes) -> Bytes? {
        let largest = state.nodes.states.lazy.filter { !$0.isLost }.map(\.node.memory).max() ?? .zero
        let more = min(memory + memory, min(limit, largest))
        return more > memory ? more : nil
    }

    private func delay(beforeRetry number: Int, _ rules: RetryRules) -> Duration {
        var delay = min(rules.delay, rules.longestDelay)
        for _ in 0..<number where delay < rules.longestDelay && rules.growth != 1000 {
            // 2^53 ns is 104 days; beyond it the product could overflow, and the longest delay is shorter anyway.
            guard delay.nanoseconds < 1 << 53 / max(rules.growth, 1) * 1000 else { return rules.longestDelay }
            delay = min(Duration(nanoseconds: delay.nanoseconds * rules.growth / 1000), rules.longestDelay)
        }
        return delay
    }

    /// Records that tasks whose dependency did not succeed will never run, and whom that concerns in turn.
    mutating func skipDoomed(_ decision: inout Decision, at now: Instant) {
        while let doomed = state.doomed.first {
            record(.tasksSkipped(doomed.tasks, because: doomed.because, at: now), in: &decision)
        }
    }
}

extension Job {
    /// A grace that reaches beyond all time means never.
    fileprivate func givenUpAt(silentSince since: Instant) -> Instant {
        let (sum, isNever) = since.nanoseconds.addingReportingOverflow(lossGrace.nanoseconds)
        return Instant(nanoseconds: isNever ? .max : sum)
    }
}
