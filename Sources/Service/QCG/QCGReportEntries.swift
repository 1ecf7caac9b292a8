package import Dialects
package import Model

/// What QCG's reports say of a run: an entry for each task and each job, in the order they ended.
package struct QCGReportEntries: Sendable {
    package private(set) var history = History()
    /// Attempts that did not succeed, until it is known what became of their task.
    private var undecided: [TaskIdentifier: EndedAttempt] = [:]
    private var reported: Set<JobIdentifier> = []

    package init() {}

    /// Takes the next fact, and tells of what ended with it.
    package mutating func take(_ fact: Fact, _ tell: (QCGReportEntry) -> Void) {
        var ended: [EndedAttempt] = []
        history.take(fact) { ended.append($0) }
        for attempt in ended {
            if history.state(of: attempt.task)?.isFinal ?? false {
                report(attempt.task, attempt, tell)
            } else {
                undecided[attempt.task] = attempt
            }
        }
        switch fact {
        case .taskReturned(let task, _, _): undecided[task] = nil
        case .taskFailed(let task, _): report(task, undecided.removeValue(forKey: task), tell)
        case .tasksSkipped(let range, _, _), .tasksCancelled(let range, _):
            for iteration in range.iterations {
                let task = TaskIdentifier(job: range.job, iteration: iteration)
                // One that is still running is reported when it ends, one that had ended was.
                let isNew = history.state(of: task) == .skipped || history.state(of: task) == .cancelled
                if isNew { report(task, nil, tell) }
            }
        case .retryRequested(let job, _): reported.remove(job)
        case .tasksRetried(let range, _): reported.remove(range.job)
        default: break
        }
    }

    private mutating func report(_ task: TaskIdentifier, _ attempt: EndedAttempt?, _ tell: (QCGReportEntry) -> Void) {
        guard let record = history.record(of: task.job) else { return }
        if record.job.iterations.isIterated {
            tell(
                QCGReportEntry(
                    job: record.job, iteration: task.iteration, state: QCGState(history.state(of: task) ?? .failed),
                    history: steps(task, record, attempt),
                    runtime: attempt.map { QCGTaskStory.runtime($0, record.job, in: history) },
                    messages: QCGTaskStory.message(attempt)))
        }
        guard record.isOver, reported.insert(task.job).inserted else { return }
        let state = QCGTaskStory.state(of: record, in: history)
        let isIterated = record.job.iterations.isIterated
        tell(
            QCGReportEntry(
                job: record.job, iteration: nil, state: state,
                history: isIterated ? steps(record, state) : steps(task, record, attempt),
                runtime: isIterated ? nil : attempt.map { QCGTaskStory.runtime($0, record.job, in: history) },
                messages: isIterated ? "" : QCGTaskStory.message(attempt)))
    }

    private func steps(
        _ task: TaskIdentifier, _ record: JobRecord, _ attempt: EndedAttempt?
    ) -> [(state: QCGState, at: Instant)] {
        var steps = [(state: QCGState.queued, at: record.submittedAt)]
        if let attempt {
            steps.append((.scheduled, attempt.handedOverAt))
            if let startedAt = attempt.end.startedAt { steps.append((.executing, startedAt)) }
        }
        let endedAt = attempt?.end.endedAt ?? history.sessions.last
        steps.append((QCGState(history.state(of: task) ?? .failed), endedAt))
        return steps
    }

    private func steps(_ record: JobRecord, _ state: QCGState) -> [(state: QCGState, at: Instant)] {
        var steps = [(state: QCGState.queued, at: record.submittedAt)]
        if let firstStart = record.firstStart { steps.append((.executing, firstStart)) }
        steps.append((state, record.lastEnd ?? history.sessions.last))
        return steps
    }
}
