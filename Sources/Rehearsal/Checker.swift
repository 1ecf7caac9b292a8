import Model
import Plan

/// Watches every recorded fact for what must always be true.
struct Checker {
    private(set) var findings: [String] = []
    private var jobs: [Job] = []
    private var nodes: [Node] = []
    private var tasks: [AttemptIdentifier: TaskIdentifier] = [:]
    private var ended: Set<AttemptIdentifier> = []
    private var succeeded: Set<TaskIdentifier> = []

    // 20: more tell nothing new.
    mutating func report(_ finding: String) { if findings.count < 20 { findings.append(finding) } }

    mutating func take(_ fact: Fact) {
        switch fact {
        case .jobsSubmitted(_, let batch, _, _): jobs += batch
        case .nodeJoined(let node, _): nodes.append(node)
        case .attemptsHandedOver(let handOver): take(handOver)
        case .attemptEnded(let end): take(end)
        case .attemptsTakenBack(let first, let count, _):
            for number in first.number..<first.number + count { tasks[AttemptIdentifier(number)] = nil }
        default: break
        }
    }

    private mutating func take(_ handOver: HandOver) {
        for (offset, task) in handOver.tasks.flatMap({ range in
            range.iterations.map { TaskIdentifier(job: range.job, iteration: $0) }
        }).enumerated() {
            let attempt = AttemptIdentifier(handOver.firstAttempt.number + offset)
            if ended.contains(attempt) || tasks[attempt] != nil { report("attempt \(attempt.number) began twice") }
            if succeeded.contains(task) { report("task \(task) began again after its success") }
            for dependency in jobs[task.job.number].dependencies where !isMet(dependency, for: task) {
                report("task \(task) began before \(dependency)")
            }
            tasks[attempt] = task
        }
        for part in handOver.placement.parts {
            let positions = part.cores.map(\.position)
            if Set(positions).count != positions.count { report("a placement names a core twice: \(part)") }
            if positions.contains(where: { $0 >= nodes[part.node.number].cores.count }) {
                report("a placement names a core that is not there: \(part)")
            }
        }
    }

    private func isMet(_ dependency: Dependency, for task: TaskIdentifier) -> Bool {
        guard dependency.condition == .success,
            let other = jobs.firstIndex(where: { $0.name == dependency.job })
        else { return true }
        let identifier = JobIdentifier(other)
        switch dependency.scope {
        case .job:
            return jobs[other].iterations.indices.allSatisfy {
                succeeded.contains(TaskIdentifier(job: identifier, iteration: $0))
            }
        case .iteration(let iteration):
            return succeeded.contains(TaskIdentifier(job: identifier, iteration: iteration))
        case .sameIteration:
            return succeeded.contains(TaskIdentifier(job: identifier, iteration: task.iteration))
        }
    }

    private mutating func take(_ end: AttemptEnd) {
        guard let task = tasks.removeValue(forKey: end.attempt) else {
            return report("attempt \(end.attempt.number) ended without having begun, or twice")
        }
        if !ended.insert(end.attempt).inserted { report("attempt \(end.attempt.number) ended twice") }
        if end.outcome == .succeeded, !succeeded.insert(task).inserted { report("task \(task) succeeded twice") }
    }

    /// The state that lived through it must be the one that the record rebuilds, with nothing given twice.
    mutating func compare(_ planner: Planner, with replica: Planner) {
        if !planner.hasSameState(as: replica) { report("the record does not rebuild the state") }
        for finding in planner.capacityFindings() { report(finding) }
    }
}
