internal import Model

/// What stands before and after a gap, from which follows what was lost in it.
struct Neighbours {
    /// One beyond the last attempt handed over, and the last job submitted.
    private var nextAttempt = 0
    private var nextJob = 0
    /// Gaps for which no later hand-over, or submission, was read yet, and what was expected there.
    private var awaitingHandOver: [(damage: Int, attempt: Int)] = []
    private var awaitingSubmission: [(damage: Int, job: Int)] = []

    mutating func await(_ damage: Int) {
        awaitingHandOver.append((damage, nextAttempt))
        awaitingSubmission.append((damage, nextJob))
    }

    mutating func note(_ fact: Fact, _ damage: inout [Damage]) {
        switch fact {
        case .attemptsHandedOver(let handOver):
            let first = handOver.firstAttempt.number
            for gap in awaitingHandOver where gap.attempt < first && damage[gap.damage].losesFacts {
                damage[gap.damage].attempts = gap.attempt..<first
            }
            awaitingHandOver = []
            nextAttempt = max(nextAttempt, first + handOver.count)
        case .jobsSubmitted(let first, let jobs, _, _):
            for gap in awaitingSubmission where gap.job < first.number && damage[gap.damage].losesFacts {
                damage[gap.damage].jobs = gap.job..<first.number
            }
            awaitingSubmission = []
            nextJob = max(nextJob, first.number &+ jobs.count)
        default: break
        }
    }
}
