internal import Dialects
internal import Model

/// What is known of jobs and tasks, in the words of QCG's clients.
enum QCGTaskStory {
    /// - Cost: does not grow with the number of iterations.
    static func state(of record: JobRecord, in history: History) -> QCGState {
        let indices = record.job.iterations.indices
        if !record.job.iterations.isIterated {
            return state(of: TaskIdentifier(job: record.identifier, iteration: indices.lowerBound), in: history)
        }
        // Which states occur decides, not how often.
        return QCGState.job(of: TaskState.allCases.lazy.filter { record.counts[$0] > 0 })
    }

    /// `mesh:3`, or `mesh` for a job without iterations.
    static func name(of task: TaskIdentifier, in history: History) -> String {
        guard let job = history.record(of: task.job)?.job else { return "" }
        return job.iterations.isIterated ? "\(job.name):\(task.iteration)" : job.name
    }

    static func state(of task: TaskIdentifier, in history: History) -> QCGState {
        QCGState(history.state(of: task) ?? .waiting)
    }

    /// Every step of every attempt.
    static func steps(_ story: AttemptHistory.TaskHistory, final: QCGState) -> [QCGJobAnswer.Step] {
        var steps: [QCGJobAnswer.Step] = []
        for change in story.changes {
            switch change.cause {
            case .submitted, .returned, .takenBack, .retryRequested:
                if steps.last?.state != .queued { steps.append(.init(.queued, at: change.at)) }
            case .handedOver: steps.append(.init(.scheduled, at: change.at))
            case .started: steps.append(.init(.executing, at: change.at))
            case .ended, .failed, .skipped, .cancelRequested, .paused, .unpaused, .resized, .adjustmentFailed: break
            }
        }
        if final.isFinal, let last = story.changes.last { steps.append(.init(final, at: last.at)) }
        return steps
    }

    /// Of the attempt that is in motion, else of the last one.
    static func runtime(
        _ story: AttemptHistory.TaskHistory, _ member: OpenAttempts.Member?, _ job: Job, in history: History,
        at now: Instant
    ) -> QCGReportEntry.Runtime? {
        if let member {
            return QCGReportEntry.Runtime(
                allocation: allocation(member.placement, in: history), workingDirectory: folder(of: job, in: history),
                time: nil, exitCode: nil, processIdentifier: 0, processName: program(of: job))
        }
        return story.attempts.last.map { runtime($0, job, in: history) }
    }

    static func runtime(_ attempt: EndedAttempt, _ job: Job, in history: History) -> QCGReportEntry.Runtime {
        QCGReportEntry.Runtime(
            allocation: allocation(attempt.placement, in: history), workingDirectory: folder(of: job, in: history),
            time: attempt.elapsed, exitCode: exitCode(attempt.end.outcome),
            processIdentifier: attempt.end.processIdentifier, processName: program(of: job))
    }

    static func message(_ attempt: EndedAttempt?) -> String {
        guard let outcome = attempt?.end.outcome, outcome != .succeeded else { return "" }
        return Phrases.outcome(outcome)
    }

    private static func allocation(_ placement: Placement, in history: History) -> QCGAllocation {
        QCGAllocation(
            nodes: placement.parts.map { part in
                let node = history.node(part.node)?.node
                return QCGAllocation.Node(
                    name: node?.name ?? "\(part.node.number)", cores: Phrases.coreNumbers(part, of: node))
            })
    }

    private static func folder(of job: Job, in history: History) -> String {
        job.command.workingDirectory.map(TemplateText.text(of:)) ?? history.run?.directory ?? ""
    }

    private static func program(of job: Job) -> String {
        switch job.command.action {
        case .script: "bash"
        case .program(let template, _):
            TemplateText.text(of: template).split(separator: "/").last.map(String.init) ?? ""
        }
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
}
