import Model

extension Planner {
    /// Remembers a chain that is about to lose a member, to look at it in the next plan.
    mutating func noteChain(of fact: Fact) {
        switch fact {
        case .attemptEnded(let end):
            guard let slot = state.motion[end.attempt]?.chain else { return }
            if scratch.touchedChains.last != slot { scratch.touchedChains.append(slot) }
            if let chain = state.chains[slot], chain.count <= 2 { scratch.recalledChains.remove(slot) }
        case .attemptsTakenBack(let first, _, _):
            guard let slot = state.motion[first]?.chain else { return }
            scratch.recalledChains.remove(slot)
        default: break
        }
    }

    /// What a taken fact asks to be done at once, whatever the policy.
    mutating func react(to fact: Fact, at now: Instant) {
        switch fact {
        case .heldBack:
            for slot in state.chains.indices {
                if let order = recall(slot) { scratch.orders.append(order) }
            }
        case .nodeLost(let node, _): scratch.lostNodes.append(node)
        case .tasksCancelled(let tasks, _):
            let attempts = state.motion.filter {
                $0.value.task.job == tasks.job && tasks.iterations.contains($0.value.task.iteration)
            }
            let grace = state.jobs[tasks.job.number].job.grace
            for attempt in attempts.keys.sorted() {
                scratch.orders.append(.end(attempt, as: .cancelled, grace: grace))
            }
        default: break
        }
    }

    /// Asks for everything in a chain that has not started.
    mutating func recall(_ slot: Int) -> Order? {
        guard let chain = state.chains[slot], chain.count > 1, let first = chain.first,
            scratch.recalledChains.insert(slot).inserted
        else { return nil }
        return .takeBack(first, count: chain.count - 1)
    }

    mutating func ringAlarms(_ decision: inout Decision, at now: Instant) {
        while let purpose = scratch.alarms.removeDue(at: now) {
            switch purpose {
            case .releaseJob(let job):
                guard !state.jobs[job.number].isReleased else { continue }
                let tasks = TaskRange(job: job, iterations: state.jobs[job.number].indices)
                record(.tasksReleased(tasks, at: now), in: &decision)
            case .release(let task):
                let readyAt = state.jobs[task.job.number].trouble[task.iteration]?.readyAt
                guard let readyAt, readyAt <= now else { continue }
                let tasks = TaskRange(job: task.job, iterations: task.iteration..<task.iteration + 1)
                record(.tasksReleased(tasks, at: now), in: &decision)
            case .chain(let slot):
                scratch.watchedChains.remove(slot)
                watch(slot, &decision, at: now)
            }
        }
    }

    /// A chain whose first attempt runs much longer than the whole chain should is taken apart, so that the others
    /// don't wait behind it while cores are free elsewhere.
    mutating func watch(_ slot: Int, _ decision: inout Decision, at now: Instant) {
        guard let chain = state.chains[slot], chain.count > 1 else { return }
        let first = chain.first.flatMap { state.motion[$0]?.task }
        let expected = first.flatMap { expectation(of: chain.requestClass, first: $0) } ?? .zero
        let usual = max(configuration.chainLength, expected)
        let limit = usual + usual
        guard now - chain.progressedAt < limit else {
            if let order = recall(slot) { decision.orders.append(order) }
            return
        }
        guard scratch.watchedChains.insert(slot).inserted else { return }
        scratch.alarms.insert(.chain(slot), at: chain.progressedAt + limit)
    }
}
