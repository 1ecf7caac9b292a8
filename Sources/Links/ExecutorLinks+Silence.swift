package import Model
package import Plan
internal import Wire

/// What executors do not say.
extension ExecutorLinks {
    /// Looks for executors that ended or fell silent, and says a word to those that were left alone.
    package mutating func look(_ planner: Planner, at now: Instant) -> [Fact] {
        if let lookedAt, now - lookedAt < Self.aliveEvery { return [] }
        lookedAt = now
        var facts: [Fact] = []
        for executor in links.keys.sorted() {
            guard var link = links[executor], !link.isLeaving else { continue }
            if link.isAlive?() == false {
                forget(executor)
                facts.append(.nodeLost(link.node, at: now))
                continue
            }
            if link.stage != .silent, now - link.heardAt > Self.silenceLimit {
                link.stage = .silent
                silentSince[link.node] = now
                if !planner.isSilent(link.node) { facts.append(.nodeSilent(link.node, at: now)) }
            } else if link.stage != .silent, now - link.spokenAt >= Self.aliveEvery {
                link.spokenAt = now
                outgoing.append(Message(peer: link.peer, bytes: ServiceMessage.alive.packed()))
            }
            links[executor] = link
        }
        for (node, since) in silentSince.sorted(by: { $0.key < $1.key })
        where now - since > Self.emptyNodeLimit && planner.attempts(on: node).isEmpty {
            if let executor = executorOfNode[node] { forget(executor) }
            silentSince[node] = nil
            awaited = awaited.filter { $0.value != node }
            facts.append(.nodeLost(node, at: now))
        }
        return facts
    }
}
