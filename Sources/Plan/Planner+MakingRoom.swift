import Model

/// Who runs makes room for who comes before it, or whose turn it is.
extension Planner {
    /// Whether anybody may be paused, or is.
    var mayYield: Bool { yields || !state.paused.isEmpty }

    private var yields: Bool {
        if case .roundRobin = configuration.policy.order { return true }
        return configuration.policy.preemption != .none
    }

    /// Asks as many as are needed to pause, so that one that does not fit will; none, if that would not be enough.
    ///
    /// What comes free by what was asked before counts, so that nobody is asked twice for the same.
    /// - Returns: what is left to others beside it; none when no room can be made.
    /// - Cost: O(running chains × log of them), and a search for a place with each that is added.
    mutating func makeRoom(for next: Candidate, _ decision: inout Decision, at now: Instant) -> Reservation? {
        guard yields, !isFull else { return nil }
        var nodes = state.nodes
        for number in state.adjusting.members {
            // Who is not heard may never answer.
            guard let motion = state.motion[number], let pending = motion.pending,
                let chain = state.chains[motion.chain],
                chain.placement.parts.first.map({ state.nodes[$0.node].isHeard }) ?? false
            else { continue }
            nodes.takeBack(chain.placement, from: motion.chain)
            nodes.give(pending.adjustment.placement, to: motion.chain)
        }
        if !state.adjusting.isEmpty, let placement = placement(of: next, on: nodes, at: now) {
            return room(for: placement, on: nodes)
        }
        let candidates = candidatesToYield(to: next, at: now)
        var chosen: [Yielding] = []
        for candidate in candidates {
            candidate.leave(&nodes)
            chosen.append(candidate)
            guard placement(of: next, on: nodes, at: now) != nil else { continue }
            if let until = candidate.servedUntil, until > now {
                scratch.turnEndsAt = min(until, scratch.turnEndsAt ?? until)
                return nil
            }
            let needed = needed(of: chosen, for: next, &nodes, at: now)
            pause(needed, for: next.rank.task, &decision, at: now)
            return placement(of: next, on: nodes, at: now).map { room(for: $0, on: nodes) }
        }
        return nil
    }

    private func placement(of next: Candidate, on nodes: NodeTable, at now: Instant) -> Placement? {
        if let attempt = next.paused { return placementToGoOn(attempt, on: nodes)?.coresAlone }
        return placement(for: next.rank.task, of: next.requestClass, on: nodes, at: now)
    }

    private func room(for placement: Placement, on nodes: NodeTable) -> Reservation {
        var nodes = nodes
        nodes.give(placement, to: Reservation.nobody)
        return Reservation(at: Reservation.never, left: placement.parts.map { nodes[$0.node] })
    }

    /// Those without whom there is not enough; who was chosen last is looked at first.
    private func needed(
        of chosen: [Yielding], for next: Candidate, _ nodes: inout NodeTable, at now: Instant
    ) -> [Yielding] {
        var needed = chosen
        for position in chosen.indices.dropLast().reversed() {
            chosen[position].comeBack(&nodes)
            if placement(of: next, on: nodes, at: now) != nil {
                needed.remove(at: position)
            } else {
                chosen[position].leave(&nodes)
            }
        }
        return needed
    }

    // 1 ms: shorter turns would do nothing but change.
    private static let shortestTurn = Duration.milliseconds(1)

    /// What was handed ahead behind them is asked back first, and nobody pauses before that is answered.
    private mutating func pause(
        _ yielding: [Yielding], for task: TaskIdentifier, _ decision: inout Decision, at now: Instant
    ) {
        let chained = yielding.filter { (state.chains[$0.slot]?.count ?? 0) > 1 }
        guard chained.isEmpty else {
            decision.orders += chained.compactMap { recall($0.slot) }
            return
        }
        for one in yielding {
            adjust(one.attempt, to: one.placement.withoutCores, madeRoomFor: task, &decision, at: now)
        }
    }

    /// Who may be paused for it, the first to be paused first.
    private func candidatesToYield(to next: Candidate, at now: Instant) -> [Yielding] {
        var result: [Yielding] = []
        for (slot, chain) in state.chains.enumerated() {
            guard let chain, let attempt = chain.first, let motion = state.motion[attempt.number],
                mayPause(motion, of: chain)
            else { continue }
            var one = Yielding(attempt: attempt, slot: slot, placement: chain.placement)
            if case .roundRobin(let quantum) = configuration.policy.order {
                let until = (motion.runsSince ?? chain.progressedAt) + max(quantum, Self.shortestTurn)
                // Who has not said yet that it started can't be paused; when its turn should end is known.
                guard motion.runsSince != nil || until > now else { continue }
                one.servedUntil = until
                one.key = (until.nanoseconds, 0)
            } else {
                guard motion.runsSince != nil else { continue }
                let standing = state.jobs[motion.task.job.number].standing
                guard comesBefore(next.rank.standing, standing), !motion.yieldedTo.contains(next.rank.task) else {
                    continue
                }
                one.key = (key(of: motion, in: chain, at: now), standing)
            }
            result.append(one)
        }
        return result.sorted { ($0.key.0, $0.key.1, $1.attempt) < ($1.key.0, $1.key.1, $0.attempt) }
    }

    private func mayPause(_ motion: Motion, of chain: Chain) -> Bool {
        motion.pending == nil && motion.pausedAt == nil && !motion.isRigid
            && !state.jobs[motion.task.job.number].cancelling.contains(motion.task.iteration)
            && chain.placement.parts.allSatisfy { state.nodes[$0.node].takesWork }
    }

    /// The smaller is paused first.
    private func key(of motion: Motion, in chain: Chain, at now: Instant) -> Int64 {
        switch configuration.policy.preemption {
        case .none, .pause(.mostRunTime): return -motion.runTime(at: now).nanoseconds
        case .pause(.smallestRequest):
            return state.classes[chain.requestClass].request.asked.thousandths * Int64(chain.placement.parts.count)
        }
    }

    /// Whether one comes so far before another that it may take its cores.
    ///
    /// Where priorities age, a difference of less than half a step is none: of two alike, who came a moment earlier
    /// does not pause the other.
    private func comesBefore(_ standing: Int, _ other: Int) -> Bool {
        guard case .priority(let ageing?) = configuration.policy.order else { return standing > other }
        return standing - other >= max(1, Int(ageing.nanoseconds / 2_000_000_000))
    }

    /// Whether a chain's first attempt is paused, or was asked to change.
    func isAdjusted(_ chain: Chain) -> Bool {
        guard let first = chain.first, let motion = state.motion[first.number] else { return false }
        return motion.pending != nil || motion.pausedAt != nil
    }
}

/// An attempt that may be paused for another.
private struct Yielding {
    var attempt: AttemptIdentifier
    var slot: Int
    var placement: Placement
    /// Until when its turn lasts; none: it is not served in turn.
    var servedUntil: Instant?
    /// The smaller is paused first; of equals, who began last.
    var key: (Int64, Int) = (0, 0)

    func leave(_ nodes: inout NodeTable) {
        nodes.takeBack(placement, from: slot)
        nodes.give(placement.withoutCores, to: slot)
    }

    func comeBack(_ nodes: inout NodeTable) {
        nodes.takeBack(placement.withoutCores, from: slot)
        nodes.give(placement, to: slot)
    }
}
