import Model

extension Planner {
    /// Asks what runs of frozen jobs to pause.
    ///
    /// What stands behind it in its chain is asked back first, lest it wait for as long.
    mutating func pauseFrozen(_ decision: inout Decision, at now: Instant) {
        for number in state.frozen.members {
            let moving = state.jobs[number].moving
            for attempt in moving.numbers.compactMap({ moving[$0] }) {
                guard let motion = state.motion[attempt.number], motion.startedAt != nil, motion.pending == nil,
                    motion.pausedAt == nil, !motion.isRigid, let chain = state.chains[motion.chain],
                    chain.first == attempt
                else { continue }
                if chain.count > 1 {
                    if let order = recall(motion.chain) { decision.orders.append(order) }
                } else {
                    adjust(attempt, to: chain.placement.withoutCores, &decision, at: now)
                }
            }
        }
    }
}
