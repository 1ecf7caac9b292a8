import Model
import Plan

/// What executors would do, were there any.
extension Rehearsal {
    mutating func perform(_ order: Order) {
        switch order {
        case .start(let handOver): handOverLanes(handOver)
        case .end(let attempt, let outcome, _):
            guard lanes.isKnown(attempt), !isSilent(attempt) else { return }
            putEnd(of: attempt, outcome, at: now)
        case .adjust(let attempt, let adjustment):
            guard !isSilent(attempt) else { return }
            if adjustingTakes > .zero {
                agenda.insert(.adjust(attempt, adjustment), at: now + adjustingTakes)
            } else {
                adjust(attempt, adjustment)
            }
        case .takeBack(let attempt, _):
            if isSilent(attempt) { return }
            let waiting = lanes.waiting(behind: attempt)
            for taken in waiting { _ = lanes.remove(taken) }
            for taken in waiting { deliver(.attemptsTakenBack(first: taken, count: 1, at: now)) }
            if !waiting.isEmpty { isAnswered = true }
        }
    }

    private mutating func handOverLanes(_ handOver: HandOver) {
        var attempt = handOver.firstAttempt
        var after = handOver.after
        guard let speaker = handOver.placement.parts.first?.node else { return }
        let (nodeCount, width) = (handOver.placement.parts.count, handOver.placement.width)
        for tasks in handOver.tasks {
            for iteration in tasks.iterations {
                let lane = Lanes.Lane(
                    task: TaskIdentifier(job: tasks.job, iteration: iteration), after: after, speaker: speaker,
                    nodeCount: nodeCount, width: width)
                lanes.insert(lane, for: attempt)
                if lanes[attempt]?.after == nil { start(attempt) }
                after = attempt
                attempt.number += 1
            }
        }
    }

    private func isSilent(_ attempt: AttemptIdentifier) -> Bool {
        lanes.speaker(of: attempt).map { silences[$0] != nil } ?? false
    }

    /// Everything that is started a second time must be known already.
    mutating func performAgain(_ order: Order) {
        guard case .start(let handOver) = order else { return perform(order) }
        for number in handOver.firstAttempt.number..<handOver.firstAttempt.number + handOver.count
        where lanes[AttemptIdentifier(number)] == nil {
            checker.report("attempt \(number) is known to the planner and not to its executor")
        }
    }

    mutating func start(_ attempt: AttemptIdentifier) {
        guard let lane = lanes[attempt] else { return }
        let behaviour = behaviour(lane.task, attempt)
        let pace = behaviour.pace ?? .usual(of: planner.job(lane.task.job).request, on: lane.nodeCount)
        let progress = Progress(pace: pace, runTime: behaviour.runTime, width: lane.width, at: now)
        let endsAt = progress.endsAt
        let number = endsAt.map { agenda.insert(.end(attempt), at: $0) }
        lanes.update(attempt) {
            $0.startedAt = now
            $0.isAdjustable = behaviour.isAdjustable
            $0.outcome = behaviour.outcome
            $0.progress = progress
            $0.endsAt = endsAt
            $0.end = number
        }
        say(.attemptStarted(attempt, at: now), by: lane.speaker)
    }

    /// Puts on the agenda when it ends if nothing changes.
    private mutating func expectEnd(of attempt: AttemptIdentifier) {
        guard let lane = lanes[attempt] else { return }
        putEnd(of: attempt, lane.outcome, at: lane.progress?.endsAt)
    }

    private mutating func putEnd(of attempt: AttemptIdentifier, _ outcome: Outcome, at instant: Instant?) {
        if let before = lanes[attempt]?.end { agenda.remove(before) }
        let number = instant.map { agenda.insert(.end(attempt), at: $0) }
        lanes.update(attempt) {
            $0.outcome = outcome
            $0.endsAt = instant
            $0.end = number
        }
    }

    /// Pauses an attempt, lets it go on, or changes its width; nothing happens to one that is being ended.
    private mutating func adjust(_ attempt: AttemptIdentifier, _ adjustment: Adjustment) {
        guard let lane = lanes[attempt], lane.endsAt.map({ $0 > now }) ?? true else { return }
        guard lane.startedAt != nil else {
            return checker.report("attempt \(attempt.number) was to be adjusted before it had started")
        }
        guard adjustment.number >= lane.adjustment else { return }
        isAnswered = true
        guard lane.isAdjustable else {
            // 38: ENOSYS, as where nothing can be frozen.
            return say(
                .adjustmentFailed(attempt, number: adjustment.number, errorNumber: 38, at: now), by: lane.speaker)
        }
        lanes.update(attempt) {
            $0.adjustment = adjustment.number
            $0.progress?.change(width: adjustment.placement.width, isPaused: adjustment.isPaused, at: now)
        }
        expectEnd(of: attempt)
        say(.attemptAdjusted(attempt, number: adjustment.number, at: now), by: lane.speaker)
    }

    /// Does all that the agenda holds for this instant.
    mutating func happen() {
        while let event = agenda.removeDue(at: now) {
            switch event {
            case .adjust(let attempt, let adjustment): if !isSilent(attempt) { adjust(attempt, adjustment) }
            case .end(let attempt):
                // What ran on a node that was lost is still on the agenda.
                guard let lane = lanes[attempt] else { continue }
                let followers = lanes.remove(attempt)
                endedCount += 1
                let end = AttemptEnd(
                    attempt: attempt, startedAt: lane.startedAt, endedAt: lane.endsAt ?? now, outcome: lane.outcome)
                say(.attemptEnded(end), by: lane.speaker)
                for follower in followers { start(follower) }
            }
        }
        isAnswered = false
    }

    private mutating func say(_ fact: Fact, by speaker: NodeIdentifier) {
        if silences[speaker] != nil {
            silences[speaker]?.append(fact)
        } else {
            deliver(fact)
        }
    }

    mutating func deliver(_ fact: Fact) {
        do {
            try planner.take(fact, at: now)
        } catch {
            checker.report("a fact from an executor was refused: \(error)")
        }
    }
}
