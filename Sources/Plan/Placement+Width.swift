import Model

/// Another width on the same node, with the same memory, GPUs and named amounts.
extension Placement {
    /// On the first of its whole cores; where these are in several NUMA domains, on as few of these as can be.
    func narrowed(to width: Int, on node: NodeState) -> Placement {
        var placement = self
        let whole = parts[0].cores.filter { $0.share == .one }
        if node.node.domains.isEmpty || whole.count <= width {
            placement.parts[0].cores = Array(whole.prefix(width))
        } else {
            placement.parts[0].cores = CoreSet(whole.lazy.map(\.position), of: node.freeOfCore.count)
                .chosen(width, domains: node.node.domains)
        }
        return placement
    }

    /// The cores that it has and another on the same node does not.
    func beyond(_ other: Placement) -> Placement {
        let others = Set(other.parts[0].cores.map(\.position))
        let cores = parts[0].cores.filter { !others.contains($0.position) }
        return Placement(parts: [Part(node: parts[0].node, cores: cores)])
    }

    /// On its own cores and free ones, the next neighbours first: above it, then below. Where the node has several NUMA
    /// domains, those of the domains it is in come before all others, and of these as few as can be are entered.
    func widened(to width: Int, on node: NodeState) -> Placement {
        var cores = parts[0].cores
        let own = Set(cores.map(\.position))
        let last = own.max() ?? -1
        let free = node.freeOfCore.indices.filter { node.freeOfCore[$0] == 1000 && !own.contains($0) }
        var nearest = free.filter { $0 > last } + free.filter { $0 < last }.reversed()
        let domains = node.node.domains
        var others: [CoreShare] = []
        if !domains.isEmpty {
            let entered = CoreSet.spans(of: domains).filter { span in own.contains { span.contains($0) } }
            let isNear = { (position: Int) in entered.contains { $0.contains(position) } }
            let far = CoreSet(nearest.lazy.filter { !isNear($0) }, of: node.freeOfCore.count)
            nearest.removeAll { !isNear($0) }
            let missing = width - cores.count - nearest.count
            if missing > 0 { others = far.chosen(missing, domains: domains) }
        }
        cores += nearest.prefix(width - cores.count).map { CoreShare(position: $0) } + others
        var placement = self
        placement.parts[0].cores = cores.sorted { $0.position < $1.position }
        return placement
    }
}
