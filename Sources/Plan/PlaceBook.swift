import Model

/// Who has which place in the future, on all nodes.
///
/// - Shape: a timeline for each node, less what is kept for those that were given a place.
struct PlaceBook {
    struct Place {
        var at: Instant
        var nodes: [Int]
        /// For which of its alternatives.
        var asked: Planner.Asked
    }

    private struct Chance {
        var at: Instant
        var node: Int
    }

    private(set) var timelines: [Timeline]
    /// Of each class, before when no place is left: what is kept is never given back.
    private var fullUntil: [Int: Instant] = [:]

    init(_ timelines: [Timeline]) { self.timelines = timelines }

    /// The earliest place for a task of a class, by the first of its alternatives that has one so early.
    ///
    /// - Order: among places of one time the nodes with the lowest numbers, of one allocation.
    func place(for asked: [Planner.Asked], of requestClass: Int, among nodes: NodeTable, from now: Instant) -> Place? {
        let begin = max(now, fullUntil[requestClass] ?? now)
        return asked.compactMap { one in
            one.request.nodes.lowerBound > 1
                ? placeOnMany(for: one, among: nodes, from: begin) : placeOnOne(for: one, among: nodes, from: begin)
        }.min { $0.at < $1.at }
    }

    private func placeOnOne(for asked: Planner.Asked, among nodes: NodeTable, from begin: Instant) -> Place? {
        var best: Chance?
        for node in timelines.indices {
            guard let at = earliest(asked, on: nodes[node], from: begin), at < best?.at ?? .never else { continue }
            best = Chance(at: at, node: node)
            if at == begin { break }
        }
        return best.map { Place(at: $0.at, nodes: [$0.node], asked: asked) }
    }

    private func placeOnMany(for asked: Planner.Asked, among nodes: NodeTable, from begin: Instant) -> Place? {
        var at = begin
        let count = asked.request.nodes.lowerBound
        while true {
            var groups: [(allocation: String, chances: [Chance])] = []
            for node in timelines.indices {
                guard let free = earliest(asked, on: nodes[node], from: at) else { continue }
                let allocation = nodes[node].node.allocation
                let position = groups.firstIndex { $0.allocation == allocation } ?? groups.count
                if position == groups.count { groups.append((allocation, [])) }
                groups[position].chances.append(Chance(at: free, node: node))
            }
            if let able = groups.first(where: { $0.chances.count { $0.at == at } >= count }) {
                let chosen = able.chances.filter { $0.at == at }.prefix(count).map(\.node)
                return Place(at: at, nodes: chosen, asked: asked)
            }
            // Not before so many of one allocation are free, each for itself.
            let next = groups.compactMap { group in
                group.chances.count < count ? nil : group.chances.map(\.at).sorted()[count - 1]
            }.min()
            guard let next, next > at else { return nil }
            at = next
        }
    }

    private func earliest(_ asked: Planner.Asked, on node: NodeState, from begin: Instant) -> Instant? {
        let at = timelines[node.node.identifier.number].earliest(
            asked.needs(on: node), for: asked.expected, from: begin)
        return at.flatMap { node.lasts(asked.needed, from: $0) ? $0 : nil }
    }

    /// Keeps a place for somebody who waits.
    mutating func keep(_ place: Place, of requestClass: Int, among nodes: NodeTable) {
        fullUntil[requestClass] = place.at
        for node in place.nodes {
            timelines[node].take(place.asked.needs(on: nodes[node]), from: place.at, for: place.asked.expected)
        }
    }

    /// Somebody has begun.
    mutating func give(_ placement: Placement, from now: Instant, for duration: Duration) {
        for part in placement.parts { timelines[part.node.number].take(Needs(of: part), from: now, for: duration) }
    }
}

extension Instant {
    fileprivate static let never = Instant(nanoseconds: .max)
}
