package import Model

/// The tasks that failed, with the attempt that made them fail; how many for each cause.
///
/// - Range: the first 100 tasks and 64 causes are kept, the rest is counted.
package struct Failures: Sendable {
    package private(set) var tasks: [EndedAttempt] = []
    package private(set) var causes: [Cause] = []
    /// Failed tasks beyond those kept in `causes`.
    package private(set) var uncounted = 0
    /// Unsuccessful attempts whose task is neither failed nor ready again yet.
    private var undecided: [TaskIdentifier: EndedAttempt] = [:]

    private static let taskLimit = 100
    private static let causeLimit = 64
    // A commit decides at most a few thousand ends; more can only come from a damaged record.
    private static let undecidedLimit = 100_000

    package struct Cause: Sendable, Hashable {
        package var job: JobIdentifier
        package var outcome: Outcome
        package var count: Int

        package init(job: JobIdentifier, outcome: Outcome, count: Int) {
            self.job = job
            self.outcome = outcome
            self.count = count
        }
    }

    /// The first few tasks of each cause: the hundredth task with the same exit code tells nothing new.
    package func examples(ofEach limit: Int) -> [EndedAttempt] {
        var seen: [Cause: Int] = [:]
        return tasks.filter { attempt in
            let cause = Cause(job: attempt.task.job, outcome: attempt.end.outcome, count: 0)
            seen[cause, default: 0] += 1
            return seen[cause, default: 0] <= limit
        }
    }

    mutating func note(_ attempt: EndedAttempt) {
        guard undecided.count < Self.undecidedLimit else { return }
        undecided[attempt.task] = attempt
    }

    mutating func fail(_ task: TaskIdentifier) {
        guard let attempt = undecided.removeValue(forKey: task) else {
            uncounted += 1
            return
        }
        if tasks.count < Self.taskLimit { tasks.append(attempt) }
        if let known = causes.firstIndex(where: { $0.job == task.job && $0.outcome == attempt.end.outcome }) {
            causes[known].count += 1
        } else if causes.count < Self.causeLimit {
            causes.append(Cause(job: task.job, outcome: attempt.end.outcome, count: 1))
        } else {
            uncounted += 1
        }
    }

    mutating func forget(_ task: TaskIdentifier) { undecided[task] = nil }

    /// Those that are kept are tried anew.
    mutating func forget(_ range: TaskRange) {
        for attempt in tasks where range.contains(attempt.task) {
            let known = causes.firstIndex { $0.job == range.job && $0.outcome == attempt.end.outcome }
            if let known { causes[known].count -= 1 }
        }
        causes.removeAll { $0.count == 0 }
        tasks.removeAll { range.contains($0.task) }
    }

    /// Its failed tasks are tried anew.
    mutating func forget(_ job: JobIdentifier) {
        tasks.removeAll { $0.task.job == job }
        causes.removeAll { $0.job == job }
    }
}
