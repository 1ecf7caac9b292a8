import Model

/// When what runs should end, kept from plan to plan where the policy asks for it.
extension Planner {
    var expectsEnds: Bool {
        switch configuration.policy.overtaking {
        case .none, .whoeverFits: false
        case .easy, .conservative: true
        }
    }

    /// Remembers the chains that a fact is about to change.
    mutating func followChains(before fact: Fact) {
        guard expectsEnds else { return }
        switch fact {
        case .attemptEnded(let end):
            follow(end.attempt)
            if let slot = state.motion[end.attempt.number]?.chain { followLike(slot, after: end) }
        case .attemptStarted(let attempt, _), .adjustmentDecided(let attempt, _, _),
            .attemptAdjusted(let attempt, _, _), .adjustmentFailed(let attempt, _, _, _):
            follow(attempt)
        case .attemptsTakenBack(let first, let count, _):
            for number in first.number..<first.number + max(count, 0) { follow(AttemptIdentifier(number)) }
        default: break
        }
    }

    /// Remembers the chain that a hand-over began, or made longer.
    mutating func followChain(after fact: Fact) {
        guard expectsEnds, case .attemptsHandedOver(let handOver) = fact else { return }
        follow(handOver.firstAttempt)
    }

    mutating func followAllChains() {
        for slot in state.chains.indices { scratch.changedChains.insert(slot) }
    }

    private mutating func follow(_ attempt: AttemptIdentifier) {
        if let slot = state.motion[attempt.number]?.chain { scratch.changedChains.insert(slot) }
    }

    /// What nobody said how long it takes is expected to take as long as its like: those are looked at anew each time
    /// twice as many have ended.
    private mutating func followLike(_ slot: Int, after end: AttemptEnd) {
        guard end.startedAt != nil, let index = state.chains[slot]?.requestClass,
            let job = state.motion[end.attempt.number]?.task.job
        else { return }
        guard !state.isForeseen(index) else { return }
        let isAlone = state.jobs[job.number].indices.count == 1
        let measured = isAlone ? state.classes[index].measured : state.jobs[job.number].measured
        let count = measured.count + 1
        guard count & (count - 1) == 0 else { return }
        for slot in state.chains.indices where state.chains[slot]?.requestClass == index {
            scratch.changedChains.insert(slot)
        }
    }

    /// Brings the expected ends up to now: those of chains that changed, and of those that should have ended.
    mutating func expectEnds(at now: Instant) {
        while let slot = scratch.changedChains.first {
            scratch.changedChains.remove(slot)
            expectEnd(of: slot, at: now)
        }
        for slot in scratch.ends.overdue(at: now) { expectEnd(of: slot, at: now) }
    }

    private mutating func expectEnd(of slot: Int, at now: Instant) {
        guard let chain = state.chains[slot] else { return scratch.ends.forget(slot) }
        scratch.ends.expect(slot, on: chain.placement, at: expectedEnd(of: chain, at: now))
    }

    /// When a chain should have given its cores back: each time it is found to run longer, twice as long is expected.
    func expectedEnd(of chain: Chain, at now: Instant) -> Instant {
        guard let first = chain.first, let motion = state.motion[first.number] else { return now }
        let expected = max(estimate(of: chain.requestClass, first: motion.task), .milliseconds(1))
        let rested = motion.pausedFor + (motion.pausedAt.map { now - $0 } ?? .zero)
        let start = (motion.startedAt ?? chain.progressedAt) + rested
        var own = expected
        while start + own <= now { own += own }
        let (behind, isTooLong) = expected.nanoseconds.multipliedReportingOverflow(by: Int64(chain.count - 1))
        return start + own + Duration(nanoseconds: isTooLong ? Self.longestBehind : min(behind, Self.longestBehind))
    }

    // A hundred years, as long as a wall time may be: with it and the present, a sum stays within 64 bits.
    private static let longestBehind = Duration.seconds(36_500 * 86_400).nanoseconds
}
