package import Model

/// What others ask of the state; nothing here changes it.
extension Planner {
    /// Whether every task of every job has ended and nothing is left to decide.
    package var isComplete: Bool {
        state.endedJobs == state.jobs.count && state.motion.isEmpty && state.undecided.isEmpty && state.doomed.isEmpty
    }

    package var attemptsInMotion: Int { state.motion.count }
    /// How many attempts run, or are about to; what is handed ahead behind them is not counted.
    package var chainsInMotion: Int { state.chains.count - state.freeSlots.count }
    package var jobCount: Int { state.jobs.count }
    package var nodeCount: Int { state.nodes.count }
    /// The nodes that have not been lost.
    package var presentNodes: [Node] { state.nodes.lazy.filter { !$0.isLost }.map(\.node) }

    package func job(_ identifier: JobIdentifier) -> Job { state.jobs[identifier.number].job }
    package func job(named name: String) -> JobIdentifier? { state.names[name] }

    /// The jobs of the batch that came with this key, when it is among the last 100,000.
    package func jobs(submittedWith key: String) -> [JobIdentifier]? { state.keys.jobs(of: key) }

    /// The first node of an attempt that has not ended.
    package func node(of attempt: AttemptIdentifier) -> NodeIdentifier? {
        state.motion[attempt].flatMap { state.chains[$0.chain]?.placement.parts.first?.node }
    }

    /// The attempts that have not ended and take part of a node, in their order.
    package func attempts(on node: NodeIdentifier) -> [AttemptIdentifier] {
        state.chains.lazy.compactMap { $0 }.filter { $0.takesPart(of: node) }.flatMap(\.waiting).sorted()
    }

    /// The task of an attempt that has not ended.
    package func task(of attempt: AttemptIdentifier) -> TaskIdentifier? { state.motion[attempt]?.task }

    /// How many tasks of a job are in each state that is final.
    package func endedCounts(of job: JobIdentifier) -> EndedCounts {
        let job = state.jobs[job.number]
        return EndedCounts(
            total: job.indices.count, succeeded: job.succeeded.count, failed: job.failed.count,
            cancelled: job.cancelled.count, skipped: job.skipped.count)
    }

    package struct EndedCounts: Sendable, Hashable {
        package var total: Int
        package var succeeded: Int
        package var failed: Int
        package var cancelled: Int
        package var skipped: Int
    }

    /// The same state under another configuration.
    package func configured(_ configuration: Configuration) -> Planner {
        var planner = Planner(configuration: configuration)
        planner.state = state
        planner.scratch = scratch
        return planner
    }

    /// The orders that end everything in motion, in the order of the attempts.
    package func ordersToEndAll(as outcome: Outcome, grace: Duration?) -> [Order] {
        state.motion.keys.sorted().map { attempt in
            let grace = grace ?? state.motion[attempt].map { state.jobs[$0.task.job.number].job.grace } ?? .zero
            return .end(attempt, as: outcome, grace: grace)
        }
    }

    /// What must still be done after a replay; idempotent by attempt.
    package func outstandingOrders() -> [Order] { outstandingOrders { _ in true } }

    /// What must still be done by the executor of this node: all whose placement begins there.
    package func outstandingOrders(on node: NodeIdentifier) -> [Order] {
        outstandingOrders { $0.placement.parts.first?.node == node }
    }

