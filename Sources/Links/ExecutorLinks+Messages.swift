package import Model
package import Plan
internal import Wire

/// What executors say.
extension ExecutorLinks {
    /// Takes one message; the facts are for the planner, in this order.
    package mutating func take(_ bytes: [UInt8], from peer: Peer, _ planner: Planner, at now: Instant) -> [Fact] {
        let message: ExecutorMessage
        do throws(MessageProblem) { message = try ExecutorMessage(unpacking: bytes) } catch {
            outgoing.append(Message(peer: peer, bytes: refusal("\(error)")))
            return []
        }
        switch message {
        case .hello(let hello): return greet(hello, from: peer, planner, at: now)
        case .ended(let executor): return lose(executor, planner, at: now)
        default: break
        }
        guard let executor = executorOfPeer[peer], var link = links[executor] else {
            outgoing.append(Message(peer: peer, bytes: ServiceMessage.introduce.packed()))
            return []
        }
        guard !link.isLeaving else { return [] }
        link.heardAt = now
        if link.stage == .silent {
            // Heard again through the same connection: what was said meanwhile may be lost, so it begins anew.
            links[executor] = link
            outgoing.append(Message(peer: peer, bytes: ServiceMessage.introduce.packed()))
            return []
        }
        defer { if links[executor] != nil { links[executor] = link } }
        switch message {
        case .ready(let number) where number == link.hello.greeting && link.stage == .greeted:
            // Given up between the welcome and now: it has to hear of that before its cores count as free.
            guard link.held.isSubset(of: planner.attempts(on: link.node)) else {
                outgoing.append(Message(peer: peer, bytes: ServiceMessage.introduce.packed()))
                return []
            }
            link.held.removeAll()
            link.stage = .ready
            newlyReady.append(executor)
            outputNews.append(.came(link.hello))
            silentSince[link.node] = nil
            return planner.isSilent(link.node) ? [.nodeHeard(link.node, at: now)] : []
        case .facts(let batch):
            guard let new = link.inbox.take(batch) else {
                outgoing.append(Message(peer: peer, bytes: ServiceMessage.introduce.packed()))
                return []
            }
            for fact in new {
                link.settle(fact)
                if case .attemptEnded(let end) = fact, end.output != .silent {
                    outputNews.append(.ended(end, executor: executor))
                }
            }
            return new.compactMap { known($0, planner) }
        case .drainRequested(let isWanted):
            return planner.isDraining(link.node) == isWanted
                ? [] : [isWanted ? .nodeDraining(link.node, at: now) : .nodeAvailable(link.node, at: now)]
        case .leaving:
            forget(executor)
            return [.nodeLost(link.node, at: now)]
        case .output(let piece):
            pieces.append(piece)
            return []
        case .leaveRequested: return leave(&link, planner, at: now)
        case .coresKept(let positions): return planner.news(ofCoresKept: positions, on: link.node, at: now)
        case .ready, .alive, .hello, .ended: return []
        }
    }

    /// Attempts that other executors speak for may take part of its node, and would be lost with it.
    private mutating func leave(_ link: inout ExecutorLink<Peer>, _ planner: Planner, at now: Instant) -> [Fact] {
        guard link.stage == .ready else { return [] }
        guard planner.attempts(on: link.node).isEmpty else {
            outgoing.append(Message(peer: link.peer, bytes: ServiceMessage.leave(false).packed()))
            return []
        }
        link.isLeaving = true
        return [.nodeLost(link.node, at: now)]
    }

    /// What was taken back, from the first attempt on that was not given up: a range is refused for its first.
    private func known(_ fact: Fact, _ planner: Planner) -> Fact? {
        guard case .attemptsTakenBack(let first, let count, let at) = fact else { return fact }
        let numbers = first.number..<first.number + count
        guard let start = numbers.first(where: { planner.task(of: AttemptIdentifier($0)) != nil }) else { return nil }
        return .attemptsTakenBack(first: AttemptIdentifier(start), count: numbers.upperBound - start, at: at)
    }

    private func refusal(_ reason: String) -> [UInt8] {
        ServiceMessage.refused(by: greeting.speaker, reason).packed()
    }

    private mutating func greet(_ hello: Hello, from peer: Peer, _ planner: Planner, at now: Instant) -> [Fact] {
        guard hello.token == 0 || hello.token == greeting.token || hello.held.isEmpty else {
            let reason = "it holds attempts of another service's run; it is welcome when they have ended"
            outgoing.append(Message(peer: peer, bytes: refusal(reason)))
            return []
        }
        var facts: [Fact] = []
        var inbox = Inbox(after: hello.firstUnacknowledged - 1)
        let node: NodeIdentifier
        if let known = links[hello.executor] {
            // Late or doubled: it said another one since, or was welcomed for this one.
            guard hello.greeting > known.hello.greeting else { return [] }
            executorOfPeer[known.peer] = nil
            // What it says was acknowledged is durable, also where an older hello that came late did not know so yet.
            if inbox.taken < known.inbox.taken { inbox = known.inbox }
            node = known.node
        } else if let recorded = awaited.removeValue(forKey: hello.executor) {
            node = recorded
        } else {
            node = NodeIdentifier(planner.nodeCount + joining)
            joining += 1
            var offered = hello.node
            offered.identifier = node
            offered.executor = hello.executor
            facts.append(.nodeJoined(offered, at: now))
        }
        // With the node itself, before anything is given of it.
        facts += planner.news(ofCoresKept: hello.coresKept, on: node, at: now)
        var link = ExecutorLink(
            hello: hello, node: node, peer: peer, heardAt: now, spokenAt: now, stage: .greeted, inbox: inbox,
            acknowledged: inbox.taken, isAlive: lifeSign(hello))
        link.pending = links[hello.executor]?.pending ?? [:]
        link.isDraining = planner.isDraining(node)
        links[hello.executor] = link
        executorOfPeer[peer] = hello.executor
        executorOfNode[node] = hello.executor
        welcomes.append((hello.executor, peer))
        return facts
    }

    private mutating func lose(_ executor: UInt64, _ planner: Planner, at now: Instant) -> [Fact] {
        guard let node = links[executor]?.node ?? awaited.removeValue(forKey: executor) else { return [] }
        guard links[executor]?.isLeaving != true else { return [] }
        forget(executor)
        silentSince[node] = nil
        return [.nodeLost(node, at: now)]
    }

    mutating func forget(_ executor: UInt64) {
        guard let link = links.removeValue(forKey: executor) else { return }
        outputNews.append(.went(executor))
        executorOfPeer[link.peer] = nil
        executorOfNode[link.node] = nil
        silentSince[link.node] = nil
    }
}
