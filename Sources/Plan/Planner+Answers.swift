package import Model

/// What others ask of the state; nothing here changes it.
extension Planner {
    /// Whether every task of every job has ended and nothing is left to decide.
    package var isComplete: Bool {
        state.endedJobs == state.jobs.count && state.motion.isEmpty && state.undecided.isEmpty && state.doomed.isEmpty
    }

    package var servesInTurn: Bool { configuration.policy.servesInTurn }
    package var attemptsInMotion: Int { state.motion.count }
    /// How many attempts run, or are about to; what is handed ahead behind them is not counted.
    package var chainsInMotion: Int { state.chains.count - state.freeSlots.count }
    package var jobCount: Int { state.jobs.count }
    package var nodeCount: Int { state.nodes.count }
    /// The nodes that have not been lost.
    package var presentNodes: [Node] { state.nodes.present.map(\.node) }

    package func job(_ identifier: JobIdentifier) -> Job { state.jobs[identifier.number].job }
    package func job(named name: String) -> JobIdentifier? { state.names[name] }

    /// The jobs of the batch that came with this key, when it is among the last 100,000.
    package func jobs(submittedWith key: String) -> [JobIdentifier]? { state.keys.jobs(of: key) }

    /// The first node of an attempt that has not ended.
    package func node(of attempt: AttemptIdentifier) -> NodeIdentifier? {
        state.motion[attempt.number].flatMap { state.chains[$0.chain]?.placement.parts.first?.node }
    }

    /// What an attempt that has not ended holds: while it changes its place, what it had and what it is to have.
    package func placement(of attempt: AttemptIdentifier) -> Placement? {
        state.motion[attempt.number].flatMap { state.chains[$0.chain]?.placement }
    }

    /// The attempts that have not ended and take part of a node, in their order.
    package func attempts(on node: NodeIdentifier) -> [AttemptIdentifier] {
        guard state.nodes.contains(node) else { return [] }
        return state.nodes[node].chains.compactMap { state.chains[$0] }.flatMap(\.members).sorted()
    }

    /// The task of an attempt that has not ended.
    package func task(of attempt: AttemptIdentifier) -> TaskIdentifier? { state.motion[attempt.number]?.task }

    /// When an attempt that has not ended began to run; none while nobody has said so.
    package func startedAt(_ attempt: AttemptIdentifier) -> Instant? { state.motion[attempt.number]?.startedAt }

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
        var planner = self
        planner.configure(configuration)
        return planner
    }

    /// The same state under another policy.
    package func configured(policy: Policy) -> Planner {
        var configuration = configuration
        configuration.policy = policy
        return configured(configuration)
    }

    /// The orders that end everything in motion, in the order of the attempts.
    package func ordersToEndAll(as outcome: Outcome, grace: Duration?) -> [Order] {
        state.motion.numbers.map { number in
            let grace = grace ?? state.motion[number].map { state.jobs[$0.task.job.number].job.grace } ?? .zero
            return .end(AttemptIdentifier(number), as: outcome, grace: grace)
        }
    }
}

/// For those who check the planner.
extension Planner {
    /// Whether both would decide alike from here on, as far as the record determines it.
    package func hasSameState(as other: Planner) -> Bool { state == other.state }

    /// Ready tasks that fit and were not started; empty while somebody who waited for too long is served first.
    package func overlookedTasks(at now: Instant) -> [TaskIdentifier] {
        var copy = self
        guard configuration.policy.overtaking == .whoeverFits, !mayYield else {
            // A second plan at once has nothing to add.
            return copy.plan(at: now).orders.flatMap { order in
                if case .adjust(let attempt, _) = order { return [task(of: attempt)].compactMap(\.self) }
                return order.newlyStarted
            }
        }
        guard copy.mayStartMore, !state.isHeldBack else { return [] }
        if let head = copy.nextAble(at: now), copy.isImpatient(head, at: now) { return [] }
        return state.waiting.members.compactMap { index in
            guard let task = state.rank(of: index)?.task else { return nil }
            return placement(for: task, of: index, at: now) == nil ? nil : task
        }
    }

    /// What is wrong with the account of capacity; empty when what is given adds up with what is free.
    package func capacityFindings() -> [String] {
        var empty = state.nodes.states.map { NodeState(node: $0.node) }
        for (slot, chain) in state.chains.enumerated() {
            for part in chain?.placement.parts ?? [] { empty[part.node.number].give(part, to: slot) }
        }
        for (number, node) in state.nodes.states.enumerated() { empty[number].leaveToOthers(node.keptByOthers) }
        return zip(state.nodes.states, empty).compactMap { now, expected in
            guard now.hasSameFree(as: expected) else { return "node \(now.node.name): what is given does not add up" }
            return now.isSound ? nil : "node \(now.node.name): something is given twice"
        } + state.nodes.findings()
    }
}

extension Order {
    /// The first task of each range that it starts on cores of its own.
    fileprivate var newlyStarted: [TaskIdentifier] {
        guard case .start(let handOver) = self, handOver.after == nil else { return [] }
        return handOver.tasks.map { TaskIdentifier(job: $0.job, iteration: $0.iterations.lowerBound) }
    }
}
