package import Model

/// What stands out among the attempts of a run, kept in bounded memory.
package struct Highlights: Sendable {
    /// The longest attempts, longest first.
    package private(set) var slowest: [EndedAttempt] = []
    package private(set) var failures = Failures()
    /// Time in which each core was held, by node and position.
    package private(set) var busy = BusyTimes()
    /// When the last attempt ended.
    package private(set) var lastEnd: Instant?

    // 10: what fits a screen beside the rest.
    private static let slowestLimit = 10

    package init() {}

    mutating func add(_ attempt: EndedAttempt) {
        busy.add(attempt)
        keepIfSlow(attempt)
        lastEnd = max(lastEnd ?? attempt.end.endedAt, attempt.end.endedAt)
        switch attempt.end.outcome {
        case .succeeded, .interrupted: break
        default: failures.note(attempt)
        }
    }

    /// What the planner decided about the attempts added before.
    mutating func follow(_ fact: Fact) {
        switch fact {
        case .taskFailed(let task, _): failures.fail(task)
        case .taskReturned(let task, _, _): failures.forget(task)
        case .retryRequested(let job, _): failures.forget(job)
        case .tasksRetried(let range, _): failures.forget(range)
        default: break
        }
    }

    private mutating func keepIfSlow(_ attempt: EndedAttempt) {
        let elapsed = attempt.elapsed
        guard elapsed > .zero else { return }
        if slowest.count == Self.slowestLimit, let last = slowest.last, last.elapsed >= elapsed { return }
        let position = slowest.firstIndex { $0.elapsed < elapsed } ?? slowest.count
        slowest.insert(attempt, at: position)
        if slowest.count > Self.slowestLimit { slowest.removeLast() }
    }
}
