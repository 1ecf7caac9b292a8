internal import Containers
internal import Launch
package import Model
package import Posix

/// The node's loop without the loop: performs orders through the launcher and turns its events into facts.
///
/// - Order: `perform` for each order, `send`; when one of `eventDescriptors` is readable, `collect`.
package final class Executor {
    package private(set) var configuration: Configuration
    var launcher: Launcher
    var lanes = Lanes()
    private var output: OutputStore
    /// None unless somebody wants to see what attempts print while they run.
    private var live: LiveOutput?
    private var places = LanePlaces()
    private let surroundings: Surroundings
    /// What ends count as that have been asked for.
    private var endings: [AttemptIdentifier: Outcome] = [:]
    var nodes: [NodeIdentifier: Node] = [:]
    /// Events that could not be stored yet, since the disk was full.
    private var unstored: [LaunchEvent] = []
    private var facts: [Fact] = []
    /// Answers to orders to adjust; told behind the starts of the attempts they are about.
    var adjusted: [(attempt: AttemptIdentifier, fact: Fact)] = []
    var adjustments: Adjustments
    var saving = SavingAttempts()
    private var doubtful = DoubtfulEnds()
    /// None where nobody asks.
    var used: UsedProcessors?
    var contained: ContainedAttempts
    /// Children of this process that are none of the launcher's.
    private var spared: Set<Int32> = []
    /// Starts that have not become facts.
    private var started: [(attempt: AttemptIdentifier, at: Instant)] = []

    package init(_ configuration: Configuration) throws(SystemFailure) {
        self.configuration = configuration
        surroundings = Surroundings(token: configuration.token, inherited: configuration.environment)
        output = try OutputStore(folder: configuration.folder)
        adjustments = Adjustments(folder: configuration.folder)
        contained = ContainedAttempts(configuration)
        used = configuration.isPolite ? UsedProcessors() : nil
        live = configuration.followsOutput ? LiveOutput(folder: configuration.folder) : nil
        launcher = try Self.startLauncher(configuration)
    }

    package var eventDescriptors: [FileDescriptor] {
        [launcher.eventDescriptor] + [contained.descriptor, saving.descriptor].compactMap(\.self)
    }
    package var attemptsInMotion: Int { lanes.attemptCount + doubtful.attempts.count }
    /// By lane, what was handed over and has not ended, in the order it runs; and each by itself, what is not known to
    /// have ended for good.
    package var heldAttempts: [[AttemptIdentifier]] {
        (0..<lanes.count).map { lanes.attempts(in: $0) } + doubtful.attempts.map { [$0] }
    }
    package func holds(_ attempt: AttemptIdentifier) -> Bool {
        lanes.lane(of: attempt) != nil || doubtful.attempts.contains(attempt)
    }
    package var now: Instant { instant(of: MonotonicTime(nanoseconds: Clock.monotonicNanoseconds())) }
    /// What must be added to the machine's monotonic clock from now on to get scheduler time.
    package func setClock(offset: Duration) { configuration.clockOffset = offset }
    /// Whether from now on who is paused for another goes on soon.
    package func setTurns(_ servesInTurn: Bool) { configuration.servesInTurn = servesInTurn }

    /// Whether no lane runs dry within a few milliseconds, so that nobody waits for the next decision.
    package var isWellSupplied: Bool { lanes.haveAtLeast(Self.ampleSupply) }

    // 16: 5 ms of the shortest programs there are (0.3 ms each).
    private static let ampleSupply = 16

    /// The processors that attempts may have used since this was last asked; none: it can't be told.
    func takeUsedProcessors() -> Set<Int>? { used?.take() }

    /// A child of this process that is left alone when the launcher was killed and what it left is ended.
    package func spare(_ child: Int32) { spared.insert(child) }

    /// Nodes whose tasks this executor runs.
    package func add(_ node: Node) { nodes[node.identifier] = node }

    package func perform(_ order: Order, job: (JobIdentifier) -> Job) {
        switch order {
        case .start(let handOver): start(handOver, job)
        case .end(let attempt, let outcome, let grace):
            guard let lane = lanes.lane(of: attempt) else { return _ = doubtful.settle(attempt, as: outcome) }
            endings[attempt] = outcome
            launcher.end(attempt, on: lane, grace: grace)
        case .adjust(let attempt, let adjustment): adjust(attempt, adjustment)
        case .takeBack(let attempt, _):
            takeBack(behind: attempt)
        }
    }

    /// Sends what the lanes take now. Answers the sockets to wait for, until writable, before the next try.
    package func send() -> [FileDescriptor] { launcher.flush() }

    /// The facts that have become known.
    ///
    /// - Throws: what tasks printed could not be stored; nothing is lost, and the next call tries again.
    package func collect(at now: Instant) throws(SystemFailure) -> [Fact] {
        var events = unstored
        unstored.removeAll()
        try launcher.readEvents(into: &events)
        for (position, event) in events.enumerated() {
            do throws(SystemFailure) { try take(event, at: now) } catch {
                unstored = Array(events[position...])
                throw error
            }
        }
        takeSaving()
        takeContained()
        try output.flush()
        // A start is news only while the attempt still runs; a short one's end tells it all.
        for start in started where lanes.lane(of: start.attempt) != nil {
            facts.append(.attemptStarted(start.attempt, at: start.at))
        }
        started.removeAll(keepingCapacity: true)
        // One that has ended is settled by its end.
        for answer in adjusted where lanes.lane(of: answer.attempt) != nil { facts.append(answer.fact) }
        adjusted.removeAll(keepingCapacity: true)
        defer { facts.removeAll(keepingCapacity: true) }
        return configuration.endsAreDoubtful ? doubtful.pass(facts, at: now) : facts
    }

    private func take(_ event: LaunchEvent, at now: Instant) throws(SystemFailure) {
        switch event {
        case .started(let attempt, let lane, let process, let at):
            started.append((attempt, instant(of: at)))
            live?.started(attempt, lane: lane, process: process)
        case .ended(let end):
            facts.append(.attemptEnded(try attemptEnd(end)))
            places.ended(end)
            live?.ended(end)
        case .takenBack(let first, let count, _):
            guard count > 0 else { return }
            for number in first.number..<first.number + count { forget(AttemptIdentifier(number)) }
            facts.append(.attemptsTakenBack(first: first, count: count, at: now))
        case .adjusted(let attempt, let number, let errorNumber, let at):
            adjusted(attempt, number: number, errorNumber: errorNumber, at: instant(of: at))
        case .laneDied(let lane):
            live?.died(lane: lane)
            places.died(lane)
            facts += losses(in: lane, at: now)
        case .launcherDied:
            live?.launcherDied()
            places.launcherDied()
            facts += try replaceLauncher(at: now)
        }
    }

    /// What attempts have printed since the last look and while they run; nothing unless it was configured.
    package func readLiveOutput(_ passOn: (AttemptIdentifier, OutputStore.Stream, [UInt8]) -> Void) {
        live?.read(passOn)
    }

    /// What a running attempt has printed so far, from this byte of it on; none when it does not run, or prints to a
    /// file of its own.
    package func printed(
        by attempt: AttemptIdentifier, _ stream: OutputStore.Stream, from offset: Int64, count: Int
    ) throws(SystemFailure) -> [UInt8]? {
        guard let lane = lanes.lane(of: attempt), lanes.attempts(in: lane).first == attempt,
            let place = places.place(on: lane, stream)
        else { return nil }
        let path = OutputStore.laneFile(lane, place.generation, stream, in: configuration.folder)
        guard FileSystem.exists(path) else { return nil }
        let file = try FileDescriptor.open(path, .read)
        defer { file.close() }
        return try file.read(at: place.offset + offset, count: count)
    }

    /// Makes durable what tasks printed, before the facts that point to it are.
    package func synchronizeOutput() throws(SystemFailure) { try output.synchronize() }

    /// Ends whatever still runs and removes what the run's folder need not keep.
    package func close() {
        saving.close()
        launcher.close()
        contained.close()
        output.close()
    }

    private static func startLauncher(_ configuration: Configuration) throws(SystemFailure) -> Launcher {
        try Launcher(
            executable: configuration.launcherPath,
            outputFolder: OutputStore.lanesFolder(in: configuration.folder),
            environment: configuration.environment, isForeground: configuration.isForeground)
    }

    private func start(_ handOver: HandOver, _ job: (JobIdentifier) -> Job) {
        let first = handOver.firstAttempt.number
        let lane = lanes.take(first..<first + handOver.count, after: handOver.after)
        let placed = PlacedNodes(handOver.placement, of: nodes)
        var attempt = handOver.firstAttempt
        for tasks in handOver.tasks {
            var asked = job(tasks.job)
            // Of either or, what was taken says how long it may run.
            if !asked.request.alternatives.isEmpty { asked.request = asked.request.taken(by: handOver.placement) }
            var preparation = Preparation(
                job: asked, placed: placed, configuration: configuration, surroundings: surroundings)
            let image = asked.command.container?.image
            for iteration in tasks.iterations {
                do throws(SystemFailure) {
                    if let image, let keeper = try contained.add(attempt, image: image, configuration.containers) {
                        spare(keeper)
                    }
                    let width = try adjustments.begin(attempt, preparation.job, placed, preparation.reach)
                    used?.begin(attempt, placed.processors, isHeld: preparation.reach == .bound)
                    let request = preparation.request(attempt, iteration: iteration, widthFile: width)
                    if width != nil, let file = preparation.epochsFile() { saving.add(attempt, file: file) }
                    try launcher.start(request, on: lane)
                } catch {
                    fail(attempt, error)
                }
                attempt.number += 1
            }
        }
    }

    /// The launcher could not be told: no descriptors for a new lane, say.
    private func fail(_ attempt: AttemptIdentifier, _ failure: SystemFailure) {
        forget(attempt)
        let outcome = Outcome.startFailed(
            StartFailure(step: .process, errorNumber: Int(failure.errorNumber), path: failure.path))
        facts.append(.attemptEnded(AttemptEnd(attempt: attempt, startedAt: nil, endedAt: now, outcome: outcome)))
    }

    /// Whether facts wait that no descriptor announces.
    package var hasFacts: Bool { !facts.isEmpty || !unstored.isEmpty || !adjusted.isEmpty }

    private func takeBack(behind attempt: AttemptIdentifier) {
        guard let lane = lanes.lane(of: attempt) else { return }
        let behind = lanes.attempts(in: lane).drop { $0 != attempt }.dropFirst()
        var run: Range<Int>?
        for number in behind.map(\.number) {
            if let known = run, known.upperBound == number {
                run = known.lowerBound..<number + 1
            } else {
                if let run { launcher.takeBack(AttemptIdentifier(run.lowerBound), count: run.count, on: lane) }
                run = number..<number + 1
            }
        }
        if let run { launcher.takeBack(AttemptIdentifier(run.lowerBound), count: run.count, on: lane) }
    }

    private func attemptEnd(_ end: LaunchEnd) throws(SystemFailure) -> AttemptEnd {
        let captured = try output.store(
            piece(end.standardOutput, .output, end.lane), piece(end.standardError, .error, end.lane), of: end.attempt)
        let ending = endings[end.attempt]
        let report = contained.report(of: end.attempt)
        forget(end.attempt)
        return AttemptEnd(
            attempt: end.attempt, startedAt: end.startedAt.map(instant), endedAt: instant(of: end.endedAt),
            processIdentifier: end.process, outcome: outcome(of: end, report, ending: ending),
            usage: report?.usage ?? end.usage,
            output: captured)
    }

    private func piece(_ range: LaunchEnd.OutputRange, _ stream: OutputStore.Stream, _ lane: Int) -> OutputStore.Piece {
        OutputStore.Piece(
            lane: lane, generation: range.generation, stream: stream, bytes: range.offset..<range.offset + range.count)
    }

    private func outcome(of end: LaunchEnd, _ report: ContainerReport?, ending: Outcome?) -> Outcome {
        switch end.cause {
        // A lane that lost its launcher ends what it runs without having been asked.
        case .stopped: return ending ?? .lost
        case .wallTime: return .wallTimeExceeded
        case .outOfMemory: return .outOfMemory
        case .startFailed(let failure): return .startFailed(failure)
        case .own where report != nil: return report?.outcome ?? .lost
        case .own:
            let own: Outcome =
                switch end.status {
                case .exited(0): .succeeded
                case .exited(let code): .exited(code: code)
                case .signalled(let signal): .signalled(signal)
                }
            // The order was on its way when somebody else's signal came first.
            return DoubtfulEnds.isDoubtful(own) ? ending ?? own : own
        }
    }

    private func forget(_ attempt: AttemptIdentifier) {
        if !endings.isEmpty { endings[attempt] = nil }
        adjustments.end(attempt)
        saving.end(attempt)
        used?.end(attempt)
        _ = contained.report(of: attempt)
        lanes.remove(attempt)
    }

    /// The last first: only the one that may have run is then first in its chain at its end.
    private func losses(in lane: Int, at now: Instant) -> [Fact] {
        let lost = lanes.attempts(in: lane)
        for attempt in lost { forget(attempt) }
        return lost.reversed().map {
            .attemptEnded(AttemptEnd(attempt: $0, startedAt: nil, endedAt: now, outcome: .lost))
        }
    }

    /// Everything that ran went with the launcher, or is ended here; a new one takes its place.
    private func replaceLauncher(at now: Instant) throws(SystemFailure) -> [Fact] {
        launcher.close()
        _ = Leftovers.endOrphans(keeping: spared)
        let lost = (0..<lanes.count).flatMap { losses(in: $0, at: now) }
        lanes = Lanes()
        launcher = try Self.startLauncher(configuration)
        return lost
    }

    private func instant(of time: MonotonicTime) -> Instant {
        Instant(nanoseconds: time.nanoseconds + configuration.clockOffset.nanoseconds)
    }
}
