internal import Model
internal import Plan

/// What waits when nothing can happen any more.
enum StuckTasks {
    // 3: enough to find the mistake.
    private static let limit = 3

    /// A sentence for the first task of each of the first few jobs that have not ended.
    static func sentences(_ planner: Planner, at now: Instant) -> [String] {
        var sentences: [String] = []
        for job in (0..<planner.jobCount).map(JobIdentifier.init) where sentences.count < limit {
            let tasks = planner.job(job).iterations.indices.lazy.map { TaskIdentifier(job: job, iteration: $0) }
            guard let task = tasks.first(where: { planner.state(of: $0)?.isFinal == false }) else { continue }
            let name = planner.job(job).name
            let explanation = planner.explanation(of: task, at: now)
            sentences.append("Job \"\(name)\", iteration \(task.iteration): \(explanation).")
        }
        return sentences
    }
}
