internal import Dialects
internal import Model
internal import Posix
internal import Service
internal import Watch

/// Carries one execution out, with a record as every run has, and leaves its files.
struct TensorFlowRun {
    private let execution: TensorFlowExecution
    private let options: TensorFlowOptions
    private let input: TensorFlowInput
    private let nodes: [Node]
    private var machine: Int { nodes.reduce(0) { $0 + $1.cores.count } }

    init(_ execution: TensorFlowExecution, _ options: TensorFlowOptions, _ input: TensorFlowInput, nodes: [Node]) {
        self.execution = execution
        self.options = options
        self.input = input
        self.nodes = nodes
    }

    /// - Parameter rest: before the first request.
    func carryOut(rest: Duration, _ screen: Screen) throws -> TensorFlowOutcome {
        let directory = try FileSystem.currentDirectory()
        let base = execution.resultsPath
        let results = try TensorFlowResults(
            below: base.hasPrefix("/") ? base : "\(directory)/\(base)", containers: execution.names)
        if input.areCreated {
            let text = TensorFlowRequestsFile.text(execution.lines.map(\.request))
            try FileSystem.replace(input.requestsPath, with: Array(text.utf8), mode: 0o644)
        }
        let workload = execution.workload(options, input, outputs: results.outputs, machine: machine)
        let gate = options.memoryGate.map { MemoryGate(limit: $0) { MemoryCounts()?.usedShare } }
        let course = TensorFlowCourse(workload, rest: rest, gate: gate) { screen.complain($0) }
        var order = RunOrder(
            directory: directory, arguments: Array(CommandLine.arguments.dropFirst()), version: Version.text, jobs: [],
            nodes: nodes)
        order.statePath = options.statePath
        order.policy = execution.scheduling.policy
        order.course = course
        order.endsWhenSuspended = true
        let session = try RunSession.begin(order)
        let watch = TensorFlowWatch(RunDisplay(screen, isQuiet: options.isQuiet, output: nil), course)
        let stop: RunStop?
        do throws(RunFailure) { stop = try session.carryOut(observer: watch) } catch {
            watch.display.finish()
            throw error
        }
        watch.finish()
        try write(results, course.chronicle, watch, session)
        return TensorFlowOutcome(
            policy: execution.policyText, figures: TensorFlowFigures(course.chronicle.stories, machine: machine),
            folder: results.path, wasStopped: stop != nil)
    }

    private func write(
        _ results: TensorFlowResults, _ chronicle: TensorFlowChronicle, _ watch: TensorFlowWatch, _ session: RunSession
    ) throws {
        var chronicle = chronicle
        for (number, story) in chronicle.stories.enumerated() {
            chronicle.tell(results.epochs(of: story.request.name), of: number)
        }
        let moment = chronicle.stories.first?.requestedAt ?? .zero
        let facts = TensorFlowEventsText.Facts(
            model: input.parameters.model, scheduling: execution.scheduling, version: execution.version,
            zone: CalendarTime.zoneOffsetSeconds(at: moment))
        try results.write(chronicle, watch.samples, facts, machine: machine)
        let reader = TaskOutputReader(folder: session.folder)
        for (job, end) in watch.ends {
            // A job for each container, in the order they were asked for.
            try results.writeLog(of: chronicle.stories[job.number].request.name, reader.read(end))
        }
        try ReportCommand.writePage(of: session.record, to: "\(results.path)/timeline.html")
    }
}
