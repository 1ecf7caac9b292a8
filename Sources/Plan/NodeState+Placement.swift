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
        // Parts of cores and of devices fit wherever so much is there, when nobody else is.
        request.cores.lowerBound <= Cores(node.cores.count) && request.memory <= node.memory
            && request.gpus <= Amount(node.gpus.count)
            && request.named.allSatisfy { asked in
                node.named.contains { $0.name == asked.name && $0.amount >= asked.amount }
            }
    }

    /// The same, were it empty but for what others keep busy now.
    ///
    /// - Parameter least: as wide as it must be.
    func couldHoldBesideOthers(_ request: Request, least: Cores) -> Bool {
        couldHold(request) && (request.takesWholeNode ? keptByOthers.isEmpty : least <= coresBesideOthers)
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

    private func wholeShares(_ count: Int) -> [Placement.CoreShare]? {
        count <= wholeCores ? whole.chosen(count, domains: node.domains) : nil
    }

    /// Whole cores and a part of one more: of one already shared if it has enough left, the tightest first, in a domain
    /// of the whole ones if there is such a core.
    private func fractionalShares(_ cores: Cores) -> [Placement.CoreShare]? {
        guard cores.whole <= wholeCores else { return nil }
        // A domain that has no shared core with enough left must have a whole one more.
        var shares = whole.chosen(cores.whole, domains: node.domains) { span in
            cores.fraction == 0 || span.contains { freeOfCore[$0] < 1000 && holds(cores.fraction, $0) } ? 0 : 1
        }
        guard cores.fraction > 0 else { return shares }
        let taken = Set(shares.map(\.position))
        let near = CoreSet.spans(of: node.domains).filter { span in taken.contains { span.contains($0) } }
        let candidates = freeOfCore.indices.filter { holds(cores.fraction, $0) && !taken.contains($0) }
        let closest = candidates.filter { candidate in near.contains { $0.contains(candidate) } }
        let tightest = (closest.isEmpty ? candidates : closest).min { (freeOfCore[$0], $0) < (freeOfCore[$1], $1) }
        guard let tightest else { return nil }
        shares.append(Placement.CoreShare(position: tightest, share: Cores(thousandths: cores.fraction)))
        return shares.sorted { $0.position < $1.position }
    }

    private func holds(_ fraction: Int64, _ core: Int) -> Bool { freeOfCore[core] >= fraction }

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
