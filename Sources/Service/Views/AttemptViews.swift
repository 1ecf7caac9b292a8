internal import Dialects
internal import Model

/// Attempts as views.
enum AttemptViews {
    static func view(of attempt: EndedAttempt, in history: History) -> AttemptView {
        let end = attempt.end
        var view = AttemptView(
            task: Phrases.task(attempt.task, in: history),
            job: history.record(of: attempt.task.job)?.job.name ?? "\(attempt.task.job.number)",
            attempt: end.attempt.number, kind: kind(of: end.outcome), end: Phrases.outcome(end.outcome),
            handedOverAt: attempt.handedOverAt, startedAt: end.startedAt, endedAt: end.endedAt,
            elapsed: attempt.elapsed)
        switch end.outcome {
        case .succeeded: view.exitCode = 0
        case .exited(let code): view.exitCode = code
        case .signalled(let signal): view.signal = signal
        default: break
        }
        view.process = end.processIdentifier
        view.usage = end.usage
        view.placement = attempt.placement.parts.map { part in
            let node = history.node(part.node)?.node
            return PlacementView(
                node: node?.name ?? "\(part.node.number)", cores: Phrases.coreNumbers(part, of: node))
        }
        view.place = Phrases.placement(attempt.placement, in: history)
        view.width = attempt.placement.width
        view.paused = attempt.paused
        view.printed = HistoryWords.text(of: end.output)
        return view
    }

    static func view(of member: OpenAttempts.Member, in history: History) -> RunningView {
        var view = RunningView(
            task: Phrases.task(member.task, in: history), attempt: member.attempt.number,
            handedOverAt: member.handedOverAt, startedAt: member.startedAt,
            place: Phrases.placement(member.placement, in: history))
        view.pausedAt = member.pausedAt
        view.pausedFor = member.changes?.pausedFor ?? .zero
        return view
    }

    private static func kind(of outcome: Outcome) -> AttemptView.Kind {
        switch outcome {
        case .succeeded: .succeeded
        case .exited: .exited
        case .signalled: .signalled
        case .outOfMemory: .outOfMemory
        case .wallTimeExceeded: .wallTimeExceeded
        case .startFailed: .startFailed
        case .lost: .lost
        case .cancelled: .cancelled
        case .interrupted: .interrupted
        }
    }
}
