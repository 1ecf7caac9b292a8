package import Model

/// What must still be done, by the state alone; idempotent by attempt.
extension Planner {
    /// After a replay: whatever had been handed over and has not ended.
    package func outstandingOrders() -> [Order] { outstandingOrders(state.chains.indices) }

    /// By the executor of this node: whatever has its first part there.
    package func outstandingOrders(on node: NodeIdentifier) -> [Order] {
        guard state.nodes.contains(node) else { return [] }
        let slots = state.nodes[node].chains.sorted()
        return outstandingOrders(slots.filter { state.chains[$0]?.placement.parts.first?.node == node })
    }

    /// Starts first, then what was to be taken back or ended meanwhile.
    private func outstandingOrders(_ slots: some Sequence<Int>) -> [Order] {
        var starts: [Order] = []
        var others: [Order] = []
        for slot in slots {
            guard let chain = state.chains[slot] else { continue }
            starts += handOvers(of: chain).map(Order.start)
            if isToBeRecalled(slot), let first = chain.first, chain.count > 1 {
                others.append(.takeBack(first, count: chain.count - 1))
            }
            if let first = chain.first, let pending = state.motion[first.number]?.pending {
                others.append(.adjust(first, pending.adjustment))
            }
            others += chain.members.compactMap(orderToCancel)
        }
        return starts + others
    }

    private func orderToCancel(_ attempt: AttemptIdentifier) -> Order? {
        guard let task = state.motion[attempt.number]?.task else { return nil }
        let job = state.jobs[task.job.number]
        return job.cancelling.contains(task.iteration) ? .end(attempt, as: .cancelled, grace: job.job.grace) : nil
    }

    private func handOvers(of chain: Chain) -> [HandOver] {
        var handOvers: [HandOver] = []
        var previous: AttemptIdentifier?
        for attempt in chain.members {
            guard let motion = state.motion[attempt.number] else { continue }
            let iteration = motion.task.iteration
            let tasks = TaskRange(job: motion.task.job, iterations: iteration..<iteration + 1)
            if let last = handOvers.last, last.firstAttempt.number + last.count == attempt.number {
                handOvers[handOvers.count - 1].tasks.append(tasks)
            } else {
                handOvers.append(
                    HandOver(
                        firstAttempt: attempt, placement: chain.placement, after: previous, tasks: [tasks],
                        at: chain.progressedAt))
            }
            previous = attempt
        }
        return handOvers
    }
}
