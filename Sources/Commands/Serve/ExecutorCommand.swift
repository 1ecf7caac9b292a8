internal import Batch
internal import Dialects
internal import Executor
internal import Launch
internal import Model
internal import Posix
internal import Relay
internal import Sockets
internal import Watch
internal import Wire

/// `rota executor`: lends this machine to a service.
enum ExecutorCommand {
    static func run(_ arguments: ParsedArguments, _ screen: Screen) throws -> Int32 {
        try run(arguments, screen, words: Array(CommandLine.arguments.dropFirst())) {}
    }

    /// - Parameter words: with which this program is started on an allocation's other nodes.
    /// - Parameter joined: called when the service has welcomed this executor for the first time.
    static func run(
        _ arguments: ParsedArguments, _ screen: Screen, words: [String], joined: @escaping () -> Void
    ) throws -> Int32 {
        let arguments = try Configuration().completed(arguments)
        let search = try AccessSearch(option: arguments.value(of: "service"))
        let share = try AllocationShare(Environment.variables())
        guard let election = share?.allocation.election else {
            return try work(arguments, search, share, screen, words, joined)
        }
        // One of the copies that were started here works for all of them.
        switch try election.hold(in: NodeElection.folder()) {
        case .ended(let code): return Int32(clamping: code)
        case .elected(let mandate):
            let code = try work(arguments, search, share, screen, words, joined)
            try mandate.end(code: Int(code))
            return code
        }
    }

    private static func work(
        _ arguments: ParsedArguments, _ search: AccessSearch, _ share: AllocationShare?, _ screen: Screen,
        _ words: [String], _ joined: @escaping () -> Void
    ) throws -> Int32 {
        try Process.becomeSubreaper()
        let program = [try Process.executablePath()] + words + ["--service", search.path]
        // Before signals are blocked here, which they would inherit.
        let siblings = try share?.startSiblings(program)
        let signals = try SignalDescriptor([.interrupt, .terminate, .hangUp, .user1])
        var end: NodeLoopEnd?
        if share == nil || share?.allocation.here != nil {
            let detour = try Detour(arguments)
            let tunnel = try detour?.tunnel(accessPath: search.path)
            defer { tunnel?.close() }
            end = try lend(
                try offer(arguments, share, screen), search, by: tunnel?.endpoint ?? detour?.endpoint,
                signals, siblings, screen, joined)
        }
        if let siblings {
            // They end by themselves for the same reasons; a signal that came to this one was passed on.
            try siblings.wait()
        }
        return end.map { tell($0, screen) } ?? ExitCode.succeeded
    }

    /// - Parameter detour: where to connect to instead of the service's own address.
    private static func lend(
        _ offer: NodeOffer, _ search: AccessSearch, by detour: String?, _ signals: SignalDescriptor,
        _ siblings: SiblingStep?, _ screen: Screen, _ joined: @escaping () -> Void
    ) throws -> NodeLoopEnd {
        var offer = offer
        // Where the service's folder can be seen from here, what tasks print is kept there.
        offer.isOutputSeen = FileSystem.isWritable(search.access.run)
        offer.outputFolder = OutputStore.folder(
            of: offer.executor, in: offer.isOutputSeen ? search.access.run : UserFolders.state)
        let link = try SocketServiceLink(to: address(search, detour)) {
            (try? AccessSearch(option: search.path)).flatMap { try? address($0, detour) }
        }
        let cores = Wording.count(offer.node.cores.count, "core")
        screen.tell("rota: executor \(offer.node.name), \(cores), for \(search.access.zeromq)")
        screen.flush()
        var moment = SubmissionMoment.now()
        let submission = moment.drawUnique()
        let loop = NodeLoop(offer, link: link, signals: signals) { welcome throws(SystemFailure) in
            joined()
            let executor = try Executor(configuration(welcome, offer, submission: submission))
            if let siblings { executor.spare(siblings.process) }
            return executor
        } signalled: {
            try? siblings?.tellToEnd()
        } note: { sentence in
            screen.tell("rota: \(sentence)")
            screen.flush()
        }
        return try loop.run()
    }

    private static func tell(_ end: NodeLoopEnd, _ screen: Screen) -> Int32 {
        switch end {
        case .refused(let reason):
            screen.complain("the service refuses this executor: \(reason)")
            return ExitCode.refused
        case .signal: screen.tell("rota: ended by a signal; what ran was handed back.")
        case .drained: screen.tell("rota: drained.")
        case .idle: screen.tell("rota: nothing to do for long enough.")
        case .unneeded: screen.tell("rota: the service has nothing for this executor.")
        case .stopped(let reason): screen.tell("rota: the service says: \(reason)")
        }
        return ExitCode.succeeded
    }

    private static func address(_ search: AccessSearch, _ detour: String?) throws -> SocketServiceLink.Address {
        guard let serviceKey = CurveKey(text: search.access.servicePublicKey),
            let secretKey = CurveKey(text: search.access.secretKey)
        else {
            throw ParsedArguments.refusal(
                of: "--service", "is \(search.path), which holds no keys for executors",
                "Let the service write it anew: start it again.")
        }
        return SocketServiceLink.Address(
            endpoint: detour ?? search.access.zeromq, serviceKey: serviceKey, keys: try KeyPair(secretKey: secretKey))
    }

    private static func offer(
        _ arguments: ParsedArguments, _ share: AllocationShare?, _ screen: Screen
    ) throws -> NodeOffer {
        let machine = try share?.machine() ?? UsableMachine.detect()
        var lending = try arguments.lending()
        lending.lendContainers()
        if !lending.containerProblem.isEmpty { screen.tell("rota: no containers here: \(lending.containerProblem).") }
        share?.limit(&lending, on: machine)
        // Which jobs will come is not known: cores are given by number where the kernel grants them by number.
        var node = try machine.offer(lending, isBound: true).nodes[0]
        if let name = arguments.value(of: "name") { node.name = name }
        node.tags = arguments.values(of: "tag")
        node.allocation = share?.name ?? ""
        node.endsAt = share?.endsAt
        var random = SystemRandomNumberGenerator()
        var offer = NodeOffer(
            executor: .random(in: 1...UInt64.max, using: &random), node: node, host: Machine.hostName(),
            version: Version.text)
        offer.batchJob = share?.allocation.job ?? ""
        offer.leavesWhenEmpty = arguments.has("until-empty")
        offer.savingLimit = try arguments.duration("save-time") ?? Executor.Configuration.usualSavingLimit
        offer.containers = arguments.containerChoices()
        if lending.sharing == .polite { offer.coreWatch = CoreWatch(node) }
        offer.patience = try arguments.positiveDuration("patience")
        offer.idleTimeout =
            arguments.value(of: "idle-timeout") == "never"
            ? nil
            : try arguments.positiveDuration("idle-timeout") ?? (share == nil ? nil : AllocationShare.idleTimeout)
        return offer
    }

    private static func configuration(
        _ welcome: Welcome, _ offer: NodeOffer, submission: String
    ) throws(SystemFailure) -> Executor.Configuration {
        let folder = offer.outputFolder
        try FileSystem.makeDirectories(folder, mode: 0o700)
        var configuration = Executor.Configuration(
            folder: folder, directory: welcome.directory, token: welcome.token,
            launcherPath: try Launcher.executablePath(), environment: Environment.entries(),
            conventions: QCGConventions.conventions(submission: submission))
        configuration.savingLimit = offer.savingLimit
        configuration.containers.choices = offer.containers
        configuration.isPolite = offer.coreWatch != nil
        configuration.endsAreDoubtful = !offer.batchJob.isEmpty
        return configuration
    }
}
