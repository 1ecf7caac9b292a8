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
    private var bounds = PlaceBounds()

    init(_ timelines: [Timeline]) { self.timelines = timelines }

    /// The earliest place for a task, by the first of its alternatives that has one so early; none: there never is.
    ///
    /// - Order: among places of one time the nodes with the lowest numbers, of one allocation.
    mutating func place(for asked: [Planner.Asked], among nodes: NodeTable, from now: Instant) -> Place? {
        asked.compactMap { place(for: $0, among: nodes, from: now) }.min { $0.at < $1.at }
    }

    private mutating func place(for asked: Planner.Asked, among nodes: NodeTable, from now: Instant) -> Place? {
        let kind = bounds.number(
            of: PlaceBounds.Kind(
                memory: asked.needs.memory, gpus: asked.needs.gpus, nodes: asked.request.nodes.lowerBound,
                takesWholeNode: asked.request.takesWholeNode, needed: nodes.hasEnds ? asked.needed : nil))
        let (cores, expected) = (asked.needs.cores, asked.expected)
        let begin = max(now, bounds.bound(of: kind, cores: cores, for: expected) ?? now)
        guard begin < .never else { return nil }
        let place =
            asked.request.nodes.lowerBound > 1
            ? placeOnMany(for: asked, among: nodes, from: begin) : placeOnOne(for: asked, among: nodes, from: begin)
        bounds.note(place?.at ?? .never, of: kind, cores: cores, for: expected)
        return place
    }

    private func placeOnOne(for asked: Planner.Asked, among nodes: NodeTable, from begin: Instant) -> Place? {
        var best: Chance?
        for node in timelines.indices {
            let limit = best?.at ?? .never
            guard let at = earliest(asked, on: nodes[node], from: begin, before: limit) else { continue }
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
                guard let free = earliest(asked, on: nodes[node], from: at, before: .never) else { continue }
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

    private func earliest(
        _ asked: Planner.Asked, on node: NodeState, from begin: Instant, before limit: Instant
    ) -> Instant? {
        let at = timelines[node.node.identifier.number].earliest(
            asked.needs(on: node), for: asked.expected, from: begin, before: limit)
        return at.flatMap { node.lasts(asked.needed, from: $0) ? $0 : nil }
    }

    /// Keeps a place for somebody who waits.
    mutating func keep(_ place: Place, among nodes: NodeTable) {
        for node in place.nodes {
            timelines[node].take(place.asked.needs(on: nodes[node]), from: place.at, for: place.asked.expected)
        }
    }

    /// Somebody has begun.
    mutating func give(_ placement: Placement, from now: Instant, for duration: Duration) {
        for part in placement.parts { timelines[part.node.number].take(Needs(of: part), from: now, for: duration) }
    }
}
