internal import Dialects
internal import Model
internal import Posix
internal import Rehearsal

/// `rota rehearse`: a workload played in virtual time, under several policies.
enum RehearseCommand {
    static func run(_ arguments: ParsedArguments, _ screen: Screen) throws -> Int32 {
        if arguments.has("faults") { return FaultHunt.run(try FaultOptions(arguments), screen) }
        let options = try RehearseOptions(arguments)
        let (workload, nodes) = try workload(options, screen)
        try WorkloadRehearsal.check(workload.arrivals, on: nodes)
        let crew = RehearsalCrew(workload, on: nodes, options)
        let tasks = workload.arrivals.reduce(0) { $0 + $1.job.iterations.count }
        screen.beginProgress()
        defer { screen.endProgress() }
        let begin = Clock.monotonicNanoseconds()
        let rehearsed = try crew.play(threads: Machine.affinity().count) { ended in
            screen.show(progress(ended, of: tasks * options.policies.count, since: begin))
        }
        screen.endProgress()
        if let path = options.schedulePath, let played = rehearsed.first?.played {
            try FileSystem.replace(path, with: Array(workload.schedule(played).utf8))
        }
        let page = RehearsalPage(rehearsed: rehearsed, workload: workload, tasks: tasks, nodes: nodes)
        if let path = options.htmlPath {
            // 0644: a page is made to be shown.
            try FileSystem.replace(path, with: Array(page.html.utf8), mode: 0o644)
        }
        page.print(options.shape, on: screen)
        return ExitCode.succeeded
    }

    /// The work and the machine it is played on.
    private static func workload(
        _ options: RehearseOptions, _ screen: Screen
    ) throws -> (RehearsedWorkload, [Node]) {
        let said = try options.machinePath.map { try MachineFile.read(JobFile.content(of: $0), name: $0) }
        let nodes = said ?? options.nodes
        if let path = options.generatorPath {
            try checkRequestOptions(options, of: path)
            let content = try GeneratorFile.read(JobFile.content(of: path), name: path)
            let nodes = try nodes ?? content.nodes ?? need(path)
            let widest = nodes.map(\.cores.count).max() ?? 1
            let arrivals = content.description.arrivals(options.jobCount, atMost: widest, seed: options.seed)
            return (RehearsedWorkload(name: "\(path), seed \(options.seed)", arrivals: arrivals), nodes)
        }
        let forms = try options.files.map(WorkForm.form)
        if let requests = forms.firstIndex(of: .requests) {
            try checkAlone(requests, "requests file", options)
            let machine = try nodes ?? need(options.files[requests])
            return (try RehearsedRequests.read(options, on: machine), machine)
        }
        try checkRequestOptions(options, of: options.files[0])
        if forms.allSatisfy({ $0 == .trace }) {
            try checkAlone(0, "trace", options)
            return try trace(options.files[0], nodes, options, screen)
        }
        let machine = try nodes ?? need(options.files[0])
        return (try RehearsedJobs.read(options, on: machine), machine)
    }

    private static func checkAlone(_ position: Int, _ what: String, _ options: RehearseOptions) throws(Refusal) {
        guard let other = options.files.indices.first(where: { $0 != position }) else { return }
        throw TraceFile.refusal(
            options.files[other], "is more work than the \(what) \(options.files[position]), which is played alone",
            "Name one of the two.")
    }

    private static func checkRequestOptions(_ options: RehearseOptions, of work: String) throws(Refusal) {
        let given = options.waiting != nil ? "--wait" : options.widest != nil ? "--widest" : nil
        guard let given else { return }
        throw ParsedArguments.refusal(of: given, "belongs to a requests file, which \(work) is not", "Remove it.")
    }

    private static func trace(
        _ path: String, _ said: [Node]?, _ options: RehearseOptions, _ screen: Screen
    ) throws -> (RehearsedWorkload, [Node]) {
        let trace = try TraceFile.read(path)
        for line in trace.broken { screen.complain("line \(line.line) \(line.problem); it is passed over.") }
        let rest = trace.brokenCount - trace.broken.count
        if rest > 0 { screen.complain("… and \(Wording.count(rest, "line")) more.") }
        if options.isStrict, let first = trace.broken.first {
            throw TraceFile.refusal(
                path, line: first.line, first.problem, "Mend it, or leave --strict out to pass it over.")
        }
        guard !trace.jobs.isEmpty else {
            throw TraceFile.refusal(path, "has no jobs to play", "Name a workload trace (SWF).")
        }
        guard let nodes = said ?? trace.processors.map(machine) else {
            throw TraceFile.refusal(
                path, "does not say how many processors the machine has", "Say it: --procs N, or --nodes 16x48.")
        }
        return (try RehearsedWorkload.of(trace, path: path, on: nodes), nodes)
    }

    /// One node for all.
    private static func machine(_ processors: Int) -> [Node] {
        [
            Node(
                identifier: NodeIdentifier(0), name: "machine", cores: Array(0..<processors), memory: .gibibytes(1))
        ]
    }

    private static func need(_ path: String) throws(Refusal) -> [Node] {
        throw TraceFile.refusal(
            path, "does not say on what machine it is played", "Say it: --procs N, or --nodes 16x48.")
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
}
