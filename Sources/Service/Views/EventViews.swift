package import Dialects
package import Model

/// What a fact means to those who follow, in events.
package enum EventViews {
    /// - Parameter history: as it was before the fact.
    package static func views(of fact: Fact, number: Int, before history: History) -> [EventView] {
        switch fact {
        case .runOpened(let run, let at): [EventView(number: number, at: at, kind: .opened, text: "on \(run.host)")]
        case .runClosed(let end, let at):
            [EventView(number: number, at: at, kind: .closed, text: end == .complete ? "complete" : "interrupted")]
        case .heldBack(let at): [EventView(number: number, at: at, kind: .heldBack)]
        case .resumed(let at): [EventView(number: number, at: at, kind: .resumed)]
        case .nodeJoined(let node, let at):
            [
                EventView(
                    number: number, at: at, kind: .nodeJoined, subject: node.name,
                    text: "\(Wording.count(node.cores.count, "core")), \(node.memory)")
            ]
        case .nodeLost(let node, let at): [event(number, at, .nodeLost, node, history)]
        case .nodeSilent(let node, let at): [event(number, at, .nodeSilent, node, history)]
        case .nodeHeard(let node, let at): [event(number, at, .nodeHeard, node, history)]
        case .nodeDraining(let node, let at): [event(number, at, .nodeDraining, node, history)]
        case .nodeAvailable(let node, let at): [event(number, at, .nodeAvailable, node, history)]
        case .jobsSubmitted(_, let jobs, _, let at): jobs.map { submitted($0, number, at) }
        case .jobsPaused(let jobs, let at), .jobsFrozen(let jobs, let at):
            jobs.map { event(number, at, .paused, $0, history) }
        case .jobsUnpaused(let jobs, let at): jobs.map { event(number, at, .unpaused, $0, history) }
        case .jobChanged(let job, _, let at): [event(number, at, .changed, job, history)]
        case .jobsRemoved(let jobs, let at): jobs.map { event(number, at, .removed, $0, history) }
        case .retryRequested(let job, let at): [event(number, at, .retried, job, history)]
        case .attemptsHandedOver, .attemptStarted, .attemptEnded, .attemptsTakenBack, .taskReturned, .tasksReleased,
            .taskFailed, .tasksSkipped, .tasksCancelled, .tasksRetried, .attemptAdjusted, .adjustmentFailed:
            tasks(fact, number, history)
        case .recordCondensed, .tasksSettled, .adjustmentDecided, .planningConfigured, .planned, .coresKeptByOthers: []
        }
    }

    private static func tasks(_ fact: Fact, _ number: Int, _ history: History) -> [EventView] {
        switch fact {
        case .attemptsHandedOver(let handOver):
            let place = Phrases.placement(handOver.placement, in: history)
            return handOver.tasks.map { event(number, handOver.at, .handedOver, $0, history, "on \(place)") }
        case .attemptStarted(let attempt, let at):
            guard let member = history.open.member(attempt) else { return [] }
            return [event(number, at, .started, alone(member.task), history)]
        case .attemptEnded(let end):
            guard let member = history.open.member(end.attempt) else { return [] }
            let kind = end.outcome == .succeeded ? EventView.Kind.succeeded : .attemptEnded
            let text = end.outcome == .succeeded ? "" : Phrases.outcome(end.outcome)
            return [event(number, end.endedAt, kind, alone(member.task), history, text)]
        case .attemptsTakenBack(let first, let count, let at):
            // A chain holds at most 256; a damaged record may claim anything.
            return (0..<min(max(count, 0), 256)).compactMap { offset in
                history.open.member(AttemptIdentifier(first.number + offset)).map {
                    event(number, at, .takenBack, alone($0.task), history)
                }
            }
        case .attemptAdjusted(let attempt, let adjustment, let at):
            return adjusted(attempt, adjustment, number, at, history)
        case .adjustmentFailed(let attempt, let adjustment, let errorNumber, let at):
            guard let member = history.open.member(attempt), member.changes?.pending?.number == adjustment else {
                return []
            }
            let text = HistoryWords.failed(errorNumber)
            return [event(number, at, .adjustmentFailed, alone(member.task), history, text)]
        case .taskReturned(let task, _, _):
            return [event(number, history.sessions.last, .returned, alone(task), history)]
        case .tasksReleased(let range, let at): return [event(number, at, .released, range, history)]
        case .taskFailed(let task, let at): return [event(number, at, .failed, alone(task), history)]
        case .tasksSkipped(let range, let because, let at):
            let text = "since \(Phrases.task(because, in: history)) did not succeed"
            return [event(number, at, .skipped, range, history, text)]
        case .tasksCancelled(let range, let at): return [event(number, at, .cancelled, range, history)]
        case .tasksRetried(let range, let at): return [event(number, at, .retried, range, history)]
        default: return []
        }
    }

    private static func adjusted(
        _ attempt: AttemptIdentifier, _ adjustment: Int, _ number: Int, _ at: Instant, _ history: History
    ) -> [EventView] {
        guard let member = history.open.member(attempt), let changes = member.changes,
            let decided = changes.pending, decided.number == adjustment
        else { return [] }
        let task = alone(member.task)
        if decided.isPaused { return [event(number, at, .paused, task, history, "its processes stand still")] }
        guard changes.pausedAt != nil else {
            return [event(number, at, .resized, task, history, HistoryWords.resized(decided.placement, in: history))]
        }
        let place = Phrases.placement(decided.placement, in: history)
        return [event(number, at, .unpaused, task, history, "on \(place)")]
    }

    private static func alone(_ task: TaskIdentifier) -> TaskRange {
        TaskRange(job: task.job, iterations: task.iteration..<(task.iteration + 1))
    }

    private static func submitted(_ job: Job, _ number: Int, _ at: Instant) -> EventView {
        var view = EventView(
            number: number, at: at, kind: .submitted, subject: job.name,
            text: Wording.count(job.iterations.count, "task"))
        view.job = job.name
        return view
    }

    private static func event(
        _ number: Int, _ at: Instant, _ kind: EventView.Kind, _ node: NodeIdentifier, _ history: History
    ) -> EventView {
        let name = history.node(node)?.node.name ?? "\(node.number)"
        return EventView(number: number, at: at, kind: kind, subject: name)
    }

    private static func event(
        _ number: Int, _ at: Instant, _ kind: EventView.Kind, _ job: JobIdentifier, _ history: History
    ) -> EventView {
        let name = history.record(of: job)?.job.name ?? "\(job.number)"
        var view = EventView(number: number, at: at, kind: kind, subject: name)
        view.job = name
        return view
    }

    private static func event(
        _ number: Int, _ at: Instant, _ kind: EventView.Kind, _ range: TaskRange, _ history: History,
        _ text: String = ""
    ) -> EventView {
        let record = history.record(of: range.job)
        let name = record?.job.name ?? "\(range.job.number)"
        let (first, last) = (
            range.iterations.lowerBound, max(range.iterations.lowerBound, range.iterations.upperBound - 1)
        )
        let isIterated = record?.job.iterations.isIterated ?? true
        let span = first == last ? "\(first)" : "\(first)-\(last)"
        var view = EventView(
            number: number, at: at, kind: kind, subject: isIterated ? "\(name):\(span)" : name, text: text)
        view.job = name
        view.iterations = first...last
        return view
    }
}
