import Model

extension Planner.State {
    mutating func handOver(_ handOver: HandOver) -> Bool {
        guard let first = handOver.tasks.first,
            handOver.tasks.allSatisfy({ jobs.indices.contains($0.job.number) }),
            handOver.placement.parts.allSatisfy({ nodes.contains($0.node) })
        else { return false }
        let slot: Int
        if let after = handOver.after, let motion = motion[after.number] {
            slot = motion.chain
        } else {
            let memory = jobs[first.job.number].memory(of: first.iterations.lowerBound)
            let index = classIndex(of: first.job, memory: memory)
            let chain = Chain(placement: handOver.placement, requestClass: index, progressedAt: handOver.at)
            slot = freeSlots.popLast() ?? chains.count
            if slot == chains.count { chains.append(chain) } else { chains[slot] = chain }
            nodes.give(handOver.placement, to: slot)
            noteBegin(of: chain, slot, at: handOver.at)
        }
        var attempt = handOver.firstAttempt
        for tasks in handOver.tasks {
            removeReady(tasks)
            for iteration in tasks.iterations {
                let task = TaskIdentifier(job: tasks.job, iteration: iteration)
                motion.insert(Motion(task: task, chain: slot), at: attempt.number)
                jobs[tasks.job.number].moving.insert(attempt, at: iteration)
                chains[slot]?.append(attempt)
                attempt.number += 1
            }
        }
        nextAttempt = max(nextAttempt, attempt)
        return true
    }

    mutating func startAttempt(_ attempt: AttemptIdentifier, at: Instant) -> Bool {
        guard motion[attempt.number] != nil else { return false }
        motion.update(attempt.number) { $0.startedAt = at }
        return true
    }

    mutating func endAttempt(_ end: AttemptEnd) -> Bool {
        guard let motion = motion.remove(at: end.attempt.number) else { return false }
        let wasFirst = chains[motion.chain]?.first == end.attempt
        let requestClass = chains[motion.chain]?.requestClass
        leaveChain(end.attempt, slot: motion.chain, at: end.endedAt)
        let number = motion.task.job.number
        _ = jobs[number].moving.remove(at: motion.task.iteration)
        let isCancelled = jobs[number].cancelling.remove(motion.task.iteration)
        guard !jobs[number].hasEnded(motion.task.iteration) else { return true }
        if let startedAt = end.startedAt, let requestClass, end.outcome.isOwn {
            let rested = motion.pausedFor + (motion.pausedAt.map { end.endedAt - $0 } ?? .zero)
            let took = end.endedAt - startedAt - rested
            jobs[number].measured.take(took)
            classes[requestClass].measured.take(took)
            let job = jobs[number].job
            if let kind = kind(of: job, like: jobs[number].requestClass ?? requestClass) {
                experience.take(took, user: job.user, kind: kind)
            }
        }
        switch end.outcome {
        case _ where isCancelled && end.outcome != .succeeded: cancelTask(motion.task)
        case .succeeded:
            jobs[number].succeeded.insert(motion.task.iteration)
            if !jobs[number].trouble.isEmpty { jobs[number].trouble[motion.task.iteration] = nil }
            announceEnd(of: motion.task, succeeded: true)
        case .cancelled: cancelTask(motion.task)
        case .exited, .signalled, .outOfMemory, .wallTimeExceeded, .startFailed, .lost, .interrupted:
            undecided.append(
                Planner.Undecided(task: motion.task, outcome: end.outcome, wasFirst: wasFirst, endedAt: end.endedAt))
        }
        return true
    }

    mutating func takeBack(_ first: AttemptIdentifier, count: Int) -> Bool {
        guard count >= 0 else { return false }
        for attempt in (first.number..<first.number + count).map(AttemptIdentifier.init) {
            guard let motion = motion.remove(at: attempt.number) else { continue }
            leaveChain(attempt, slot: motion.chain, at: chains[motion.chain]?.progressedAt ?? .zero)
            _ = jobs[motion.task.job.number].moving.remove(at: motion.task.iteration)
            guard !jobs[motion.task.job.number].hasEnded(motion.task.iteration) else { continue }
            guard !jobs[motion.task.job.number].cancelling.remove(motion.task.iteration) else {
                cancelTask(motion.task)
                continue
            }
            makeReady(
                TaskRange(job: motion.task.job, iterations: motion.task.iteration..<motion.task.iteration + 1))
        }
        return true
    }

    private mutating func cancelTask(_ task: TaskIdentifier) {
        jobs[task.job.number].cancelled.insert(task.iteration)
        announceEnd(of: task, succeeded: false)
    }

    /// An attempt that ended leaves its chain; the last one gives the cores back.
    private mutating func leaveChain(_ attempt: AttemptIdentifier, slot: Int, at: Instant) {
        chains[slot]?.remove(attempt)
        chains[slot]?.progressedAt = at
        guard let chain = chains[slot], chain.count == 0 else { return }
        nodes.takeBack(chain.placement, from: slot)
        noteEnd(of: chain, slot, at: at)
        chains[slot] = nil
        freeSlots.append(slot)
    }

