internal import Dialects
internal import Model
internal import Plan
internal import Synchronization

/// What executors ask and say, each as the facts that follow from it.
extension QCGExecutors {
    /// A name that was known already is another process's now: what the former one had is lost.
    func register(_ executor: QCGExecutor, identity: UInt64, _ planner: Planner, at now: Instant) -> [Fact] {
        state.withLock { state in
            let former = state.outboxes[executor.name]?.nodes ?? []
            state.outboxes[executor.name] = QCGOutbox(executor, identity: identity, heardAt: now)
            for node in former { state.nameOfNode[node] = nil }
            state.forgetLost()
            return former.map { .nodeLost($0, at: now) } + state.join(executor.name, planner, at: now)
        }
    }

    /// A sign of life; none: nobody of that name is known.
    func heard(_ name: String, _ planner: Planner, at now: Instant) -> [Fact]? {
        state.withLock { $0.hear(name, planner, at: now) }
    }

    /// Gives an executor what it may run now.
    func fetch(
        _ name: String, limit: Int?, _ planner: Planner, at now: Instant
    ) -> (facts: [Fact], reservations: [QCGReply.Reservation])? {
        state.withLock { state in
            guard var facts = state.hear(name, planner, at: now), var outbox = state.outboxes[name] else { return nil }
            let fetched = outbox.fetch(limit: limit, planner, at: now)
            facts += fetched.map { .attemptStarted($0.attempt, at: now) }
            let jobs = fetched.map { _, entry in
                QCGExecutorJob(
                    planner.job(entry.task.job), iteration: entry.task.iteration, placement: entry.placement,
                    devices: Self.devices(of: entry.placement, planner), directory: directory)
            }
            state.outboxes[name] = outbox
            return (facts, Self.reservations(of: jobs, namesNodes: outbox.executor.nodes.count > 1))
        }
    }

    /// Neighbours that are the same job go together.
    private static func reservations(of jobs: [QCGExecutorJob], namesNodes: Bool) -> [QCGReply.Reservation] {
        var reservations: [QCGReply.Reservation] = []
        for job in jobs {
            if let last = reservations.last, last.job == job.job {
                reservations[reservations.count - 1].iterations.append(job.iteration)
            } else {
                reservations.append(.init(job: job.job, iterations: [job.iteration], namesNodes: namesNodes))
            }
        }
        return reservations
    }

    private static func devices(of placement: Placement, _ planner: Planner) -> [String] {
        guard let part = placement.parts.first, let node = planner.node(part.node) else { return [] }
        return part.gpus.compactMap { node.gpus.indices.contains($0.position) ? node.gpus[$0.position] : nil }
    }

    /// Takes what became of iterations; what was given up meanwhile changes nothing.
    func ended(
        _ name: String, _ reports: [QCGIterationReport], _ planner: Planner, at now: Instant
    ) -> [Fact]? {
        state.withLock { state in
            guard var facts = state.hear(name, planner, at: now), var outbox = state.outboxes[name] else { return nil }
            for report in reports where report.state.isFinal {
                guard let (attempt, entry) = outbox.settle(.init(job: report.job, offset: report.offset)),
                    let entry, let task = planner.task(of: attempt),
                    let fact = report.fact(of: attempt, startedAt: entry.startedAt ?? now, at: now)
                else { continue }
                if !report.message.isEmpty {
                    note(ServiceNote(.warning, "\(name) says of \(report.job):\(report.offset): \(report.message)"))
                }
                facts.append(Self.corrected(fact, entry, planner.job(task.job)))
            }
            state.outboxes[name] = outbox
            return facts
        }
    }

    /// The executor says that it failed, and not why.
    private static func corrected(_ fact: Fact, _ entry: QCGOutbox.Entry, _ job: Job) -> Fact {
        guard case .attemptEnded(var end) = fact, case .exited = end.outcome else { return fact }
        if let ending = entry.ending {
            end.outcome = ending
        } else if let limit = job.request.wallTime, let startedAt = end.startedAt, end.endedAt - startedAt >= limit {
            end.outcome = .wallTimeExceeded
        }
        return .attemptEnded(end)
    }
}

extension QCGExecutors.State {
    fileprivate mutating func hear(_ name: String, _ planner: Planner, at now: Instant) -> [Fact]? {
        guard let outbox = outboxes[name] else { return nil }
        outboxes[name]?.heardAt = now
        outboxes[name]?.silentSince = nil
        guard !outbox.nodes.isEmpty else { return join(name, planner, at: now) }
        return outbox.nodes.filter { planner.isSilent($0) }.map { .nodeHeard($0, at: now) }
    }

    /// Its nodes are there from now on, under new numbers.
    fileprivate mutating func join(_ name: String, _ planner: Planner, at now: Instant) -> [Fact] {
        guard let outbox = outboxes[name] else { return [] }
        return outbox.executor.nodes.enumerated().map { position, offered in
            var node = offered
            node.identifier = NodeIdentifier(planner.nodeCount + position)
            node.executor = outbox.identity
            node.allocation = outbox.executor.allocation
            // Which cores a task gets there is the executor's own affair.
            node.isBindable = false
            outboxes[name]?.nodes.append(node.identifier)
            nameOfNode[node.identifier] = name
            return .nodeJoined(node, at: now)
        }
    }

    /// Those that were lost longest ago, when there are too many.
    fileprivate mutating func forgetLost() {
        let lost = outboxes.filter { $0.value.nodes.isEmpty }
        guard lost.count > QCGExecutors.lostLimit else { return }
        let order = lost.sorted { ($0.value.heardAt, $0.key) < ($1.value.heardAt, $1.key) }
        for (name, _) in order.prefix(lost.count - QCGExecutors.lostLimit) { outboxes[name] = nil }
    }
}
