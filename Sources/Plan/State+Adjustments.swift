import Model

/// Attempts whose place changes while they run: wider, narrower, or paused.
extension Planner.State {
    /// From the decision to the answer an attempt holds what it had and what it is given, so that no core is given
    /// twice whatever the executor has done by then.
    mutating func decideAdjustment(of attempt: AttemptIdentifier, _ adjustment: Adjustment, at: Instant) -> Bool {
        guard let moving = motion[attempt.number], let chain = chains[moving.chain],
            adjustment.placement.parts.map(\.node) == chain.placement.parts.map(\.node)
        else { return false }
        motion.update(attempt.number) {
            $0.adjustments = adjustment.number
            // Of one that was not answered yet and is replaced, all that may be in force.
            $0.pending = Motion.PendingAdjustment(adjustment: adjustment, before: chain.placement)
        }
        hold(chain.placement.joined(with: adjustment.placement), slot: moving.chain, at: at)
        return true
    }

    mutating func adjust(_ attempt: AttemptIdentifier, _ number: Int, at: Instant) -> Bool {
        guard let moving = motion[attempt.number] else { return false }
        // An answer to one that was replaced says nothing of the present one.
        guard let pending = moving.pending, pending.adjustment.number == number else { return true }
        motion.update(attempt.number) {
            $0.pending = nil
            if pending.adjustment.isPaused {
                $0.pausedAt = $0.pausedAt ?? at
            } else if let since = $0.pausedAt {
                $0.pausedFor += at - since
                $0.pausedAt = nil
            }
        }
        hold(pending.adjustment.placement, slot: moving.chain, at: at)
        return true
    }

    mutating func failAdjustment(of attempt: AttemptIdentifier, _ number: Int, at: Instant) -> Bool {
        guard let moving = motion[attempt.number] else { return false }
        guard let pending = moving.pending, pending.adjustment.number == number else { return true }
        motion.update(attempt.number) {
            $0.pending = nil
            $0.isRigid = true
        }
        hold(pending.before, slot: moving.chain, at: at)
        return true
    }

    private mutating func hold(_ placement: Placement, slot: Int, at: Instant) {
        guard let chain = chains[slot], chain.placement != placement else { return }
        use(placement.width - chain.placement.width, of: chain.requestClass, at: at)
        nodes.takeBack(chain.placement, from: slot)
        chains[slot]?.placement = placement
        nodes.give(placement, to: slot)
    }
}

extension Placement {
    /// What either has, on the nodes that both have: of each core the larger share.
    fileprivate func joined(with other: Placement) -> Placement {
        Placement(
            parts: zip(parts, other.parts).map { mine, theirs in
                var part = mine
                part.cores = Self.joined(mine.cores, theirs.cores)
                return part
            })
    }

    private static func joined(_ mine: [CoreShare], _ theirs: [CoreShare]) -> [CoreShare] {
        var shares = mine
        for share in theirs {
            if let position = shares.firstIndex(where: { $0.position == share.position }) {
                shares[position].share = max(shares[position].share, share.share)
            } else {
                shares.append(share)
            }
        }
        return shares.sorted { $0.position < $1.position }
    }
}
