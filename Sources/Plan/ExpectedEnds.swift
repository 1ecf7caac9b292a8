import Model

/// When the chains in motion should give back what they hold, node by node.
///
/// - Shape: of each node its chains' ends, the earliest first.
/// - Cost: `expect` and `forget` O(chains of the chain's nodes).
struct ExpectedEnds: Sendable {
    struct End: Sendable {
        var at: Instant
        var slot: Int
        /// What it holds of this node.
        var held: Needs

        func isBefore(_ other: End) -> Bool { at == other.at ? slot < other.slot : at < other.at }
    }

    private struct Known: Sendable {
        var at: Instant
        var nodes: [Int]
    }

    private var ofNode: [[End]] = []
    /// Of each node, the first of them.
    private var firsts: [Instant] = []
    private var known: [Known?] = []

    /// Of a node's chains, the earliest first.
    subscript(node: Int) -> [End] { node < ofNode.count ? ofNode[node] : [] }

    /// When the first of a node's chains ends; with none, never.
    func first(on node: Int) -> Instant { node < firsts.count ? firsts[node] : .never }

    /// The chains that should have ended by now.
    func overdue(at now: Instant) -> [Int] {
        var slots: [Int] = []
        for (node, first) in firsts.enumerated() where first <= now {
            for end in ofNode[node] {
                guard end.at <= now else { break }
                slots.append(end.slot)
            }
        }
        return slots
    }

    /// When so much is free on a node beside what is now, if that is before a limit.
    func earliest(_ needs: Needs, on node: Int, beside room: Needs, before limit: Instant) -> Instant? {
        guard first(on: node) < limit else { return nil }
        var room = room
        return ofNode[node].withUnsafeBufferPointer { ends in
            for position in ends.indices {
                guard ends[position].at < limit else { return nil }
                room.add(ends[position].held)
                if needs.fit(into: room) { return ends[position].at }
            }
            return nil
        }
    }

    /// From now on a chain is expected to end then, whatever was expected before.
    mutating func expect(_ slot: Int, on placement: Placement, at: Instant) {
        forget(slot)
        if slot >= known.count { known += repeatElement(nil, count: slot + 1 - known.count) }
        known[slot] = Known(at: at, nodes: placement.parts.map(\.node.number))
        for part in placement.parts {
            let node = part.node.number
            if node >= ofNode.count {
                ofNode += repeatElement([], count: node + 1 - ofNode.count)
                firsts += repeatElement(.never, count: node + 1 - firsts.count)
            }
            let end = End(at: at, slot: slot, held: Needs(of: part))
            ofNode[node].insert(end, at: position(of: end.at, slot, on: node))
            firsts[node] = min(firsts[node], at)
        }
    }

    mutating func forget(_ slot: Int) {
        guard slot < known.count, let before = known[slot] else { return }
        known[slot] = nil
        for node in before.nodes {
            ofNode[node].remove(at: position(of: before.at, slot, on: node))
            firsts[node] = ofNode[node].first?.at ?? .never
        }
    }

    private func position(of at: Instant, _ slot: Int, on node: Int) -> Int {
        ofNode[node].leading { $0.at == at ? $0.slot < slot : $0.at < at }
    }
}

extension Needs {
    /// What a part of a placement holds of its node.
    init(of part: Placement.Part) {
        self.init(
            cores: part.width.thousandths, memory: part.memory.count,
            gpus: part.gpus.reduce(0) { $0 + $1.share.thousandths }, time: 0)
    }
}