    mutating func returnTask(_ task: TaskIdentifier, readyAt: Instant, memory: Bytes) -> Bool {
        guard let decided = removeUndecided(task) else { return false }
        let number = task.job.number
        var trouble =
            jobs[number].trouble[task.iteration]
            ?? JobState.Trouble(memory: jobs[number].job.request.memory)
        trouble.count(decided.outcome, wasFirst: decided.wasFirst)
        trouble.memory = memory
        trouble.readyAt = readyAt > decided.endedAt ? readyAt : nil
        jobs[number].trouble[task.iteration] = trouble
        if trouble.readyAt == nil {
            makeReady(TaskRange(job: task.job, iterations: task.iteration..<task.iteration + 1))
        }
        return true
    }

    mutating func failTask(_ task: TaskIdentifier) -> Bool {
        guard removeUndecided(task) != nil else { return false }
        jobs[task.job.number].failed.insert(task.iteration)
        announceEnd(of: task, succeeded: false)
        return true
    }

    private mutating func removeUndecided(_ task: TaskIdentifier) -> Planner.Undecided? {
        undecided.removeFirst { $0.task == task }
    }

    /// The date, or the end of a rest, that tasks waited for has come.
    mutating func release(_ tasks: TaskRange) -> Bool {
        let number = tasks.job.number
        guard jobs.indices.contains(number) else { return false }
        if !jobs[number].isReleased {
            jobs[number].isReleased = true
            if jobs[number].isOpen { open(tasks.job) }
            return true
        }
        for iteration in tasks.iterations where jobs[number].trouble[iteration]?.readyAt != nil {
            jobs[number].trouble[iteration]?.readyAt = nil
            guard !jobs[number].hasEnded(iteration) else { continue }
            makeReady(TaskRange(job: tasks.job, iterations: iteration..<iteration + 1))
        }
        return true
    }

    /// A condensed record may tell in several facts what was doomed as one, or in one what was doomed in parts, since
    /// what stood between is gone.
    private mutating func removeDoomed(_ tasks: TaskRange) {
        while let found = doomed.removeFirst(where: { $0.tasks.overlaps(tasks) }), found.tasks != tasks {
            let (whole, told) = (found.tasks.iterations, tasks.iterations)
            let before = whole.lowerBound..<max(whole.lowerBound, told.lowerBound)
            let behind = min(whole.upperBound, told.upperBound)..<whole.upperBound
            for rest in [before, behind] where !rest.isEmpty {
                doomed.append(
                    Planner.Doomed(tasks: TaskRange(job: tasks.job, iterations: rest), because: found.because))
            }
        }
    }

    /// Ends, mostly as skipped or cancelled, what of a range has not ended and is not in motion.
    mutating func settle(_ tasks: TaskRange, as ended: TaskState) -> Bool {
        let number = tasks.job.number
        guard jobs.indices.contains(number) else { return false }
        if ended == .skipped { removeDoomed(tasks) }
        removeReady(tasks)
        for iteration in tasks.iterations.clamped(to: jobs[number].indices) {
            guard !jobs[number].hasEnded(iteration) else { continue }
            guard jobs[number].moving[iteration] == nil else {
                if ended == .cancelled { jobs[number].cancelling.insert(iteration) }
                continue
            }
            let task = TaskIdentifier(job: tasks.job, iteration: iteration)
            if !undecided.isEmpty { _ = removeUndecided(task) }
            switch ended {
            case .succeeded: jobs[number].succeeded.insert(iteration)
            case .failed: jobs[number].failed.insert(iteration)
            case .skipped: jobs[number].skipped.insert(iteration)
            default: jobs[number].cancelled.insert(iteration)
            }
            announceEnd(of: task, succeeded: ended == .succeeded)
        }
        return true
    }
}

extension TaskRange {
    fileprivate func overlaps(_ other: TaskRange) -> Bool { job == other.job && iterations.overlaps(other.iterations) }
}

extension Outcome {
    /// Whether the attempt ran as long as it would, so that its like may be expected to.
    fileprivate var isOwn: Bool {
        switch self {
        case .lost, .cancelled, .interrupted: false
        case .succeeded, .exited, .signalled, .outOfMemory, .wallTimeExceeded, .startFailed: true
        }
    }
}

extension JobState.Trouble {
    init(memory: Bytes) { self.memory = memory }

    /// A loss counts only against the attempt that may have run: what stood behind it in its chain had not started.
    mutating func count(_ outcome: Outcome, wasFirst: Bool) {
        switch outcome {
        case .exited: exitCode += 1
        case .signalled: signal += 1
        case .outOfMemory: outOfMemory += 1
        case .wallTimeExceeded: wallTime += 1
        case .startFailed: startFailure += 1
        case .lost: lost += wasFirst ? 1 : 0
        case .succeeded, .cancelled, .interrupted: break
        }
    }
}
