internal import Model

/// Which attempts stand one behind another on the same cores, as a record tells it.
///
/// - Cost: grows with the attempts that have not ended.
struct OpenChains {
    private struct Member {
        var attempt: Int
        var job: Int
    }

    private var chains: [Int: [Member]] = [:]
    /// By attempt: its chain, which has the number of its first attempt.
    private var chainOf: [Int: Int] = [:]

    mutating func insert(_ handOver: HandOver) {
        let chain = handOver.after.flatMap { chainOf[$0.number] } ?? handOver.firstAttempt.number
        for (attempt, task) in handOver.attempts {
            chains[chain, default: []].append(Member(attempt: attempt.number, job: task.job.number))
            chainOf[attempt.number] = chain
        }
    }

    /// The jobs of those that stand before an attempt.
    func jobs(before attempt: Int) -> [Int] { members(with: attempt).prefix { $0.attempt != attempt }.map(\.job) }

    func job(of attempt: Int) -> Int? { members(with: attempt).first { $0.attempt == attempt }?.job }

    /// The attempt itself, when its job is wanted; else the last one before it of which that is so.
    func last(before attempt: AttemptIdentifier, where isWanted: (Int) -> Bool) -> AttemptIdentifier? {
        let members = members(with: attempt.number)
        guard let position = members.firstIndex(where: { $0.attempt == attempt.number }) else { return nil }
        return members[...position].last { isWanted($0.job) }.map { AttemptIdentifier($0.attempt) }
    }

    /// Answers its job; none for one that is not open.
    @discardableResult
    mutating func remove(_ attempt: Int) -> Int? {
        guard let chain = chainOf.removeValue(forKey: attempt),
            let position = chains[chain]?.firstIndex(where: { $0.attempt == attempt }),
            let member = chains[chain]?.remove(at: position)
        else { return nil }
        if chains[chain]?.isEmpty ?? true { chains[chain] = nil }
        return member.job
    }

    private func members(with attempt: Int) -> [Member] { chainOf[attempt].flatMap { chains[$0] } ?? [] }
}
