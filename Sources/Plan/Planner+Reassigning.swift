import Model

/// Malleable attempts grow and shrink as capacity comes and goes, by the policy's rule of width.
///
/// What one should have depends on who is there and how much there is, not on what it has now: a plan right after a
/// plan finds everybody as they should be, or asked to become so, and changes nothing.
extension Planner {
    mutating func reassign(_ decision: inout Decision, at now: Instant) {
        guard !state.malleable.isEmpty else { return }
        let targets = configuration.policy.width == .proportional ? deal(at: now)?.running ?? [] : askedWidths()
        for (slot, width) in targets where isAdjustable(slot) {
            guard let chain = state.chains[slot], let attempt = chain.first else { continue }
            let part = chain.placement.parts[0]
            // What others make room for stays for whom they make it.
            let free = min(state.nodes[part.node].wholeCores, scratch.room?.coresLeft(on: part.node) ?? Int.max)
            let reachable = min(width, part.width.whole + free)
            guard reachable != part.width.whole, reachable > 0 else { continue }
            let placement =
                reachable < part.width.whole
                ? chain.placement.narrowed(to: reachable, on: state.nodes[part.node])
                : chain.placement.widened(to: reachable, on: state.nodes[part.node])
            if reachable > part.width.whole { scratch.room?.give(placement.beyond(chain.placement)) }
            let number = (state.motion[attempt.number]?.adjustments ?? 0) + 1
            let adjustment = Adjustment(number: number, placement: placement, isPaused: false)
            record(.adjustmentDecided(attempt, adjustment, at: now), in: &decision)
            decision.orders.append(.adjust(attempt, adjustment))
        }
    }

    /// Strict, or whatever is there: what nobody who waits could use goes to the oldest first, up to what each asked;
    /// who has more than it asks for now gives it back.
    private func askedWidths() -> [(slot: Int, width: Int)] {
        var wanted: [Int: Bool] = [:]
        return elasticSlots.compactMap { slot in
            guard let chain = state.chains[slot], let request = request(ofFirstIn: chain) else { return nil }
            let part = chain.placement.parts[0]
            let asked = max(request.asked.whole, request.cores.lowerBound.touched)
            guard asked > part.width.whole else { return (slot, asked) }
            let node = part.node.number
            let isWanted = wanted[node] ?? isWanted(node)
            wanted[node] = isWanted
            return isWanted ? nil : (slot, asked)
        }
    }

    /// Whether somebody waits who could use a node's cores: now, or when more of them are free.
    private func isWanted(_ number: Int) -> Bool {
        let node = state.nodes[number]
        if node.chains.contains(where: isPaused) { return true }
        guard node.takesWork else { return false }
        var size = node.size
        // For what others keep busy nobody knows how long one would wait.
        size.cores = node.coresBesideOthers.thousandths
        return state.waiting.first { $0.fit(into: size) } != nil
    }

    private func isPaused(_ slot: Int) -> Bool {
        guard let attempt = state.chains[slot]?.first, let motion = state.motion[attempt.number] else { return false }
        return motion.pending?.adjustment.isPaused ?? (motion.pausedAt != nil)
    }

    /// Those whose width may change, the oldest first.
    var elasticSlots: [Int] {
        let slots = state.malleable.members.filter(isElastic)
        let attempts = slots.compactMap { slot in state.chains[slot]?.first.map { ($0, slot) } }
        return attempts.sorted { $0 < $1 }.map(\.1)
    }

    /// Whether a chain's width may change, now or once it has begun and answered.
    func isElastic(_ slot: Int) -> Bool {
        guard let chain = state.chains[slot], chain.count == 1, let attempt = chain.first,
            let motion = state.motion[attempt.number], !motion.isRigid, !isPaused(slot),
            state.nodes[chain.placement.parts[0].node].takesWork,
            chain.placement.parts[0].cores.allSatisfy({ $0.share == .one })
        else { return false }
        let job = state.jobs[motion.task.job.number]
        return !job.isFrozen && !job.cancelling.contains(motion.task.iteration)
    }

    private func isAdjustable(_ slot: Int) -> Bool {
        guard isElastic(slot), let attempt = state.chains[slot]?.first, let motion = state.motion[attempt.number]
        else { return false }
        return motion.startedAt != nil && motion.pending == nil
    }

    /// What the job of a chain's first member asks for by now.
    func request(ofFirstIn chain: Chain) -> Request? {
        guard let attempt = chain.first, let task = state.motion[attempt.number]?.task else { return nil }
        return state.jobs[task.job.number].job.request
    }
}
