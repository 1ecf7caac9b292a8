import Model
import Plan

/// What somebody wants of the service in a rehearsal of faults.
enum Wish: Sendable, Hashable {
    /// A batch, again and again with the same key until it is answered.
    case submit(number: Int, [Job], key: String)
    case pause(JobIdentifier)
    case freeze(JobIdentifier)
    case unpause(JobIdentifier)
    case change(JobIdentifier, JobChange)
    case cancel(TaskRange)
    case retry(JobIdentifier)
    case remove(JobIdentifier)
    case drain(NodeIdentifier)
    case undrain(NodeIdentifier)

    /// The facts that make it true; none: it is true already.
    func facts(_ planner: Planner, at now: Instant, forgetsKeys: Bool) -> [Fact] {
        switch self {
        case .submit(_, let jobs, let key):
            if !forgetsKeys, planner.jobs(submittedWith: key) != nil { return [] }
            return [.jobsSubmitted(first: JobIdentifier(planner.jobCount), jobs: jobs, key: key, at: now)]
        case .pause(let job): return [.jobsPaused([job], at: now)]
        case .freeze(let job): return [.jobsFrozen([job], at: now)]
        case .unpause(let job): return [.jobsUnpaused([job], at: now)]
        case .change(let job, let change): return [.jobChanged(job, change, at: now)]
        case .cancel(let tasks): return [.tasksCancelled(tasks, at: now)]
        case .retry(let job): return [.retryRequested(job, at: now)]
        case .remove(let job): return [.jobsRemoved([job], at: now)]
        case .drain(let node): return planner.isDraining(node) ? [] : [.nodeDraining(node, at: now)]
        case .undrain(let node): return planner.isDraining(node) ? [.nodeAvailable(node, at: now)] : []
        }
    }
}
