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
        let silent = options.showsProgress ? ["--show-progress"] : []
        for option in options.passedOver + silent { files.log("\(option) is passed over") }
        let session = try ServiceSession(order(options, files, isOpen: words.contains(plainOption), screen))
        for damage in session.damage { screen.complain(damage) }
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
            if note.level != .debug { files.log(note.sentence) }
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

    /// All nodes of the allocation it stands in, or this machine.
    private static func own(_ options: QCGServiceOptions, _ screen: Screen) throws -> ServiceOrder.OwnNodes {
        var lending = Lending()
        if !options.nodes.isEmpty {
            lending.nodes = options.nodes.map { .init(name: $0.name, coreCount: $0.coreCount) }
        }
        let allocation = options.resources == .local ? nil : RunAllocation(lending) { screen.complain("\($0)") }
        let machine = try allocation?.machine() ?? UsableMachine.detect()
        allocation?.limit(&lending, on: machine)
        if options.keepsSystemCore { keepSystemCore(&lending, of: machine) }
        let offered = try machine.offer(lending, isBound: true).nodes
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
