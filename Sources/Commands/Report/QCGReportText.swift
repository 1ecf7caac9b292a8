import Dialects
import Model
import Service

/// A run as QCG's `jobs.report`: an entry for each task and each job, in the order they ended.
struct QCGReportText {
    private let isJSON: Bool
    private var history = History()
    private var bytes: [UInt8] = []
    /// Attempts that did not succeed, until it is known what became of their task.
    private var undecided: [TaskIdentifier: EndedAttempt] = [:]
    private var reported: Set<JobIdentifier> = []
    private var zoneOffsetSeconds = 0

    static func bytes(of record: RunRecord, isJSON: Bool) throws -> [UInt8] {
        var text = QCGReportText(isJSON: isJSON)
        try record.read { text.take($0) }
        return text.bytes
    }

    private init(isJSON: Bool) { self.isJSON = isJSON }

    private mutating func take(_ fact: Fact) {
        var ended: [EndedAttempt] = []
        history.take(fact) { ended.append($0) }
        for attempt in ended {
            if history.state(of: attempt.task)?.isFinal ?? false {
                report(attempt.task, attempt)
            } else {
                undecided[attempt.task] = attempt
            }
        }
        switch fact {
        case .runOpened(_, let at): zoneOffsetSeconds = CalendarTime.zoneOffsetSeconds(at: at)
        case .taskReturned(let task, _, _): undecided[task] = nil
        case .taskFailed(let task, _): report(task, undecided.removeValue(forKey: task))
        case .tasksSkipped(let range, _, _), .tasksCancelled(let range, _):
            for iteration in range.iterations {
                let task = TaskIdentifier(job: range.job, iteration: iteration)
                // One that is still running is reported when it ends, one that had ended was.
                let isNew = history.state(of: task) == .skipped || history.state(of: task) == .cancelled
                if isNew { report(task, nil) }
            }
        default: break
        }
    }

    private mutating func report(_ task: TaskIdentifier, _ attempt: EndedAttempt?) {
        guard let record = history.record(of: task.job) else { return }
        if record.job.iterations.isIterated {
            let entry = QCGReportEntry(
                job: record.job, iteration: task.iteration, state: QCGState(history.state(of: task) ?? .failed),
                history: steps(task, record, attempt), runtime: attempt.map { runtime($0, record.job) },
                messages: message(attempt))
            add(entry)
        }
        guard record.isOver, reported.insert(task.job).inserted else { return }
        let states = record.job.iterations.indices.lazy.compactMap { [history] in
            history.state(of: TaskIdentifier(job: task.job, iteration: $0))
        }
        let isIterated = record.job.iterations.isIterated
        add(
            QCGReportEntry(
                job: record.job, iteration: nil, state: QCGState.job(of: states),
                history: isIterated ? steps(record, states) : steps(task, record, attempt),
                runtime: isIterated ? nil : attempt.map { runtime($0, record.job) },
                messages: isIterated ? "" : message(attempt)))
    }

    private mutating func add(_ entry: QCGReportEntry) {
        let text =
            isJSON
            ? QCGReport.json(entry, zoneOffsetSeconds: zoneOffsetSeconds)
            : QCGReport.text(entry, zoneOffsetSeconds: zoneOffsetSeconds)
        bytes.append(contentsOf: text.utf8)
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

    private func steps(_ record: JobRecord, _ states: some Sequence<TaskState>) -> [(state: QCGState, at: Instant)] {
        var steps = [(state: QCGState.queued, at: record.submittedAt)]
        if let firstStart = record.firstStart { steps.append((.executing, firstStart)) }
        steps.append((QCGState.job(of: states), record.lastEnd ?? history.sessions.last))
        return steps
    }

    private func runtime(_ attempt: EndedAttempt, _ job: Job) -> QCGReportEntry.Runtime {
        let nodes = attempt.placement.parts.map { part in
            let node = history.node(part.node)?.node
            return QCGAllocation.Node(
                name: node?.name ?? "\(part.node.number)", cores: Phrases.coreNumbers(part, of: node))
        }
        let program: String
        switch job.command.action {
        case .script: program = "bash"
        case .program(let template, _):
            program = TemplateText.text(of: template).split(separator: "/").last.map(String.init) ?? ""
        }
        return QCGReportEntry.Runtime(
            allocation: QCGAllocation(nodes: nodes),
            workingDirectory: job.command.workingDirectory.map(TemplateText.text(of:)) ?? history.run?.directory ?? "",
            time: attempt.elapsed, exitCode: Self.exitCode(attempt.end.outcome),
            processIdentifier: attempt.end.processIdentifier, processName: program)
    }

    private static func exitCode(_ outcome: Outcome) -> Int? {
        switch outcome {
        case .succeeded: 0
        case .exited(let code): code
        // As the old program's language counts an end by a signal.
        case .signalled(let signal): -signal
        default: nil
        }
    }

    private func message(_ attempt: EndedAttempt?) -> String {
        guard let outcome = attempt?.end.outcome, outcome != .succeeded else { return "" }
        return Phrases.outcome(outcome)
    }
}
