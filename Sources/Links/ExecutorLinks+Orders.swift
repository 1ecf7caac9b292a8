package import Model
package import Plan
internal import Wire

/// What the service says.
extension ExecutorLinks {
    package mutating func perform(_ order: Order, _ planner: Planner) {
        let attempt: AttemptIdentifier
        let node: NodeIdentifier?
        switch order {
        case .start(let handOver): (attempt, node) = (handOver.firstAttempt, handOver.placement.parts.first?.node)
        case .end(let its, _, _), .takeBack(let its, _), .adjust(let its, _):
            (attempt, node) = (its, planner.node(of: its))
        }
        guard let node, let executor = executorOfNode[node], var link = links[executor] else { return }
        switch order {
        case .end, .takeBack: link.pending[attempt] = order
        // The planner itself says again what of these is still to be done.
        case .start, .adjust: break
        }
        // Whoever is not ready yet is told everything that is still to be done once it is.
        if link.stage == .ready {
            if link.unsaid.isEmpty { withOrders.append(executor) }
            link.unsaid.append(order)
        }
        links[executor] = link
    }

    /// What was taken is durable: what waited for that is said.
    package mutating func committed(_ facts: [Fact], _ planner: Planner, at now: Instant) {
        joining = 0
        for fact in facts { follow(fact, at: now) }
        for (executor, peer) in welcomes {
            guard let link = links[executor], link.peer == peer else { continue }
            let known = Set(planner.attempts(on: link.node))
            links[executor]?.held = known.intersection(link.hello.held)
            var welcome = Welcome(
                speaker: greeting.speaker, greeting: link.hello.greeting, token: greeting.token, node: link.node,
                directory: greeting.directory, abandoned: link.hello.held.filter { !known.contains($0) },
                acknowledged: link.acknowledged, now: now, aliveEvery: Self.aliveEvery, silenceLimit: Self.silenceLimit)
            welcome.fetchingLimit = greeting.fetchingLimit
            welcome.servesInTurn = planner.servesInTurn
            outgoing.append(Message(peer: peer, bytes: ServiceMessage.welcome(welcome).packed()))
        }
        welcomes.removeAll()
        for executor in newlyReady {
            guard var link = links[executor], link.stage == .ready else { continue }
            link.unsaid.removeAll()
            let ends = link.pending.sorted { $0.key < $1.key }.map(\.value)
            say(planner.outstandingOrders(on: link.node) + ends, through: &link, planner, at: now)
            if link.isDraining { outgoing.append(Message(peer: link.peer, bytes: ServiceMessage.drain(true).packed())) }
            links[executor] = link
        }
        newlyReady.removeAll()
        for executor in withOrders {
            guard var link = links[executor], !link.unsaid.isEmpty else { continue }
            say(link.unsaid, through: &link, planner, at: now)
            link.unsaid.removeAll()
            links[executor] = link
        }
        withOrders.removeAll()
        acknowledge(at: now)
    }

    private mutating func acknowledge(at now: Instant) {
        for executor in links.keys.sorted() {
            guard let link = links[executor], link.owesAcknowledgement else { continue }
            links[executor]?.acknowledged = link.inbox.taken
            links[executor]?.spokenAt = now
            outgoing.append(Message(peer: link.peer, bytes: ServiceMessage.acknowledged(link.inbox.taken).packed()))
        }
    }

    private mutating func follow(_ fact: Fact, at now: Instant) {
        switch fact {
        case .jobChanged(let job, _, _): forgetMention(of: [job])
        case .jobsRemoved(let jobs, _): forgetMention(of: jobs)
        case .nodeDraining(let node, _): tell(node, draining: true)
        case .nodeAvailable(let node, _): tell(node, draining: false)
        case .nodeSilent(let node, _): silentSince[node] = silentSince[node] ?? now
        case .nodeLost(let node, _):
            // Whatever still speaks for it is a stranger from now on.
            if let executor = executorOfNode[node] {
                if let link = links[executor], link.isLeaving {
                    outgoing.append(Message(peer: link.peer, bytes: ServiceMessage.leave(true).packed()))
                }
                forget(executor)
            }
            awaited = awaited.filter { $0.value != node }
            silentSince[node] = nil
        default: break
        }
    }

    private mutating func forgetMention(of jobs: [JobIdentifier]) {
        for executor in links.keys { links[executor]?.mentionedJobs.subtract(jobs) }
    }

    private mutating func tell(_ node: NodeIdentifier, draining: Bool) {
        guard let executor = executorOfNode[node] else { return }
        links[executor]?.isDraining = draining
        guard let link = links[executor], link.stage == .ready else { return }
        outgoing.append(Message(peer: link.peer, bytes: ServiceMessage.drain(draining).packed()))
    }

    private mutating func say(
        _ orders: [Order], through link: inout ExecutorLink<Peer>, _ planner: Planner, at now: Instant
    ) {
        let sayable = orders.filter { order in
            guard case .adjust(let attempt, let adjustment) = order, !link.hello.speaker.wire.hasAdjustments else {
                return true
            }
            // 95: EOPNOTSUPP. Who is that old can't be asked, so its answer is given here.
            unasked.append(.adjustmentFailed(attempt, number: adjustment.number, errorNumber: 95, at: now))
            return false
        }
        var batch = OrderBatch(orders: sayable)
        for case .start(let handOver) in orders {
            for part in handOver.placement.parts where link.mentionedNodes.insert(part.node).inserted {
                if let node = planner.node(part.node) { batch.nodes.append(node) }
            }
            for tasks in handOver.tasks where link.mentionedJobs.insert(tasks.job).inserted {
                batch.jobs.append(OrderBatch.MentionedJob(identifier: tasks.job, job: planner.job(tasks.job)))
            }
        }
        guard !batch.isEmpty else { return }
        link.spokenAt = now
        for bytes in batch.packed() { outgoing.append(Message(peer: link.peer, bytes: bytes)) }
    }
}
