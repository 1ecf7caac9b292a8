import Model

/// Where shares are fair, who has used less comes first.
extension Planner {
    /// Puts all that wait where they belong by what those whose they are have used by now.
    ///
    /// - Cost: O(waiting classes × log of them), where shares are fair; else none.
    mutating func rankByShares(at now: Instant) {
        guard state.fairShares.halfLife != nil else { return }
        for index in state.waiting.members { rankByShare(index, at: now) }
    }

    /// The same of a class that was given something, and of those that use the same share.
    mutating func rankByShares(withThoseOf requestClass: Int, at now: Instant) {
        guard let share = state.classes[requestClass].share else { return }
        for index in state.waiting.members where state.classes[index].share == share { rankByShare(index, at: now) }
    }

    private mutating func rankByShare(_ index: Int, at now: Instant) {
        guard let share = state.classes[index].share, var rank = state.rank(of: index) else { return }
        rank.used = state.fairShares.figure(of: share, at: now)
        state.findPlace(of: index, rank: rank)
    }
}
