internal import Executor
internal import Ledger
package import Model

/// A run that is over or still going, as those who look at it read it: its facts, and what its tasks printed.
package struct RunRecord {
    package let number: Int
    /// Whether a living process holds it.
    package let isGoing: Bool
    /// None for a record that lies in no folder.
    private let folder: String?
    private let reading: (_ take: (Fact) -> Void) throws -> [String]
    private let outputReading: (AttemptEnd, OutputStreamName) throws -> [UInt8]
    /// None where everything is read whatever is asked.
    private let index: IndexedRecord?

    /// From anything that can tell facts, for tests among others.
    package init(
        number: Int, isGoing: Bool, read: @escaping (_ take: (Fact) -> Void) throws -> Void,
        output: @escaping (AttemptEnd, OutputStreamName) throws -> [UInt8] = { _, _ in [] }
    ) {
        self.number = number
        self.isGoing = isGoing
        folder = nil
        reading = { take in
            try read(take)
            return []
        }
        outputReading = output
        index = nil
    }

    /// From a run's folder.
    ///
    /// - Parameter state: its index knows how far the record was seen to reach, so that a cut tail can be told, and
    ///   where in it the facts about a task are.
    /// - Parameter indexedSize: bytes from which on that index is asked.
    init(
        _ run: RunFolder, in state: StateFolder, isGoing: Bool, indexedSize: Int64 = IndexedRecord.worthwhileSize
    ) {
        index = isGoing ? nil : IndexedRecord(run, in: state, from: indexedSize)
        number = run.number
        self.isGoing = isGoing
        let folder = run.path
        self.folder = folder
        reading = { take in
            let reader = run.reader()
            while let frame = try reader.next() { frame.facts.forEach(take) }
            // What stands at the end of a record that is being written is a commit on its way.
            guard !isGoing, let token = reader.token else {
                return reader.damage.filter(\.losesFacts).map(\.description)
            }
            let highestSeen = LedgerIndex(state).highestSequence(of: run.number, token: token)
            return try reader.conclude(highestSeen: highestSeen).filter(\.losesFacts).map(\.description)
        }
        let places = OutputPlaces(run: folder)
        outputReading = { end, stream in
            try OutputReader(folder: places.folder(of: end, stream)).read(stream.kept, of: end)
        }
    }

    /// Every fact that is in the record now, in order.
    ///
    /// - Returns: what of the record is lost, a part of a sentence for each damaged place.
    @discardableResult
    package func read(_ take: (Fact) -> Void) throws -> [String] { try reading(take) }

    /// What an ended attempt printed, as far as it was captured.
    package func output(of end: AttemptEnd, _ stream: OutputStreamName) throws -> [UInt8] {
        try outputReading(end, stream)
    }

    /// Where a running attempt prints to; none when that can't be seen from here.
    package func runningOutput(of attempt: AttemptIdentifier, _ token: UInt64) -> RunningOutput? {
        folder.flatMap { RunningOutput(of: attempt, token: token, folder: $0) }
    }

    /// None for a record that lies in no folder.
    package func follow() -> RunFollower? { folder.map(RunFollower.init(folder:)) }

    /// The same in events; none for a record that lies in no folder.
    package func followEvents() -> EventFollower? { folder.map(EventFollower.init(folder:)) }

    package func summary() throws -> RunSummary {
        var summary = RunSummary()
        summary.damage = try read { summary.take($0) }
        return summary
    }

    package func timeline(of summary: RunSummary) throws -> RunTimeline {
        var timeline = RunTimeline(of: summary)
        try read { timeline.take($0) }
        timeline.finish()
        return timeline
    }

    /// Everything about some tasks of a job.
    package func attempts(of job: JobRecord, iterations: Range<Int>) throws -> AttemptHistory {
        let first = iterations.clamped(to: job.job.iterations.indices).prefix(AttemptHistory.limit)
        let empty = AttemptHistory(job: job.job.name, iterations: iterations)
        return try collect(TaskRange(job: job.identifier, iterations: first), into: empty) { $0.take($1) }.collected
    }

    /// The run, its nodes and its jobs.
    ///
    /// - Returns: whether it is more than that, the history of the whole run, since everything was read anyway.
    package func outline() throws -> (history: History, isWhole: Bool) {
        let (history, isWhole) = try collect(nil, into: History()) { $0.take($1) }
        return (history, isWhole)
    }

    /// Takes every fact about some tasks and about the run itself, in order, and perhaps others.
    ///
    /// - Parameter tasks: none: of no task in particular.
    /// - Returns: also whether it was every fact of the record.
    package func collect<Collected>(
        _ tasks: TaskRange?, into empty: Collected, _ take: (inout Collected, Fact) -> Void
    ) throws -> (collected: Collected, isWhole: Bool) {
        var collected = empty
        if try index?.read(about: tasks, { take(&collected, $0) }) ?? false { return (collected, false) }
        collected = empty
        try read { take(&collected, $0) }
        return (collected, true)
    }
}

/// One of the two streams a task prints to.
package enum OutputStreamName: String, Sendable, Hashable, CaseIterable {
    case output = "out"
    case error = "err"
}
