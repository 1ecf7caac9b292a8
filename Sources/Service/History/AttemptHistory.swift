package import Model

/// Everything the record says about some chosen tasks: every attempt, and every change of state with its cause.
///
/// - Cost: what `History` costs, and a record for each chosen task; choose a page of them, not a million.
package struct AttemptHistory: Sendable {
    package private(set) var history = History()
    /// In the order of their iterations; those that nothing happened to yet are among them.
    package private(set) var tasks: [TaskHistory]
    private let job: String
    private let wanted: Range<Int>?
    private var chosen: TaskRange?

    // 10,000: more than anybody reads, and a few megabytes.
    package static let limit = 10_000

    /// One task's story.
    package struct TaskHistory: Sendable, Hashable {
        package var task: TaskIdentifier
        package var changes: [Change] = []
        package var attempts: [EndedAttempt] = []
    }

    package struct Change: Sendable, Hashable {
        package var at: Instant
        package var cause: Cause
    }

    package enum Cause: Sendable, Hashable {
        case submitted
        case handedOver(AttemptIdentifier)
        case started(AttemptIdentifier)
        case paused
        case unpaused(Placement)
        case resized(Placement)
        case adjustmentFailed(errorNumber: Int)
        case ended(AttemptIdentifier, Outcome)
        case takenBack(AttemptIdentifier)
        case returned(readyAt: Instant)
        case failed
        case skipped(because: TaskIdentifier)
        case cancelRequested
        case retryRequested
    }

    /// The tasks of the job with this name; of all its iterations when none are given, at most `limit` of them.
    package init(job: String, iterations: Range<Int>?) {
        self.job = job
        wanted = iterations
        tasks = []
    }

    package mutating func take(_ fact: Fact) {
        noteBefore(fact)
        var ended: [EndedAttempt] = []
        history.take(fact) { ended.append($0) }
        for attempt in ended {
            guard let index = index(of: attempt.task) else { continue }
            tasks[index].attempts.append(attempt)
            note(.ended(attempt.end.attempt, attempt.end.outcome), of: attempt.task, at: attempt.end.endedAt)
        }
        noteAfter(fact)
    }

    /// What concerns open attempts is noted while they are still open.
    private mutating func noteBefore(_ fact: Fact) {
        switch fact {
        case .attemptStarted(let attempt, let at):
            if let member = history.open.member(attempt) { note(.started(attempt), of: member.task, at: at) }
        case .attemptAdjusted(let attempt, let number, let at):
            guard let member = history.open.member(attempt), let changes = member.changes,
                let adjustment = changes.pending, adjustment.number == number
            else { return }
            let cause: Cause =
                adjustment.isPaused
                ? .paused : changes.pausedAt == nil ? .resized(adjustment.placement) : .unpaused(adjustment.placement)
            note(cause, of: member.task, at: at)
        case .adjustmentFailed(let attempt, let number, let errorNumber, let at):
            guard let member = history.open.member(attempt), member.changes?.pending?.number == number else { return }
            note(.adjustmentFailed(errorNumber: errorNumber), of: member.task, at: at)
        case .attemptsTakenBack(let first, let count, let at):
            for number in first.number..<(first.number + min(max(count, 0), 1 << 20)) {
                let attempt = AttemptIdentifier(number)
                if let member = history.open.member(attempt) { note(.takenBack(attempt), of: member.task, at: at) }
            }
        default: break
        }
    }

    private mutating func noteAfter(_ fact: Fact) {
        switch fact {
        case .jobsSubmitted(let first, let jobs, _, let at):
            for (offset, submitted) in jobs.enumerated() where submitted.name == job {
                choose(submitted, JobIdentifier(first.number + offset), at: at)
            }
        case .attemptsHandedOver(let handOver):
            var number = handOver.firstAttempt.number
            for range in handOver.tasks {
                for task in overlap(range) {
                    let attempt = AttemptIdentifier(number + task.iteration - range.iterations.lowerBound)
                    note(.handedOver(attempt), of: task, at: handOver.at)
                }
                number += range.iterations.count
            }
        case .taskReturned(let task, let readyAt, _):
            // It says no moment itself: it follows the end that it answers.
            guard let index = index(of: task), let last = tasks[index].changes.last else { return }
            note(.returned(readyAt: readyAt), of: task, at: last.at)
        case .taskFailed(let task, let at): note(.failed, of: task, at: at)
        case .tasksSkipped(let range, let because, let at):
            for task in overlap(range) { note(.skipped(because: because), of: task, at: at) }
        case .tasksCancelled(let range, let at):
            for task in overlap(range) { note(.cancelRequested, of: task, at: at) }
        case .retryRequested(let job, let at):
            guard let chosen, chosen.job == job else { return }
            for task in overlap(chosen) { note(.retryRequested, of: task, at: at) }
        case .tasksRetried(let range, let at):
            for task in overlap(range) { note(.retryRequested, of: task, at: at) }
        default: break
        }
    }

    private mutating func choose(_ submitted: Job, _ identifier: JobIdentifier, at: Instant) {
        let indices = submitted.iterations.indices
        var range = wanted?.clamped(to: indices) ?? indices
        if range.count > Self.limit { range = range.lowerBound..<(range.lowerBound + Self.limit) }
        chosen = TaskRange(job: identifier, iterations: range)
        tasks = range.map { iteration in
            TaskHistory(
                task: TaskIdentifier(job: identifier, iteration: iteration),
                changes: [Change(at: at, cause: .submitted)])
        }
    }

    private func overlap(_ range: TaskRange) -> [TaskIdentifier] {
        guard let chosen, chosen.job == range.job else { return [] }
        return range.iterations.clamped(to: chosen.iterations).map {
            TaskIdentifier(job: range.job, iteration: $0)
        }
    }

    private func index(of task: TaskIdentifier) -> Int? {
        guard let chosen, chosen.job == task.job, chosen.iterations.contains(task.iteration) else { return nil }
        return task.iteration - chosen.iterations.lowerBound
    }

    private mutating func note(_ cause: Cause, of task: TaskIdentifier, at: Instant) {
        guard let index = index(of: task) else { return }
        tasks[index].changes.append(Change(at: at, cause: cause))
    }
}
