internal import Containers
internal import Model
internal import Posix

/// The attempts that run in containers, and the process that removes what is left of them when this one is gone.
///
/// Containers are the engine's children, not ours: nobody ends them with us. So a program of our own waits apart for
/// our end, whatever its cause, and removes those of which we were the keeper.
struct ContainedAttempts {
    private var images: [AttemptIdentifier: String] = [:]
    private var keeper: (process: Int32, lifeline: FileDescriptor)?
    private var adjuster: ContainerAdjuster?
    /// What the launcher is told once the engine has done its part.
    private var moves: [AttemptIdentifier: (number: Int, move: Adjustments.Move)] = [:]
    private let engine: String
    private let reports: String
    private let markPrefix: String

    init(_ configuration: Executor.Configuration) {
        engine = configuration.containers.engine
        reports = ContainerWords.reports(in: configuration.folder)
        markPrefix = String(configuration.token, radix: 16) + "-"
    }

    /// An attempt is about to be started.
    /// - Returns: the keeper's process, when it was started for this one.
    mutating func add(
        _ attempt: AttemptIdentifier, image: String, _ setup: ContainerSetup
    ) throws(SystemFailure) -> Int32? {
        images[attempt] = image
        guard keeper == nil else { return nil }
        let (reading, writing) = try FileDescriptor.pipe()
        defer { reading.close() }
        let nothing = try FileDescriptor.open("/dev/null", .update)
        defer { nothing.close() }
        let process = try Process.spawn(
            setup.program, arguments: [setup.program] + ContainerKeeper.words(setup.engine, setup.keeper),
            environment: [], descriptors: [reading, nothing, nothing], isApart: true)
        try writing.setNonblocking()
        keeper = (process, writing)
        return process
    }

    func contains(_ attempt: AttemptIdentifier) -> Bool { images[attempt] != nil }

    /// Whose answers are to be collected; none as long as nothing was asked.
    var descriptor: FileDescriptor? { adjuster?.descriptor }

    /// Has the engine do its part of an adjustment.
    mutating func adjust(
        _ attempt: AttemptIdentifier, number: Int, _ move: Adjustments.Move, width: Cores
    ) throws(SystemFailure) {
        let adjuster = if let adjuster { adjuster } else { try ContainerAdjuster(engine: engine) }
        self.adjuster = adjuster
        moves[attempt] = (number, move)
        adjuster.ask(
            mark(of: attempt),
            ContainerAdjuster.Wish(
                number: number, processors: move.processors, width: width, isPaused: move.isPaused))
    }

    /// What the engine has done of it, or could not.
    mutating func adjusted() -> [(attempt: AttemptIdentifier, number: Int, move: Adjustments.Move, errorNumber: Int)] {
        guard let adjuster else { return [] }
        let answers = adjuster.answers()
        return answers.compactMap { answer in
            let asked = moves.first { mark(of: $0.key) == answer.container && $0.value.number == answer.number }
            return asked.map { ($0.key, $0.value.number, $0.value.move, answer.errorNumber) }
        }
    }

    private func mark(of attempt: AttemptIdentifier) -> String { markPrefix + String(attempt.number) }

    /// What its errand left of an attempt; none of one that did not run in a container.
    mutating func report(of attempt: AttemptIdentifier) -> ContainerReport? {
        guard let image = images.removeValue(forKey: attempt) else { return nil }
        let mark = mark(of: attempt)
        if moves.removeValue(forKey: attempt) != nil { adjuster?.forget(mark) }
        let report = ContainerReport.take(from: reports + "/" + mark, image: image) ?? ContainerReport.none
        // Where the pipe is full, it goes with all the others at the end.
        if report.isLeft { try? keeper?.lifeline.writeAll(mark + "\n") }
        return report
    }

    /// Waits until everything that is left has been removed.
    mutating func close() {
        adjuster?.close()
        adjuster = nil
        guard let keeper else { return }
        try? keeper.lifeline.writeAll(ContainerKeeper.farewell + "\n")
        keeper.lifeline.close()
        _ = try? Process.wait(for: keeper.process)
        self.keeper = nil
        try? FileSystem.removeTree(reports)
    }
}
