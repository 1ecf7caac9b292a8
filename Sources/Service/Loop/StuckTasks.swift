internal import Model
internal import Plan

/// What waits when nothing can happen any more.
struct StuckTasks {
    /// For the first task of each of the first few jobs that have not ended; what only depends on others is left out
    /// where nodes are what is missing.
    let sentences: [String]
    /// Whether they wait for nodes alone: what fitted when they were taken has gone, or goes too soon.
    let lackNodes: Bool

    // 3: enough to find the mistake.
    private static let limit = 3

    init(_ planner: Planner, at now: Instant) {
        var unfit: [String] = []
        var others: [String] = []
        var isExplained = true
        for job in (0..<planner.jobCount).map(JobIdentifier.init) {
            let tasks = planner.job(job).iterations.indices.lazy.map { TaskIdentifier(job: job, iteration: $0) }
            guard let task = tasks.first(where: { planner.state(of: $0)?.isFinal == false }) else { continue }
            let beginning = "Job \"\(planner.job(job).name)\", iteration \(task.iteration): "
            let explanation = planner.explanation(of: task, at: now)
            switch explanation {
            case .waitsForLargerNode(let asked, let largest):
                unfit.append(beginning + ExplanationWords.tooSmall(asked, largest))
            case .waitsForLongerNode(let needed, let longest):
                unfit.append(beginning + ExplanationWords.tooShort(needed, longest))
            case .waitsForDependencies: others.append("\(beginning)\(explanation).")
            default:
                others.append("\(beginning)\(explanation).")
                isExplained = false
            }
        }
        lackNodes = isExplained && !unfit.isEmpty
        sentences = Array((lackNodes ? unfit : others + unfit).prefix(Self.limit))
    }
}
