internal import Containers
internal import Dialects
internal import Executor
internal import Glibc
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
        let course = TensorFlowCourse(workload, user: Process.userName, rest: rest, gate: gate) { screen.complain($0) }
        var order = RunOrder(
            directory: directory, arguments: Array(CommandLine.arguments.dropFirst()), version: Version.text, jobs: [],
            nodes: nodes)
        order.statePath = options.statePath
        order.policy = execution.scheduling.policy
        order.course = course
        order.endsWhenSuspended = true
        order.containers = options.containerChoices
        order.containers.namePrefix = ""
        order.savingLimit = options.savingLimit
        order.isPolite = options.lending.sharing == .polite
        let session = try RunSession.begin(order)
        let clients = try listen(to: course, session, screen)
        defer {
            clients?.clients.stop()
            clients?.thread.join()
        }
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

    /// None where nobody could come: "original" programs have no client, and not every engine has that address.
    private func listen(
        to course: TensorFlowCourse, _ session: RunSession, _ screen: Screen
    ) throws -> (clients: TensorFlowClients, thread: Thread)? {
        guard execution.version == .malleable else { return nil }
        let (address, port) =
            switch options.clients {
            case .usual: (TensorFlowClients.usualAddress, TensorFlowClients.usualPort)
            case .at(let address, let port): (address, port)
            case .nowhere: ("", 0)
            }
        guard port > 0 else { return nil }
        let clients: TensorFlowClients
        do throws(SystemFailure) {
            clients = try TensorFlowClients(
                on: address, port: port, identify: Self.identification(session.run.token))
        } catch {
            if options.clients != .usual { throw error }
            if error.errorNumber != EADDRNOTAVAIL { screen.complain("\(error). No client is answered.") }
            return nil
        }
        course.hear(.init(know: clients.know, takeVerdicts: clients.takeVerdicts))
        return (clients, try clients.start())
    }

    /// The engine knows the addresses of the containers that this run has started; from any other nobody is let in.
    private static func identification(_ token: UInt64) -> TensorFlowClients.Identification {
        let socket = Engine.socket(in: Environment.variables())
        return { peer, standings in
            guard let engine = try? Engine(socket: socket) else { return nil }
            return standings.first { standing in
                let mark = "\(String(token, radix: 16))-\(standing.attempt.number)"
                guard let container = try? engine.identifier(ofMark: mark) else { return false }
                return (try? engine.inspect(container))?.addresses.contains(peer) ?? false
            }
        }
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
