package import Executor
package import Ledger
package import Model
package import Plan
package import Posix

/// Opens a run, new or one to go on with, and makes the loop that carries it out.
package struct RunSession {
    package let run: Run
    package let folder: RunFolder
    package private(set) var planner: Planner
    /// What of the record was lost, and what it may concern.
    package private(set) var damage: [Damage] = []
    /// Facts about what was lost with damaged frames.
    package private(set) var factsSetAside = 0
    private let writer: LedgerWriter
    private let lock: RunLock
    private let clock: RunClock
    private let surroundings: Surroundings

    /// What a caller decides about how tasks are run.
    package struct Surroundings: Sendable {
        package var launcherPath: String
        /// `NAME=value`, what tasks inherit.
        package var environment: [[UInt8]]
        package var isForeground: Bool

        package init(launcherPath: String, environment: [[UInt8]], isForeground: Bool) {
            self.launcherPath = launcherPath
            self.environment = environment
            self.isForeground = isForeground
        }
    }

    /// Whether a planner would take these jobs on these nodes; nothing is written.
    package static func check(
        _ jobs: [Job], on nodes: [Node], _ configuration: Planner.Configuration
    ) throws(Refusal) {
        var planner = Planner(configuration: configuration)
        for node in nodes { try planner.take(.nodeJoined(node, at: .zero), at: .zero) }
        try planner.take(.jobsSubmitted(first: JobIdentifier(0), jobs: jobs, at: .zero), at: .zero)
        try LedgerWriter.refuseTooLarge(jobs)
    }

    /// A new run with the next number; its jobs have been checked.
    package static func begin(
        in state: StateFolder, _ jobs: [Job], on nodes: [Node], _ configuration: Planner.Configuration,
        _ surroundings: Surroundings, description: (Int) -> Run
    ) throws(RunFailure) -> RunSession {
        let folder: RunFolder
        let writer: LedgerWriter
        let run: Run
        do throws(SystemFailure) {
            folder = try state.makeRun()
            run = description(folder.number)
            writer = try LedgerWriter(folder: folder.path, token: run.token)
        } catch { throw .system(error) }
        let lock = try takeLock(folder)
        let clock = RunClock()
        var planner = Planner(configuration: configuration)
        let now = clock.now
        take(.runOpened(run, at: now), &planner, now)
        for node in nodes { take(.nodeJoined(node, at: now), &planner, now) }
        take(.jobsSubmitted(first: JobIdentifier(0), jobs: jobs, at: now), &planner, now)
        return RunSession(
            run: run, folder: folder, planner: planner, writer: writer, lock: lock, clock: clock,
            surroundings: surroundings)
    }

    /// Replays a run's record, to go on with it.
    package static func resume(
        _ folder: RunFolder, _ configuration: Planner.Configuration, _ surroundings: Surroundings
    ) throws(RunFailure) -> RunSession {
        let lock = try takeLock(folder)
        var planner = Planner(configuration: configuration)
        var opened: Run?
        var setAside = 0
        let reader = folder.reader()
        let damage: [Damage]
        do throws(ReadingProblem) {
            while let frame = try reader.next() {
                for fact in frame.facts {
                    if case .runOpened(let run, _) = fact { opened = run }
                    if !planner.apply(fact) { setAside += 1 }
                }
            }
            damage = try reader.conclude()
        } catch { throw .reading(error) }
        let run = opened ?? Run(
            number: folder.number, token: reader.token ?? 0, arguments: [], directory: ".",
            host: Machine.hostName(), version: "")
        let writer: LedgerWriter
        do throws(SystemFailure) {
            writer = try LedgerWriter(folder: folder.path, token: run.token, nextSequence: reader.nextSequence)
        } catch { throw .system(error) }
        var session = RunSession(
            run: run, folder: folder, planner: planner, writer: writer, lock: lock, clock: RunClock(),
            surroundings: surroundings)
        session.damage = damage
        session.factsSetAside = setAside
        return session
    }

    /// Goes on after a replay: what was in motion is lost, what failed starts anew, new jobs join.
    package mutating func goOn(on nodes: [Node], adding jobs: [Job]) throws(Refusal) {
        let now = clock.now
        try planner.take(.runOpened(run, at: now), at: now)
        for node in planner.presentNodes { try planner.take(.nodeLost(node.identifier, at: now), at: now) }
        for node in nodes {
            var node = node
            node.identifier = NodeIdentifier(planner.nodeCount)
            try planner.take(.nodeJoined(node, at: now), at: now)
        }
        for number in 0..<planner.jobCount {
            try planner.take(.retryRequested(JobIdentifier(number), at: now), at: now)
        }
        if !jobs.isEmpty {
            try planner.take(.jobsSubmitted(first: JobIdentifier(planner.jobCount), jobs: jobs, at: now), at: now)
        }
        try planner.take(.resumed(at: now), at: now)
    }

    /// The loop that carries the run out; called once.
    package func loop(
        observer: (any RunObserver)?, signals: SignalDescriptor, stopsAtFirstFailure: Bool
    ) throws(RunFailure) -> RunLoop {
        let executor: Executor
        do throws(SystemFailure) {
            try Process.becomeSubreaper()
            executor = try Executor(
                Executor.Configuration(
                    folder: folder.path, directory: run.directory, token: run.token,
                    launcherPath: surroundings.launcherPath, environment: surroundings.environment,
                    isForeground: surroundings.isForeground, clockOffset: clock.offset))
        } catch { throw .system(error) }
        for node in planner.presentNodes { executor.add(node) }
        return RunLoop(
            planner: planner, writer: writer, lock: lock, executor: executor, clock: clock, signals: signals,
            observer: observer, stopsAtFirstFailure: stopsAtFirstFailure)
    }

    private static func takeLock(_ folder: RunFolder) throws(RunFailure) -> RunLock {
        do throws(LockProblem) { return try RunLock.take(folder.path) } catch { throw .lock(error) }
    }

    /// For facts that were checked before; a refusal here is a bug.
    private static func take(_ fact: Fact, _ planner: inout Planner, _ now: Instant) {
        do throws(Refusal) { try planner.take(fact, at: now) } catch {
            preconditionFailure("a checked submission was refused: \(error)")
        }
    }
}
