internal import Model
internal import Plan

/// Which tasks of some jobs end with which fact, by the planner that a record rebuilds.
struct EndedTasks {
    private let jobs: Set<JobIdentifier>
    private var planner = Planner()

    init(of jobs: Set<JobIdentifier>) { self.jobs = jobs }

    /// Takes the next fact of the record.
    mutating func take(_ fact: Fact) -> [(TaskIdentifier, TaskState)] {
        guard !jobs.isEmpty else { return [] }
        let open = tasks(of: fact).filter { jobs.contains($0.job) && planner.state(of: $0)?.isFinal == false }
        planner.apply(fact)
        return open.compactMap { task in
            guard let state = planner.state(of: task), state.isFinal else { return nil }
            return (task, state)
        }
    }

    /// Those that may end with it.
    private func tasks(of fact: Fact) -> [TaskIdentifier] {
        switch fact {
        case .attemptEnded(let end): [planner.task(of: end.attempt)].compactMap(\.self)
        case .attemptsTakenBack(let first, let count, _):
            (first.number..<first.number + max(count, 0)).compactMap { planner.task(of: AttemptIdentifier($0)) }
        case .taskFailed(let task, _): [task]
        case .tasksSkipped(let range, _, _), .tasksCancelled(let range, _), .tasksSettled(let range, _):
            jobs.contains(range.job)
                ? range.iterations.map { TaskIdentifier(job: range.job, iteration: $0) } : []
        default: []
        }
    }
}
