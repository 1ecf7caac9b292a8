internal import Dialects
internal import Model
internal import Posix
internal import Sockets

/// What becomes of the jobs, as events for subscribers and as lines of files.
final class QCGChronicle {
    private let offer: QCGOffer
    private let publisher: Socket?
    private var entries: QCGReportEntries
    private let report: FileDescriptor?
    private let requests: FileDescriptor?
    private let states: FileDescriptor?
    private var isBusy = false
    /// Those that were told to have started, when starts are told.
    private var started: Set<AttemptIdentifier> = []

    init(_ offer: QCGOffer, entries: QCGReportEntries, publisher: Socket?) throws(SystemFailure) {
        self.offer = offer
        self.entries = entries
        self.publisher = publisher
        let files = offer.reports
        report = try files?.report.map { path throws(SystemFailure) in try .open(path, .append) }
        requests = try files.map { files throws(SystemFailure) in
            try .open("\(files.folder)/\(QCGServiceFolder.requests)", .append)
        }
        states = try files.map { files throws(SystemFailure) in
            try .open("\(files.folder)/\(QCGServiceFolder.states)", .append)
        }
    }

    func close() {
        for file in [report, requests, states] { file?.close() }
        publisher?.close()
    }

    /// - Parameter waiting: how many attempts are there to be fetched by old executors.
    func remind(_ waiting: Int) { publish(.newIterations(ready: waiting)) }

    func take(_ facts: [Fact]) throws {
        var lines = Lines()
        for fact in facts { take(fact, &lines) }
        for (file, text) in [(requests, lines.requests), (states, lines.states), (report, lines.report)]
        where !text.isEmpty { try file?.writeAll(text) }
        let counts = entries.history.counts
        let isOver = counts.ended == counts.total
        if isOver, isBusy { publish(.noJobs) }
        isBusy = !isOver
    }

    private struct Lines {
        var requests = ""
        var states = ""
        var report = ""
    }

    private func take(_ fact: Fact, _ lines: inout Lines) {
        publishBeginnings(of: fact)
        if let progress = offer.progress { tell(fact, progress) }
        if case .jobsSubmitted(_, let jobs, _, _) = fact {
            isBusy = true
            if requests != nil { lines.requests += jobs.map(QCGTrack.request).joined() }
        }
        let zone = offer.moment().zoneOffsetSeconds
        entries.take(fact) { entry in
            QCGEvent.events(job: entry.job.name, iteration: entry.iteration, state: entry.state).forEach(publish)
            if states != nil {
                lines.states += QCGTrack.end(
                    of: QCGTaskName(job: entry.job.name, iteration: entry.iteration), entry.state)
            }
            guard report != nil, let files = offer.reports else { return }
            lines.report +=
                files.isJSON
                ? QCGReport.json(entry, zoneOffsetSeconds: zone) : QCGReport.text(entry, zoneOffsetSeconds: zone)
        }
    }

    /// A short task's start is told with its end, since nobody reported it before.
    private func tell(_ fact: Fact, _ progress: (String) -> Void) {
        switch fact {
        case .attemptStarted(let attempt, let at):
            guard let member = entries.history.open.member(attempt), started.insert(attempt).inserted else { return }
            progress("\(date(at)) executing job \(QCGTaskStory.name(of: member.task, in: entries.history)) ...")
        case .attemptEnded(let end):
            guard let member = entries.history.open.member(end.attempt), let startedAt = end.startedAt else { return }
            let job = QCGTaskStory.name(of: member.task, in: entries.history)
            if started.remove(end.attempt) == nil { progress("\(date(startedAt)) executing job \(job) ...") }
            progress("\(date(end.endedAt)) job \(job) finished")
        default: break
        }
    }

    private func date(_ instant: Instant) -> String {
        QCGReport.date(instant, offer.moment().zoneOffsetSeconds, " ")
    }

    /// What has not ended with it.
    private func publishBeginnings(of fact: Fact) {
        guard publisher != nil else { return }
        switch fact {
        case .jobsSubmitted(_, let jobs, _, _):
            for job in jobs { publish(.jobState(job: job.name, .queued)) }
            if offer.dialect == .globalQueue {
                publish(.newIterations(ready: jobs.reduce(0) { $0 + $1.iterations.count }))
            }
        case .attemptsHandedOver(let handOver):
            let node = handOver.placement.parts.first.flatMap { entries.history.node($0.node)?.node }
            // It lies ready for an old executor, which fetches when it hears of it.
            if node.flatMap(QCGExecutors.name) != nil { publish(.newIterations(ready: handOver.count)) }
            for range in handOver.tasks {
                for iteration in range.iterations {
                    publish(TaskIdentifier(job: range.job, iteration: iteration), .scheduled)
                }
            }
        case .attemptStarted(let attempt, _):
            if let member = entries.history.open.member(attempt) { publish(member.task, .executing) }
        default: break
        }
    }

    private func publish(_ task: TaskIdentifier, _ state: QCGState) {
        guard let job = entries.history.record(of: task.job)?.job else { return }
        let iteration = job.iterations.isIterated ? task.iteration : nil
        QCGEvent.events(job: job.name, iteration: iteration, state: state).forEach(publish)
    }

    /// Who is too slow to read misses some, as the old service's subscribers do.
    private func publish(_ event: QCGEvent) {
        _ = try? publisher?.send(Array(event.text(service: offer.instance).utf8))
    }
}
