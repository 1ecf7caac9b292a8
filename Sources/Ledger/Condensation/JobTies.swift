internal import Model

/// Which removed jobs others still need, as a record tells it.
///
/// - Cost: a few numbers for each job and each dependency; nothing for tasks.
struct JobTies {
    private var names: [String: Int] = [:]
    private var removed: Set<Int> = []
    /// By job: those whose ends it asks for.
    private var asked: [Int: [Int]] = [:]
    /// By job: those that stood before an attempt of it when that was lost, which decides whether it had started.
    private var entangled: [Int: Set<Int>] = [:]
    private var batches: [Range<Int>] = []
    /// One more than the last number given.
    private(set) var count = 0

    mutating func submit(_ jobs: [Job], first: Int) {
        let batch = first..<first + jobs.count
        count = max(count, batch.upperBound)
        batches.append(batch)
        for (job, number) in zip(jobs, batch) { names[job.name] = number }
        for (job, number) in zip(jobs, batch) where !job.dependencies.isEmpty {
            asked[number] = job.dependencies.compactMap { names[$0.job] }
        }
    }

    mutating func remove(_ jobs: [JobIdentifier]) {
        for job in jobs { removed.insert(job.number) }
    }

    /// An attempt of a job was lost while attempts of others stood before it.
    mutating func entangle(_ job: Int, with others: some Sequence<Int>) {
        for other in others where other != job { entangled[job, default: []].insert(other) }
    }

    /// What becomes of the removed jobs: `stubs` are told with their ends alone, `forgotten` not at all; others stay as
    /// they are.
    func settled() -> (forgotten: Set<Int>, stubs: Set<Int>) {
        var whole = Set<Int>()
        var path = entangled.keys.filter { !removed.contains($0) }
        while let job = path.popLast() {
            for other in entangled[job] ?? [] where removed.contains(other) && whole.insert(other).inserted {
                path.append(other)
            }
        }
        let gone = removed.subtracting(whole)
        var stubs = Set<Int>()
        for (job, others) in asked where !gone.contains(job) {
            for other in others where gone.contains(other) { stubs.insert(other) }
        }
        // A batch keeps its numbers together under its key.
        for batch in batches where batch.contains(where: { !gone.contains($0) || stubs.contains($0) }) {
            for job in batch where gone.contains(job) { stubs.insert(job) }
        }
        return (gone.subtracting(stubs), stubs)
    }
}
