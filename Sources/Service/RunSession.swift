internal import Executor
internal import Launch
internal import Ledger
package import Model
internal import Plan
internal import Posix

/// Opens a run, new or one to go on with, and makes the loop that carries it out.
package struct RunSession {
    package let run: Run
    /// Where its record and what its tasks print are kept.
    package let folder: String
    private var planner: Planner
    private let order: RunOrder
    private let files: RunFiles
    private let writer: LedgerWriter
    private let lock: RunLock
    private let clock: RunClock
    private var shared: LocalHands.SharedNode?

    /// A new run with the next number.
    ///
    /// - Throws: `Refusal` when its jobs are impossible; nothing is written then. Else `RunFailure`.
    package static func begin(_ order: RunOrder) throws -> RunSession {
        if let refusal = Admission.refusal(of: order.jobs, on: order.expectedNodes) { throw refusal }
        try LedgerWriter.refuseTooLarge(order.jobs)
        let files = RunFiles(option: order.statePath, directory: order.directory)
        let watch = try watch(order)
        endLeftovers(of: files)
        let folder = try RunFailure.system { () throws(SystemFailure) in try files.state.makeRun() }
        var random = SystemRandomNumberGenerator()
        let run = Run(
            number: folder.number, token: random.next(), arguments: order.arguments, directory: order.directory,
            sources: order.sources, host: Machine.hostName(), version: order.version)
        var session = RunSession(
            run: run, folder: folder.path, planner: Planner(configuration: configuration(order)), order: order,
            files: files,
            writer: try RunFailure.system { () throws(SystemFailure) in
                try LedgerWriter(folder: folder.path, token: run.token)
            },
            lock: try takeLock(folder), clock: RunClock())
        let now = session.clock.now
        try session.planner.take(.runOpened(run, at: now), at: now)
        try session.planner.take(.planningConfigured(configuration(order), at: now), at: now)
        for node in order.nodes { try session.join(node, watch, at: now) }
        if order.course == nil || !order.jobs.isEmpty {
            try session.planner.take(.jobsSubmitted(first: JobIdentifier(0), jobs: order.jobs, at: now), at: now)
        }
        return session
    }

    /// Goes on with a run: what was in motion is lost, what failed starts anew, new jobs join.
    ///
    /// - Parameter order: its jobs are those that the record does not have yet.
    /// - Throws: `Refusal` when nothing is left to do, a new job is impossible, or one that is left does not fit these
    ///   nodes; nothing is written then, and the run is given back. Else `RunFailure`.
    package static func goOn(with replay: RunReplay, _ order: RunOrder) throws -> RunSession {
        do {
            let left = replay.unfinishedJobs
            if left.isEmpty, order.jobs.isEmpty, replay.isClosed, replay.damage.isEmpty {
                throw Refusal.everythingSucceeded(replay.run.number)
            }
            if let refusal = Admission.misfit(of: left, on: order.expectedNodes) { throw refusal }
            return try takeUp(replay, order)
        } catch {
            replay.abandon()
            throw error
        }
    }

    private static func takeUp(_ replay: RunReplay, _ order: RunOrder) throws -> RunSession {
        let folder = replay.folder.path
        let watch = try watch(order)
        var session = RunSession(
            run: replay.run, folder: folder, planner: replay.planner, order: order,
            files: replay.files,
            writer: try RunFailure.system { () throws(SystemFailure) in
                try LedgerWriter(folder: folder, token: replay.run.token, nextSequence: replay.nextSequence)
            },
            lock: replay.lock, clock: RunClock())
        let now = session.clock.now
        try session.planner.take(.runOpened(session.run, at: now), at: now)
        try session.planner.take(.planningConfigured(configuration(order), at: now), at: now)
        for node in session.planner.presentNodes {
            try session.planner.take(.nodeLost(node.identifier, at: now), at: now)
        }
        for node in order.nodes {
            var node = node
            node.identifier = NodeIdentifier(session.planner.nodeCount)
            try session.join(node, watch, at: now)
        }
        for job in RetryOrder(session.planner).jobs {
            try session.planner.take(.retryRequested(job, at: now), at: now)
        }
        if !order.jobs.isEmpty {
            let first = JobIdentifier(session.planner.jobCount)
            try session.planner.take(.jobsSubmitted(first: first, jobs: order.jobs, at: now), at: now)
        }
        try session.planner.take(.resumed(at: now), at: now)
        endLeftovers(of: replay.folder, token: replay.run.token)
        return session
    }

    /// What is seen of others on its node, where it is shared with them, after a first look.
    private static func watch(_ order: RunOrder) throws(RunFailure) -> CoreWatch? {
        guard order.isPolite, let node = order.nodes.first else { return nil }
        var watch = CoreWatch(node)
        do throws(SystemFailure) { try watch.lookFirst() } catch { throw .system(error) }
        return watch
    }

    private mutating func join(_ node: Node, _ watch: CoreWatch?, at now: Instant) throws(Refusal) {
        try planner.take(.nodeJoined(node, at: now), at: now)
        guard let watch else { return }
        shared = LocalHands.SharedNode(node: node.identifier, watch: watch)
        for fact in planner.news(ofCoresKept: watch.kept, on: node.identifier, at: now) {
            try planner.take(fact, at: now)
        }
    }

    /// Carries the run out; called once.
    ///
    /// - Returns: why it was stopped; none when every task has ended.
    package func carryOut(observer: any RunObserver) throws(RunFailure) -> RunStop? {
        let hands: any Hands
        let signals: SignalDescriptor
        let setup = order.neighbours.map { JointSetup(run: run, folder: folder, clock: clock, neighbours: $0) }
        defer { if let setup { try? FileSystem.remove(setup.accessPath) } }
        do throws(SystemFailure) {
            try Process.becomeSubreaper()
            signals = try SignalDescriptor(
                [.interrupt, .terminate, .hangUp, .user1] + (order.endsWhenSuspended ? [.suspend] : []))
            let local = LocalHands(try executor(observer), shared: shared)
            hands = try setup?.hands(local, own: planner.presentNodes.map(\.identifier)) ?? local
        } catch { throw .system(error) }
        let keeping = RecordKeeping(files.state, RunFolder(path: folder, number: run.number), token: run.token)
        let loop = Loop(
            planner: planner, writer: writer, keeping: keeping, lock: lock, hands: hands, clock: clock,
            signals: signals, observer: observer, purpose: .run(order))
        return try loop.run()
    }

    private func executor(_ observer: any RunObserver) throws(SystemFailure) -> Executor {
        var configuration = Executor.Configuration(
            folder: folder, directory: run.directory, token: run.token,
            launcherPath: try Launcher.executablePath(), environment: Environment.entries(),
            conventions: order.conventions, isForeground: order.isForeground,
            followsOutput: observer.followsOutput, clockOffset: clock.offset)
        configuration.endsAreDoubtful = order.isInAllocation
        configuration.containers.choices = order.containers
        if let limit = order.savingLimit { configuration.savingLimit = limit }
        configuration.servesInTurn = order.policy.servesInTurn
        configuration.isPolite = order.isPolite
        let executor = try Executor(configuration)
        for node in planner.presentNodes { executor.add(node) }
        return executor
    }

    /// For who looks at the run when it is over.
    package var record: RunRecord {
        RunRecord(RunFolder(path: folder, number: run.number), in: files.state, isGoing: false)
    }

    private static func configuration(_ order: RunOrder) -> Planner.Configuration {
        var configuration = Planner.Configuration()
        configuration.atOnce = order.atOnce
        configuration.policy = order.policy
        // Where others are still to join, nobody knows yet what is too large; what they promise was looked at before.
        configuration.refusesTooLarge = order.neighbours == nil
        return configuration
    }

    /// What a run whose every process was killed at once left behind still works on somebody's files.
    ///
    /// Its lock is taken meanwhile, so that nobody goes on with it just now and loses what he starts; then it is given
    /// back, so that nobody looks there again.
    private static func endLeftovers(of files: RunFiles) {
        for folder in (try? files.folders()) ?? [] where folder.hasDeadLock {
            var lock: RunLock?
            do throws(LockProblem) { lock = try RunLock.take(folder.path) } catch {
                // In a folder that can only be read nobody else can take it either.
                guard case .system = error else { continue }
            }
            if let token = folder.token { endLeftovers(of: folder, token: token) }
            try? lock?.release()
        }
    }

    private static func endLeftovers(of folder: RunFolder, token: UInt64) {
        _ = Leftovers.end(groupsOf: OutputStore.lanesFolder(in: folder.path))
        _ = Leftovers.end(marked: String(token, radix: 16) + "-")
    }

    private static func takeLock(_ folder: RunFolder) throws(RunFailure) -> RunLock {
        do throws(LockProblem) { return try RunLock.take(folder.path) } catch { throw .lock(error) }
    }
}
