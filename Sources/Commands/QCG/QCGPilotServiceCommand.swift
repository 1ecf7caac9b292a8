internal import Dialects
internal import Executor
internal import Model
internal import Posix
internal import Service
internal import Watch

/// `qcg-pm-service`: the stable family's service, which runs the tasks itself and ends with its last request.
enum QCGPilotServiceCommand {
    /// Ours beside the old program's options: it is taken out before those are read.
    private static let plainOption = "--allow-plain"

    static func run(_ words: [String], _ screen: Screen) throws -> Int32 {
        guard case .options(let options) = try QCGServiceOptions.read(words.filter { $0 != plainOption }) else {
            screen.write(
                QCGServiceOptions.help + "  \(plainOption)  with --net: listen beyond this machine, too\n",
                to: screen.output)
            return ExitCode.succeeded
        }
        try options.checkInterfaces()
        let files = try QCGPilotFiles(options)
        let requests = try files.requests()
        for option in options.passedOver { files.log("\(option) is passed over", .warning) }
        if !options.tags.isEmpty { files.log("tags: \(options.tags.joined(separator: ", "))") }
        let order = try order(options, files, isOpen: words.contains(plainOption), screen)
        if let inheritance = try files.inheritance() {
            try inheritance.leave(for: order)
            files.log("took over \(inheritance.jobs.count) jobs of the old program")
        }
        let session = try ServiceSession(order)
        for damage in session.damage { screen.complain(damage) }
        let watch = options.tracesProcesses ? try QCGProcessWatch(folder: files.folder) : nil
        defer { watch?.end() }
        var reader: Thread?
        let stop = try session.serve { access in
            if let failure = files.announce(access) { screen.complain("\(failure)") }
            if !access.plain.isEmpty { files.log("listening @ \(access.plain)") }
            guard let counter = session.requests else { return }
            reader = try? Thread.start {
                for request in requests { files.take(request, counter) }
                // Nobody could ask for more.
                if options.network == nil { counter.finishWhenDone() }
            }
        } note: { note in
            files.log(note.sentence, note.level)
        }
        reader?.join()
        if let counter = session.requests { try files.conclude(counter.status()) }
        if case .signal = stop { return ExitCode.interrupted }
        return ExitCode.succeeded
    }

    private static func order(
        _ options: QCGServiceOptions, _ files: QCGPilotFiles, isOpen: Bool, _ screen: Screen
    ) throws -> ServiceOrder {
        var order = ServiceOrder(
            directory: files.directory, arguments: Array(CommandLine.arguments.dropFirst()), version: Version.text)
        order.statePath = files.state
        order.httpPorts = [0]
        var offer = QCGOffer(dialect: .stable, instance: files.instance, moment: SubmissionMoment.now)
        offer.account = Environment.value(of: "USER") ?? "\(Process.user)"
        offer.program = try Process.executablePath()
        offer.takesFiles = options.requestFile != nil
        if options.showsProgress {
            // From the thread that follows the record; one write is one line.
            offer.progress = { try? FileDescriptor.standardOutput.writeAll("\($0)\n") }
        }
        offer.reports = QCGReportFiles(
            folder: files.folder, report: options.reportFormat == .none ? nil : files.reportPath,
            isJSON: options.reportFormat == .json)
        if let network = options.network {
            offer.plainAddress = "127.0.0.1"
            if isOpen, let address = PublicAddress.find() {
                screen.complain("\(plainOption): whoever reaches \(address) runs commands as you.")
                offer.plainAddress = address
            }
            let first = min(network.firstPort, network.lastPort)
            offer.plainPorts = network.port.map { [$0] } ?? Array(first...network.lastPort).shuffled()
            offer.publisherPorts = options.publishes ? [network.publisherPort ?? 0] : nil
        }
        order.qcg = offer
        order.own = try own(options, screen)
        return order
    }

    /// It works on nodes of the range alone, and must stand on one of them.
    private static func limit(_ allocation: inout RunAllocation?, _ options: QCGServiceOptions) throws(Refusal) {
        let asked = options.firstSlurmNode..<(options.endOfSlurmNodes ?? .max)
        guard asked != 0..<Int.max else { return }
        if let position = allocation?.position, !asked.contains(position) {
            throw .document(
                DocumentProblem(
                    document: "qcg-pm-service", path: "--slurm-limit-nodes-range-begin",
                    problem: "leaves out this node, number \(position) of the allocation",
                    remedy: "Start it on a node of the range, with srun --nodelist."))
        }
        allocation?.keep(asked)
    }

    /// All nodes of the allocation it stands in, or this machine.
    private static func own(_ options: QCGServiceOptions, _ screen: Screen) throws -> ServiceOrder.OwnNodes {
        var lending = Lending()
        if !options.nodes.isEmpty {
            lending.nodes = options.nodes.map { .init(name: $0.name, coreCount: $0.coreCount) }
        }
        var allocation = options.resources == .local ? nil : RunAllocation(lending) { screen.complain("\($0)") }
        try limit(&allocation, options)
        let machine = try allocation?.machine() ?? UsableMachine.detect()
        allocation?.limit(&lending, on: machine)
        if options.keepsSystemCore { keepSystemCore(&lending, of: machine) }
        var offered = try machine.offer(lending, isBound: true).nodes
        for index in offered.indices { offered[index].tags = options.tags }
        var own = ServiceOrder.OwnNodes(nodes: allocation?.own(offered) ?? offered)
        own.neighbours = try allocation?.neighbours(like: UsableMachine.detect(), Lending())
        let expected = own.expected
        own.refusal = { job in
            let refusal = QCGConventions.refusal(of: [job], on: expected)
            guard case .tooLarge(_, let asked, let largest, let remedy) = refusal else { return nil }
            // Not by the old words for what is too large, which name no reason.
            return .document(
                DocumentProblem(
                    document: job.name, path: "execution.model", problem: "asks for \(asked); \(largest)",
                    remedy: remedy))
        }
        var moment = SubmissionMoment.now()
        own.conventions = QCGConventions.conventions(submission: moment.drawUnique())
        guard options.environment == .slurm, allocation == nil else { return own }
        let variables = own.conventions.variables
        own.conventions.variables = { job, nodes in
            let allocation = QCGAllocation(nodes: nodes.map { .init(name: $0.name, cores: $0.cores) })
            let slurm = allocation.slurmEnvironment()
            return variables(job, nodes) + slurm.map { Command.Variable(name: $0.name, value: Template($0.value)) }
        }
        return own
    }

    /// Of the first node alone, where this process is.
    private static func keepSystemCore(_ lending: inout Lending, of machine: UsableMachine) {
        if let first = lending.nodes?.first, first.coreCount > 1 {
            lending.nodes?[0].coreCount -= 1
        } else if lending.nodes == nil, machine.coreCount > 1 {
            lending.cores = .count(machine.coreCount - 1)
        }
    }
}
