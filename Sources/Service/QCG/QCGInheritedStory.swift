internal import Dialects
internal import Model
internal import Plan
internal import Posix

/// The old program's tracks and report, told as facts.
struct QCGInheritedStory {
    private let inheritance: QCGInheritance
    private let reports: [String: QCGReportedTask]
    private let numbers: [String: Int]
    /// From the report's local times to universal ones.
    private let zone: Duration
    /// Where tasks ran; the first stands for those of which nobody knows.
    private var nodes: [Node] = []
    private var begin: Instant
    private var end: Instant

    init(_ inheritance: QCGInheritance, now: Instant) {
        self.inheritance = inheritance
        // A task that was run again is told as it went the last time.
        reports = Dictionary(inheritance.reports.map { ($0.name, $0) }) { _, last in last }
        numbers = Dictionary(inheritance.jobs.enumerated().map { ($1.name, $0) }) { first, _ in first }
        zone = .seconds(-Int64(inheritance.zoneOffsetSeconds))
        let spans = inheritance.reports.compactMap(\.span)
        begin = min(spans.map(\.start).min().map { [zone] in $0 + zone } ?? now, now)
        end = min(spans.map(\.end).max().map { [zone] in $0 + zone } ?? now, now)
        var sizes: [String: Int] = [:]
        for node in inheritance.reports.flatMap(\.nodes) {
            sizes[node.name] = max(sizes[node.name] ?? 1, (node.cores.max() ?? 0) + 1)
        }
        if sizes.isEmpty { sizes[Machine.hostName()] = 1 }
        for (number, name) in sizes.keys.sorted().enumerated() {
            nodes.append(
                Node(
                    identifier: NodeIdentifier(number), name: name, cores: Array(0..<(sizes[name] ?? 1)), memory: .zero)
            )
        }
    }

    /// - Parameter offered: what is left must fit on these.
    func facts(of run: Run, for offered: [Node]) throws(Refusal) -> [Fact] {
        var configuration = Planner.Configuration()
        configuration.refusesTooLarge = false
        var planner = Planner(configuration: configuration)
        try planner.take(.runOpened(run, at: begin), at: begin)
        for node in nodes { try planner.take(.nodeJoined(node, at: begin), at: begin) }
        // So that the planner decides what follows from the ends, and starts nothing.
        try planner.take(.heldBack(at: begin), at: begin)
        let jobs = inheritance.jobs.map { $0.belonging(to: Process.userName) }
        let submission = Fact.jobsSubmitted(first: JobIdentifier(0), jobs: jobs, at: begin)
        if !inheritance.jobs.isEmpty { try planner.take(submission, at: begin) }
        var attempt = AttemptIdentifier(0)
        for (name, state) in inheritance.ends {
            for fact in facts(of: name, state, &attempt, planner) { try planner.take(fact, at: begin) }
        }
        let record = planner.plan(at: end).record.filter { fact in
            if case .heldBack = fact { return false }
            return true
        }
        let left = (0..<planner.jobCount).map(JobIdentifier.init).filter { !planner.isOver($0) }
        if !offered.isEmpty, let misfit = Admission.misfit(of: left.map(planner.job), on: offered) { throw misfit }
        return record + [.runClosed(.interrupted, at: end)]
    }

    /// Of a line of the tracks; none where it says what is known already.
    private func facts(
        of name: QCGTaskName, _ state: QCGState, _ attempt: inout AttemptIdentifier, _ planner: Planner
    ) -> [Fact] {
        guard let number = numbers[name.text] ?? numbers[name.job] else { return [] }
        let job = JobIdentifier(number)
        let indices = inheritance.jobs[number].iterations.indices
        let isWhole = numbers[name.text] != nil
        let named = isWhole ? indices : (name.iteration ?? 0)..<(name.iteration ?? 0) + 1
        let open = named.clamped(to: indices).filter { iteration in
            planner.state(of: TaskIdentifier(job: job, iteration: iteration))?.isFinal == false
        }
        switch state {
        case .cancelled:
            return open.map { .tasksCancelled(TaskRange(job: job, iterations: $0..<$0 + 1), at: end) }
        // An iteration of a failed job that has no line of its own was not run.
        case .failed where isWhole && inheritance.jobs[number].iterations.isIterated: return []
        case .succeeded, .failed:
            return open.flatMap { iteration in
                defer { attempt.number += 1 }
                return facts(of: TaskIdentifier(job: job, iteration: iteration), state, as: attempt)
            }
        // What is omitted follows from what failed.
        case .omitted, .queued, .scheduled, .executing: return []
        }
    }

    private func facts(of task: TaskIdentifier, _ state: QCGState, as attempt: AttemptIdentifier) -> [Fact] {
        let job = inheritance.jobs[task.job.number]
        let report = reports[job.iterations.isIterated ? "\(job.name):\(task.iteration)" : job.name]
        let start = report?.span.map { $0.start + zone } ?? begin
        let handOver = HandOver(
            firstAttempt: attempt, placement: placement(of: report), after: nil,
            tasks: [TaskRange(job: task.job, iterations: task.iteration..<task.iteration + 1)], at: start)
        let code = report?.exitCode.flatMap { Int($0) }
        let failure = code.flatMap { $0 == 0 ? nil : $0 < 0 ? Outcome.signalled(-$0) : .exited(code: $0) }
        let ended = AttemptEnd(
            attempt: attempt, startedAt: start, endedAt: report?.span.map { $0.end + zone } ?? end,
            processIdentifier: report?.processIdentifier.flatMap { Int($0) } ?? 0,
            outcome: state == .succeeded ? .succeeded : failure ?? Outcome.exited(code: 1))
        return [.attemptsHandedOver(handOver), .attemptEnded(ended)]
    }

    private func placement(of report: QCGReportedTask?) -> Placement {
        let parts = (report?.nodes ?? []).compactMap { place -> Placement.Part? in
            guard let node = nodes.first(where: { $0.name == place.name }) else { return nil }
            return Placement.Part(
                node: node.identifier, cores: Set(place.cores).sorted().map { Placement.CoreShare(position: $0) })
        }
        guard parts.isEmpty else { return Placement(parts: parts.sorted { $0.node < $1.node }) }
        return Placement(parts: [Placement.Part(node: nodes[0].identifier, cores: [])])
    }
}

extension Planner {
    fileprivate func isOver(_ job: JobIdentifier) -> Bool {
        let counts = endedCounts(of: job)
        return counts.succeeded + counts.failed + counts.cancelled + counts.skipped == counts.total
    }
}