    private func outstandingOrders(_ isMeant: (Chain) -> Bool) -> [Order] {
        state.chains.compactMap { $0 }.filter(isMeant).flatMap { chain in
            var handOvers: [HandOver] = []
            var previous: AttemptIdentifier?
            for attempt in chain.waiting {
                guard let motion = state.motion[attempt] else { continue }
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
            return handOvers.map(Order.start)
        }
    }

    package func state(of task: TaskIdentifier) -> TaskState? {
        guard let job = knownJob(of: task) else { return nil }
        if let ended = job.finalState(of: task.iteration) { return ended }
        if let motion = motion(of: task) { return motion.startedAt == nil ? .starting : .running }
        return isReady(task) ? .ready : .waiting
    }

    /// Why a task is not running.
    ///
    /// - Cost: O(attempts in motion + jobs with ready tasks before it).
    package func explanation(of task: TaskIdentifier) -> Explanation {
        guard let job = knownJob(of: task) else { return .unknown }
        if let ended = job.finalState(of: task.iteration) { return .ended(ended) }
        if let found = state.motion.first(where: { $0.value.task == task }) {
            if let since = found.value.startedAt { return .running(found.key, since: since) }
            let behind = state.chains[found.value.chain]?.waiting.prefix { $0 != found.key }.count ?? 0
            return .handedOver(found.key, behind: behind)
        }
        if let readyAt = job.trouble[task.iteration]?.readyAt { return .rests(until: readyAt) }
        let unmet = job.job.dependencies.filter { !isMet($0, for: task) }
        if !unmet.isEmpty { return .waitsForDependencies(unmet) }
        if !job.isReleased, let date = job.job.startAt { return .waitsForDate(date) }
        if state.isHeldBack { return .heldBack }
        return .waitsForCapacity(shortage(of: task, job))
    }

    private func knownJob(of task: TaskIdentifier) -> JobState? {
        guard state.jobs.indices.contains(task.job.number) else { return nil }
        let job = state.jobs[task.job.number]
        return job.indices.contains(task.iteration) ? job : nil
    }

    private func motion(of task: TaskIdentifier) -> Motion? { state.motion.values.first { $0.task == task } }

    private func isReady(_ task: TaskIdentifier) -> Bool {
        let memory = state.jobs[task.job.number].memory(of: task.iteration)
        return state.line(LineKey(job: task.job, memory: memory)).contains(task.iteration)
    }

    private func isMet(_ dependency: Dependency, for task: TaskIdentifier) -> Bool {
        guard let other = state.names[dependency.job] else { return false }
        let job = state.jobs[other.number]
        switch dependency.scope {
        case .job: return dependency.condition == .end ? job.hasEnded : job.hasSucceeded
        case .iteration(let iteration):
            return dependency.condition == .end ? job.hasEnded(iteration) : job.succeeded.contains(iteration)
        case .sameIteration:
            return dependency.condition == .end
                ? job.hasEnded(task.iteration) : job.succeeded.contains(task.iteration)
        }
    }

    private func shortage(of task: TaskIdentifier, _ job: JobState) -> Explanation.Shortage {
        var before = 0
        for requestClass in state.classes {
            for key in requestClass.waiting {
                guard key.job <= task.job else { break }
                let line = state.line(key)
                before += key.job == task.job ? line.count(before: task.iteration) : line.count
            }
        }
        let first = state.classes.indices.compactMap { state.firstTask(of: $0) }.min().flatMap { $0 < task ? $0 : nil }
        let present = state.nodes.lazy.filter { !$0.isLost }
        var request = job.job.request
        request.memory = job.memory(of: task.iteration)
        return Explanation.Shortage(
            request: request, freeCores: present.map(\.freeCores).max() ?? .zero,
            freeMemory: present.map(\.freeMemory).max() ?? .zero, tasksBefore: before, firstBefore: first)
    }
}

/// For those who check the planner.
extension Planner {
    /// Whether both would decide alike from here on, as far as the record determines it.
    package func hasSameState(as other: Planner) -> Bool { state == other.state }

    /// What is wrong with the account of capacity; empty when what is given adds up with what is free.
    package func capacityFindings() -> [String] {
        var empty = state.nodes.map { NodeState(node: $0.node) }
        for chain in state.chains.compactMap({ $0 }) {
            for part in chain.placement.parts { empty[part.node.number].give(part) }
        }
        return zip(state.nodes, empty).compactMap { now, expected in
            var expected = expected
            expected.isLost = now.isLost
            guard now == expected else { return "node \(now.node.name): what is given does not add up" }
            return now.isSound ? nil : "node \(now.node.name): something is given twice"
        }
    }
}
