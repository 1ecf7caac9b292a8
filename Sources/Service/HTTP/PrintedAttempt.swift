internal import Dialects
internal import Executor
internal import Model
internal import Posix

/// An attempt whose output somebody wants, and who keeps that.
struct PrintedAttempt: Sendable, Hashable {
    var attempt: AttemptIdentifier
    /// Of its executor, as that is known now.
    var node: NodeIdentifier
    /// Of the executor; 0: the service's own.
    var executor: UInt64
    /// Where its end says that the output is; none: it still runs.
    var location: CapturedOutput.Location?

    /// How many bytes there are; none while it runs.
    var size: Int64? {
        switch location {
        case nil: nil
        case .nothing: 0
        case .log(_, let count), .file(let count): count
        }
    }

    /// Whether its executor has said that it runs, or ran.
    var hasStarted: Bool

    /// The attempts at a task in their order; one that is handed over and has not started may be the last.
    static func all(
        of task: TaskIdentifier, _ stream: OutputStreamName, in views: RunViews
    ) throws -> [PrintedAttempt] {
        let history = views.history
        guard let record = history.record(of: task.job) else { return [] }
        let told = try views.source.attempts(record, task.iteration..<(task.iteration + 1))
        let ended = told.tasks.flatMap(\.attempts).map { attempt in
            let output = attempt.end.output
            return PrintedAttempt(
                attempt.end.attempt, attempt.placement, attempt.end.startedAt,
                stream == .output ? output.standardOutput : output.standardError, history)
        }
        let running = history.open.members().filter { $0.task == task }.map { member in
            PrintedAttempt(member.attempt, member.placement, member.startedAt, nil, history)
        }
        return ended + running
    }

    private init(
        _ attempt: AttemptIdentifier, _ placement: Placement, _ startedAt: Instant?,
        _ location: CapturedOutput.Location?, _ history: History
    ) {
        self.attempt = attempt
        self.location = location
        hasStarted = startedAt != nil
        let first = placement.parts.first?.node ?? NodeIdentifier(0)
        executor = history.node(first)?.node.executor ?? 0
        node = first
        // An executor that went and came back is another node, and the same keeper.
        guard executor != 0, history.node(first)?.lostAt != nil else { return }
        let executor = executor
        node = history.nodes.last { $0.node.executor == executor && $0.lostAt == nil }?.node.identifier ?? first
    }

    /// The folder that can be read from here.
    ///
    /// - Throws: its executor must be asked.
    func folder(of run: String, _ stream: OutputStreamName) throws(OutputElsewhere) -> String {
        try KeptOutput(run: run).folder(of: attempt, stream, at: location ?? .nothing, by: executor)
    }
}
