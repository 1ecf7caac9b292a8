import Model

extension Planner {
    /// Remembers a chain that is about to lose a member, to look at it in the next plan.
    mutating func noteChain(of fact: Fact) {
        switch fact {
        case .attemptEnded(let end):
            guard let slot = state.motion[end.attempt.number]?.chain else { return }
            if scratch.touchedChains.last != slot { scratch.touchedChains.append(slot) }
            guard let chain = state.chains[slot] else { return }
            if chain.count <= 2 { scratch.recalledChains.remove(slot) }
            // What its like take may be less than was thought, and fit before a node's end.
            if state.nodes.hasEnds { state.waiting.setAside(chain.requestClass, false) }
        case .attemptsTakenBack(let first, _, _):
            guard let slot = state.motion[first.number]?.chain else { return }
            scratch.recalledChains.remove(slot)
        default: break
        }
    }

    /// What a taken fact asks to be done at once, whatever the policy.
    mutating func react(to fact: Fact, at now: Instant) {
        switch fact {
        case .heldBack:
            recallAll(state.chains.indices)
        case .nodeLost(let node, _): scratch.lostNodes.append(node)
        case .nodeDraining(let node, _): recallAll(state.nodes[node].chains.sorted())
        case .nodeHeard(let node, _):
            // What it was asked meanwhile has not reached it.
            let slots = state.nodes[node].chains.sorted()
            for slot in slots {
                scratch.recalledChains.remove(slot)
                scratch.alarms.insert(.chain(slot), at: now)
            }
            recallAll(slots.filter(isToBeRecalled))
            lookAgain(slots, at: now)
        case .jobsPaused(let jobs, _): for job in jobs { recallAll(chains(holding: job)) }
        case .jobChanged(let job, _, _): recallAll(chains(holding: job))
        case .tasksCancelled(let tasks, _):
            let job = state.jobs[tasks.job.number]
            for attempt in job.moving.numbers(in: tasks.iterations).compactMap({ job.moving[$0] }) {
                scratch.orders.append(.end(attempt, as: .cancelled, grace: job.job.grace))
            }
        default: break
        }
    }

    /// Chains that reach over nodes which are gone, or silent for too long, may not have been told so.
    private mutating func lookAgain(_ slots: [Int], at now: Instant) {
        for part in slots.compactMap({ state.chains[$0] }).flatMap(\.placement.parts) {
            let node = state.nodes[part.node]
            if node.isLost { scratch.lostNodes.append(part.node) }
            if let since = node.silentSince { scratch.alarms.insert(.silence(part.node, since: since), at: now) }
        }
    }

    private mutating func recallAll(_ slots: some Sequence<Int>) {
        for slot in slots {
            if let order = recall(slot) { scratch.orders.append(order) }
        }
    }

    /// The chains in which a job's tasks wait behind others, each once.
    private func chains(holding job: JobIdentifier) -> [Int] {
        let moving = state.jobs[job.number].moving
        var slots = NumberSet()
        for attempt in moving.numbers.compactMap({ moving[$0] }) {
            guard let slot = state.motion[attempt.number]?.chain, state.chains[slot]?.first != attempt else { continue }
            slots.insert(slot)
        }
        return slots.members
    }

    /// Whether what waits in a chain should not start, whatever was said when it was handed ahead.
    func isToBeRecalled(_ slot: Int) -> Bool {
        guard let chain = state.chains[slot] else { return false }
        if state.isHeldBack || chain.placement.parts.contains(where: { state.nodes[$0.node].isDraining }) {
            return true
        }
        return chain.waiting.dropFirst().contains { attempt in
            guard let task = state.motion[attempt.number]?.task else { return false }
            let job = state.jobs[task.job.number]
            let isChanged =
                job.memory(of: task.iteration) == job.job.request.memory
                && job.requestClass != chain.requestClass
            return job.isPaused || isChanged
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
            case .silence(let node, let since): giveUpAttempts(on: node, since: since, &decision, at: now)
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
        let first = chain.first.flatMap { state.motion[$0.number]?.task }
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
