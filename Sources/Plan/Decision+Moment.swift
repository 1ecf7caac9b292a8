package import Model

extension Decision {
    /// What is recorded of it, with the moment of the plan where nothing that was decided tells it.
    ///
    /// So whoever plans again from the record plans when the planner did.
    ///
    /// Where nothing came and nothing is to be done, there is nothing to record.
    package func record(at now: Instant) -> [Fact] {
        let isTold = record.isEmpty && orders.isEmpty || record.contains { $0.decidedAt == now }
        return isTold ? record : record + [.planned(at: now)]
    }
}

extension Fact {
    /// The moment of the plan that decided it; none for what a planner is told.
    package var decidedAt: Instant? {
        switch self {
        case .attemptsHandedOver(let handOver): handOver.at
        case .taskFailed(_, let at), .tasksSkipped(_, _, let at), .tasksReleased(_, let at),
            .adjustmentDecided(_, _, let at):
            at
        case .attemptEnded(let end) where end.outcome == .lost: end.endedAt
        default: nil
        }
    }
}
