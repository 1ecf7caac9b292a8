package import Dialects
internal import Executor
internal import Launch
internal import Ledger
internal import Links
internal import Model
internal import Plan
internal import Posix
internal import Sockets
internal import Web
internal import Wire

/// A service from its start to its end: its record, where it listens, and the loop between.
package final class ServiceSession {
    /// What the record says; for who shows it.
    package let replica: Replica
    package let damage: [String]
    /// What lets others in; written when it listens.
    package private(set) var access: AccessFile
    private let order: ServiceOrder
    private let state: StateFolder
    private let folder: RunFolder
    private let run: Run
    private let writer: LedgerWriter
    private let lock: RunLock
    private let clock: RunClock
    private var planner: Planner
    private var keeping: ServiceKeeping
    private let startedAt: Instant
    /// What QCG's reports were told of already.
    private let known: QCGReportEntries
    private var reception: QCGReception?
    /// None: no old program's executors can join.
    private var executors: QCGExecutors?

    /// Takes up the service's record, or begins it.
    ///
    /// - Throws: a `Refusal` when another service holds it, or what it keeps can't be read; else a failure of the
    ///   world.
    package init(_ order: ServiceOrder) throws {
        self.order = order
        let files = RunFiles(option: order.statePath, directory: order.directory)
        state = files.state
        clock = RunClock()
        startedAt = clock.now
        var configuration = Planner.Configuration()
        // Where others are still to join, nobody knows yet what is too large; what they promise is looked at before.
        configuration.refusesTooLarge = order.own.map { $0.neighbours == nil } ?? false
        configuration.policy = order.policy
        let now = clock.now
        var entries = QCGReportEntries()
        if let kept = try ServiceKeeping(readingFrom: state.path) {
            keeping = kept
            let replay = try Self.replay(kept.run, in: state) { [hasOffer = order.qcg != nil] fact in
                if hasOffer { entries.take(fact) { _ in } }
            }
            (run, folder, lock) = (replay.run, replay.folder, replay.lock)
            damage = replay.damage
            planner = replay.planner
            writer = try LedgerWriter(folder: folder.path, token: run.token, nextSequence: replay.nextSequence)
            try planner.take(.runOpened(run, at: now), at: now)
            try planner.take(.planningConfigured(configuration, at: now), at: now)
            // A silence counts anew: nobody could be heard while no service was there. Its own tasks ended with it, and
            // so did the executors that it had started itself.
            for node in planner.presentNodes {
                let isOwn = node.executor == 0 || order.own != nil
                try planner.take(
                    isOwn ? .nodeLost(node.identifier, at: now) : .nodeSilent(node.identifier, at: now), at: now)
            }
        } else {
            folder = try state.makeRun()
            lock = try RunLock.take(folder.path)
            var random = SystemRandomNumberGenerator()
            run = Run(
                number: folder.number, token: random.next(), arguments: order.arguments, directory: order.directory,
                sources: [], host: Machine.hostName(), version: order.version)
            keeping = try ServiceKeeping(run: folder.number)
            damage = []
            planner = Planner(configuration: configuration)
            writer = try LedgerWriter(folder: folder.path, token: run.token)
            try planner.take(.runOpened(run, at: now), at: now)
            try planner.take(.planningConfigured(configuration, at: now), at: now)
        }
        for var node in order.own?.nodes ?? [] {
            node.identifier = NodeIdentifier(planner.nodeCount)
            try planner.take(.nodeJoined(node, at: now), at: now)
        }
        known = entries
        replica = Replica(folder: folder.path, number: folder.number, durable: writer.nextSequence)
        replica.plan(by: configuration)
        access = AccessFile(
            version: order.version, host: Machine.hostName(), process: Int(Process.number), state: state.path,
            run: folder.path)
    }

    private static func replay(
        _ number: Int, in state: StateFolder, _ replayed: (Fact) -> Void
    ) throws -> RunReplay {
        do {
            return try RunReplay.open(number, statePath: state.path, directory: "/", replayed: replayed)
        } catch let refusal as Refusal {
            guard let owner = try? RunLock.holder(of: "\(state.path)/runs/\(number)") else { throw refusal }
            throw Refusal.servedAlready(state: state.path, by: owner)
        }
    }

    /// For who brings requests of QCG by another way than a socket; none before it serves, or when it serves none.
    package var requests: QCGRequests? { reception.map { QCGRequests(reception: $0) } }

    /// Listens, and carries on until it is told to end.
    ///
    /// - Parameter ready: called once when clients and executors can come.
    /// - Parameter note: what those who operate it want to know; called by many threads.
    /// - Parameter beat: called by the loop while it goes on, at least every five seconds.
    /// - Returns: the signal that ended it; none when a client did.
    package func serve(
        ready: (AccessFile) -> Void, note: @escaping @Sendable (ServiceNote) -> Void, beat: @escaping () -> Void = {}
    ) throws -> RunStop? {
        let signals = try SignalDescriptor([.interrupt, .terminate, .hangUp])
        // What knocks at the executors' port takes a descriptor for seconds. Tasks of our own keep the limit they know.
        if order.own == nil { try? FileDescriptor.raiseLimit() }
        let mailbox = try Mailbox()
        let context = try SocketContext()
        let gatekeeper = try Gatekeeper(in: context) { rejection in
            note(.rejection(from: rejection.address, of: "\(rejection.mechanism) without a known key", rejection.count))
        }
        gatekeeper.admit([keeping.client.publicKey], to: "executors")
        gatekeeper.admit([keeping.client.publicKey], to: "clients")
        let joint = order.own?.neighbours.map {
            JointSetup(run: run, folder: folder.path, clock: clock, neighbours: $0)
        }
        defer { if let joint { try? FileSystem.remove(joint.accessPath) } }
        let hands = try makeHands(in: context, gatekeeper, mailbox, joint, note)
        let routes = try Routes(replica: replica, mailbox: mailbox, clock: clock)
        defer { routes.stop() }
        let server = try makeServer(routes, note)
        defer {
            routes.end()
            server.stop()
        }
        let front = try openFront(in: context, gatekeeper, mailbox, routes.threads)
        try publish(server)
        routes.service = view
        ready(access)
        note(
            ServiceNote(.info, "serves \(state.path) at \(access.http) and \(access.zeromq), version \(order.version)"))
        if let time = order.keep {
            let keep = Keep(time, replica: replica, mailbox: mailbox, clock: clock)
            routes.threads.goOn { [threads = routes.threads] in keep.begin(on: threads) }
        }
        let condenser = try Condenser(folder, replica, mailbox, policy: order.condensing, note: note)
        try condenser.start()
        defer { condenser.stop() }
        let record = LoggedRecord(
            front?.follower ?? replica, nodes: planner.presentNodes, note: note, removed: condenser.ring, beat: beat)
        let loop = Loop(
            planner: planner, writer: writer,
            keeping: RecordKeeping(state, folder, token: run.token, condenser: condenser), lock: lock, hands: hands,
            clock: clock, signals: signals, observer: record, purpose: .service(mailbox))
        let stop = try withExtendedLifetime(record) { try loop.run() }
        front?.close()
        // What was answered last has left, or waited for long enough.
        if front != nil { context.close() }
        for path in accessPaths { try? FileSystem.remove(path) }
        if case .signal(let signal) = stop {
            note(ServiceNote(.info, "ended by \(Signal.name(of: Int(signal.rawValue)))"))
        } else {
            note(ServiceNote(.info, "ended by a client"))
        }
        return stop
    }

    private func makeHands(
        in context: SocketContext, _ gatekeeper: Gatekeeper, _ mailbox: Mailbox, _ joint: JointSetup?,
        _ note: @escaping @Sendable (ServiceNote) -> Void
    ) throws -> any Hands {
        if let own = order.own {
            let local = LocalHands(try makeExecutor(own))
            return try joint?.hands(local, own: planner.presentNodes.map(\.identifier)) ?? local
        }
        let router = try makeRouter(in: context, gatekeeper)
        let greeting = RemoteLinks.Greeting(
            speaker: Speaker(software: order.version), token: run.token, directory: order.directory,
            host: Machine.hostName(), fetchingLimit: order.fetchingLimit.count)
        let present = planner.presentNodes.filter { QCGExecutors.name(of: $0) == nil }
        let links = RemoteLinks(greeting, present: present, at: clock.now)
        let watch = try BatchWatch { node in
            _ = mailbox.post(
                Change(
                    facts: { planner, now in planner.isSilent(node) ? [.nodeLost(node, at: now)] : [] },
                    answer: { _ in note(ServiceNote(.info, "the allocation of node \(node.number) is over")) }))
        }
        let fetcher = OutputFetcher(run: folder.path, limit: order.fetchingLimit.count, note: note)
        let hands = RemoteHands(links, socket: router, watch: watch, fetcher: fetcher, clock: clock)
        guard order.qcg != nil else { return hands }
        let executors = QCGExecutors(planner, directory: order.directory, at: clock.now, note: note)
        self.executors = executors
        return QCGHands(hands, executors, clock: clock)
    }

    private func makeExecutor(_ own: ServiceOrder.OwnNodes) throws -> Executor {
        try Process.becomeSubreaper()
        var configuration = Executor.Configuration(
            folder: folder.path, directory: run.directory, token: run.token,
            launcherPath: try Launcher.executablePath(), environment: Environment.entries(),
            conventions: own.conventions, clockOffset: clock.offset)
        configuration.endsAreDoubtful = own.nodes.contains { !$0.allocation.isEmpty }
        configuration.servesInTurn = order.policy.servesInTurn
        let executor = try Executor(configuration)
        for node in planner.presentNodes { executor.add(node) }
        return executor
    }

    /// What serves QCG's clients, where they are to be served.
    private func openFront(
        in context: SocketContext, _ gatekeeper: Gatekeeper, _ mailbox: Mailbox, _ threads: RequestThreads
    ) throws -> QCGFront? {
        guard var offer = order.qcg else { return nil }
        if offer.keepsPorts, keeping.plainPort > 0 { offer.plainPorts.insert(keeping.plainPort, at: 0) }
        if offer.publisherPorts == [0], keeping.publisherPort > 0 {
            offer.publisherPorts?.insert(keeping.publisherPort, at: 0)
        }
        let reception = QCGReception(
            offer, order, executors: executors, replica: replica, mailbox: mailbox, clock: clock)
        self.reception = reception
        let front = try QCGFront(
            offer, reception, threads: threads, known: known, in: context,
            keyed: .server(keeping.service, gatekeeper, domain: "clients"), keyedAddress: order.address,
            executorPort: access.zeromqPort, access: &access)
        keeping.plainPort = AccessFile.port(of: access.plain) ?? 0
        keeping.publisherPort = reception.addresses.events.flatMap(AccessFile.port) ?? 0
        return front
    }

    private func makeRouter(in context: SocketContext, _ gatekeeper: Gatekeeper) throws -> Socket {
        var options = SocketOptions()
        options.security = .server(keeping.service, gatekeeper, domain: "executors")
        // 0: what waits for an executor is bounded by what it was given.
        options.sendLimit = 0
        // 16 MiB: twice what an executor says at once. Who is not let in yet could make us hold as much.
        options.largestMessageBytes = 16 << 20
        let router = try Socket(.router, in: context, options: options)
        let former = order.keepsExecutorPort ? [keeping.executorPort].filter { $0 > 0 } : []
        let ports = former + order.executorPorts
        access.zeromq = try router.bind(to: order.address, ports: ports)
        return router
    }

    private func makeServer(
        _ routes: Routes, _ note: @escaping @Sendable (ServiceNote) -> Void
    ) throws -> WebServer {
        var configuration = WebServer.Configuration()
        configuration.whenRefused = RefusedRequests(note).hear
        configuration.address = order.address
        configuration.token = keeping.token
        configuration.exempt = ["/healthz", "/v1/openapi.json"]
        if !WebAddress.isLoopback(order.address) {
            let certificate = try keeping.certificate.map(Certificate.init) ?? .selfSigned(for: Machine.hostName())
            keeping.certificate = (certificate.certificate, certificate.key)
            configuration.certificate = certificate
            access.pin = try certificate.pin()
        }
        var failure: WebFailure?
        for port in [keeping.httpPort].filter({ $0 > 0 }) + order.httpPorts {
            configuration.ports = port...port
            do throws(WebFailure) {
                return try WebServer(configuration) { request, answer in
                    note(ServiceNote(request))
                    routes.answer(request, answer)
                }
            } catch { failure = error }
        }
        throw failure ?? .unprotected(address: order.address)
    }

    /// Writes where it listens and what lets others in.
    private func publish(_ server: WebServer) throws {
        access.http = server.base
        access.token = keeping.token
        access.servicePublicKey = keeping.service.publicKey.text
        access.publicKey = keeping.client.publicKey.text
        access.secretKey = keeping.client.secretKey.text
        keeping.httpPort = server.port
        keeping.executorPort = access.zeromqPort ?? 0
        if let name = order.publicAddress {
            access.http = access.http.replacing(order.address, with: name)
            access.zeromq = access.zeromq.replacing(order.address, with: name)
            access.requests = access.requests.replacing(order.address, with: name)
        }
        try keeping.write(in: state.path)
        for path in accessPaths {
            try FileSystem.makeDirectories(FileSystem.folder(of: path), mode: 0o700)
            try FileSystem.replace(path, with: Array(access.text.utf8), mode: 0o600)
        }
    }

    private var accessPaths: [String] { [state.path + "/access.json"] + (order.accessPath.map { [$0] } ?? []) }

    private var view: ServiceView {
        ServiceView(
            version: order.version, host: access.host, process: access.process, state: state.path,
            startedAt: startedAt, now: clock.now, http: access.http, zeromq: access.zeromq)
    }
}
