internal import Dialects
internal import Model
internal import Posix
internal import Rehearsal

/// `rota rehearse`: a workload played in virtual time, under several policies.
enum RehearseCommand {
    // 200: some ten milliseconds' work between two looks at the clock.
    private static let plansAtOnce = 200

    static func run(_ arguments: ParsedArguments, _ screen: Screen) throws -> Int32 {
        let options = try RehearseOptions(arguments)
        let trace = try TraceFile.read(options.trace)
        tellOfBroken(trace, screen)
        if options.isStrict, let first = trace.broken.first {
            throw TraceFile.refusal(
                options.trace, line: first.line, first.problem, "Mend it, or leave --strict out to pass it over.")
        }
        let machine = try machine(for: trace, options)
        var rows: [RehearsalRow] = []
        screen.beginProgress()
        defer { screen.endProgress() }
        let begin = Clock.monotonicNanoseconds()
        for (number, named) in options.policies.enumerated() {
            var rehearsal = try WorkloadRehearsal(
                trace.jobs.enumerated().map { $1.arrival(number: $0) }, on: [machine], policy: named.policy)
            while !rehearsal.play(atMost: plansAtOnce) {
                let ended = number * trace.jobs.count + rehearsal.endedCount
                screen.show(progress(ended, of: trace.jobs.count * options.policies.count, since: begin))
            }
            rows.append(RehearsalRow(name: named.name, score: rehearsal.score))
            if let path = options.schedulePath { try write(rehearsal.played, of: trace, to: path) }
        }
        screen.endProgress()
        let page = RehearsalPage(rows: rows, trace: trace, path: options.trace, processors: machine.cores.count)
        page.print(options.shape, on: screen)
        return ExitCode.succeeded
    }

    private static func tellOfBroken(_ trace: WorkloadTrace, _ screen: Screen) {
        for line in trace.broken { screen.complain("line \(line.line) \(line.problem); it is passed over.") }
        let rest = trace.brokenCount - trace.broken.count
        if rest > 0 { screen.complain("… and \(Wording.count(rest, "line")) more.") }
    }

    private static func machine(for trace: WorkloadTrace, _ options: RehearseOptions) throws(Refusal) -> Node {
        guard let largest = trace.jobs.max(by: { $0.processors < $1.processors }) else {
            throw TraceFile.refusal(options.trace, "has no jobs to play", "Name a workload trace (SWF).")
        }
        guard let processors = options.processors ?? trace.processors else {
            throw TraceFile.refusal(
                options.trace, "does not say how many processors the machine has", "Say it: --procs N.")
        }
        guard largest.processors <= processors else {
            throw TraceFile.refusal(
                options.trace,
                "asks for \(largest.processors) processors in job \(largest.number); the machine has \(processors)",
                "Give it as many: --procs \(largest.processors).")
        }
        return Node(
            identifier: NodeIdentifier(0), name: "machine", cores: Array(0..<processors), memory: .gibibytes(1))
    }

    private static func progress(_ ended: Int, of total: Int, since begin: Int64) -> ProgressState {
        let elapsed = Duration(nanoseconds: Clock.monotonicNanoseconds() - begin)
        var state = ProgressState(total: total, succeeded: ended, elapsed: elapsed)
        let milliseconds = Double(max(elapsed.nanoseconds / 1_000_000, 1))
        state.rate = Int64(Double(ended) * 1_000_000 / milliseconds)
        if ended > 0 {
            state.expectedEnd = .milliseconds(Int64(milliseconds * Double(total) / Double(ended)))
        }
        return state
    }

    private static func write(_ played: [PlayedTask], of trace: WorkloadTrace, to path: String) throws {
        var text = "; Version: 2.2\n; MaxJobs: \(played.count)\n; Note: a schedule made by rota rehearse\n"
        for one in played.sorted(by: { $0.task < $1.task }) {
            text += trace.jobs[one.task.job.number].scheduled(after: one.timeToFirstRun) + "\n"
        }
        try FileSystem.replace(path, with: Array(text.utf8))
    }
}

extension TracedJob {
    fileprivate func arrival(number: Int) -> WorkloadRehearsal.Arrival {
        var job = Job(name: "\(number)", command: Command(action: .script("")))
        job.request = Request(cores: Cores(processors))
        job.request.wallTime = estimate
        job.request.expectedTime = estimate
        job.user = user
        job.kind = kind
        return WorkloadRehearsal.Arrival(job: job, at: arrivesAt, runTime: runTime)
    }
}
