import Model

extension NodeState {
    /// A place for one node's share of a request, on the cores that are free now.
    ///
    /// - Parameter cores: the width asked for; what is free up to the upper bound is taken.
    /// - Cost: O(cores of the node).
    func place(_ request: Request, cores: ClosedRange<Cores>) -> Placement.Part? {
        guard takesWork, request.memory <= freeMemory else { return nil }
        guard let shares = coreShares(cores, wholeNode: request.takesWholeNode) else { return nil }
        guard let gpus = gpuShares(request.gpus), hasNamed(request.named) else { return nil }
        var part = Placement.Part(node: node.identifier, cores: shares)
        part.memory = request.memory
        part.gpus = gpus
        part.named = request.named
        return part
    }

    /// Whether the node, were it empty, could hold one node's share of a request.
    func couldHold(_ request: Request) -> Bool {
        guard Needs(of: request).fit(into: size) else { return false }
        return NodeState(node: node).place(request, cores: request.cores.lowerBound...request.cores.lowerBound) != nil
    }

    private func hasNamed(_ amounts: [NamedAmount]) -> Bool {
        amounts.allSatisfy { asked in
            guard let position = node.named.firstIndex(where: { $0.name == asked.name }) else { return false }
            return freeNamed[position] >= asked.amount.thousandths
        }
    }

    private func coreShares(_ asked: ClosedRange<Cores>, wholeNode: Bool) -> [Placement.CoreShare]? {
        if wholeNode {
            guard wholeCores == freeOfCore.count, asked.lowerBound <= freeCores else { return nil }
            return freeOfCore.indices.map { Placement.CoreShare(position: $0) }
        }
        guard asked.lowerBound <= freeCores else { return nil }
        let widest = min(asked.upperBound, Cores(wholeCores))
        if asked.lowerBound <= widest, asked.upperBound.fraction == 0 || widest < asked.upperBound {
            return wholeShares(widest.whole)
        }
        return fractionalShares(asked.upperBound) ?? fractionalShares(asked.lowerBound)
    }

    /// Whole cores, from the tightest run of neighbours that holds them all, else the first free ones.
    private func wholeShares(_ count: Int) -> [Placement.CoreShare]? {
        guard count <= wholeCores else { return nil }
        var best: Range<Int>?
        var start = 0
        for position in 0...freeOfCore.count where position == freeOfCore.count || freeOfCore[position] != 1000 {
            let run = start..<position
            if run.count >= count, run.count < best?.count ?? Int.max { best = run }
            start = position + 1
        }
        let positions =
            best.map { Array($0.prefix(count)) }
            ?? Array(freeOfCore.indices.lazy.filter { freeOfCore[$0] == 1000 }.prefix(count))
        return positions.map { Placement.CoreShare(position: $0) }
    }

    /// Whole cores and a part of one more: of one already shared if it has enough left, the tightest first.
    private func fractionalShares(_ cores: Cores) -> [Placement.CoreShare]? {
        guard var shares = wholeShares(cores.whole) else { return nil }
        guard cores.fraction > 0 else { return shares }
        let taken = Set(shares.map(\.position))
        let candidates = freeOfCore.indices.filter { freeOfCore[$0] >= cores.fraction && !taken.contains($0) }
        let tightest = candidates.min { (freeOfCore[$0], $0) < (freeOfCore[$1], $1) }
        guard let tightest else { return nil }
        shares.append(Placement.CoreShare(position: tightest, share: Cores(thousandths: cores.fraction)))
        return shares.sorted { $0.position < $1.position }
    }

    /// Whole devices first; a part of one goes to a device already shared if it has enough left.
    private func gpuShares(_ asked: Amount) -> [Placement.DeviceShare]? {
        guard asked > .zero else { return [] }
        let whole = Int(asked.thousandths / 1000)
        let fraction = asked.thousandths % 1000
        let idle = freeOfGPU.indices.filter { freeOfGPU[$0] == 1000 }
        var shares = idle.prefix(whole).map { Placement.DeviceShare(position: $0, share: Amount(1)) }
        guard shares.count == whole else { return nil }
        guard fraction > 0 else { return shares }
        let taken = Set(shares.map(\.position))
        let candidates = freeOfGPU.indices.filter { freeOfGPU[$0] >= fraction && !taken.contains($0) }
        guard let tightest = candidates.min(by: { (freeOfGPU[$0], $0) < (freeOfGPU[$1], $1) }) else { return nil }
        shares.append(Placement.DeviceShare(position: tightest, share: Amount(thousandths: fraction)))
        return shares.sorted { $0.position < $1.position }
    }
}
