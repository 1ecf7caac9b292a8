import Model

/// Another width on the same node, with the same memory, GPUs and named amounts.
extension Placement {
    /// On the first of its whole cores.
    func narrowed(to width: Int) -> Placement {
        var placement = self
        placement.parts[0].cores = Array(parts[0].cores.filter { $0.share == .one }.prefix(width))
        return placement
    }

    /// The cores that it has and another on the same node does not.
    func beyond(_ other: Placement) -> Placement {
        let others = Set(other.parts[0].cores.map(\.position))
        let cores = parts[0].cores.filter { !others.contains($0.position) }
        return Placement(parts: [Part(node: parts[0].node, cores: cores)])
    }

    /// On its own cores and free ones, the next neighbours first: above it, then below.
    func widened(to width: Int, on node: NodeState) -> Placement {
        var cores = parts[0].cores
        let own = Set(cores.map(\.position))
        let last = own.max() ?? -1
        let free = node.freeOfCore.indices.filter { node.freeOfCore[$0] == 1000 && !own.contains($0) }
        let nearest = free.filter { $0 > last } + free.filter { $0 < last }.reversed()
        cores += nearest.prefix(width - cores.count).map { CoreShare(position: $0) }
        var placement = self
        placement.parts[0].cores = cores.sorted { $0.position < $1.position }
        return placement
    }
}
