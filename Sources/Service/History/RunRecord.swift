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
    private let reading: (_ take: (Fact) -> Void) throws -> Void
    private let outputReading: (AttemptEnd, OutputStreamName) throws -> [UInt8]

    /// From anything that can tell facts, for tests among others.
    package init(
        number: Int, isGoing: Bool, read: @escaping (_ take: (Fact) -> Void) throws -> Void,
        output: @escaping (AttemptEnd, OutputStreamName) throws -> [UInt8] = { _, _ in [] }
    ) {
        self.number = number
        self.isGoing = isGoing
        folder = nil
        reading = read
        outputReading = output
    }

    /// From a run's folder.
    package init(number: Int, folder: String, isGoing: Bool) {
        self.number = number
        self.isGoing = isGoing
        self.folder = folder
        reading = { take in
            let reader = LedgerReader(folder: folder)
            while let frame = try reader.next() { frame.facts.forEach(take) }
        }
        outputReading = { try OutputReader(folder: folder).read($1 == .output ? .output : .error, of: $0) }
    }

    /// Every fact that is in the record now, in order.
    package func read(_ take: (Fact) -> Void) throws { try reading(take) }

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

    package func summary() throws -> RunSummary {
        var summary = RunSummary()
        try read { summary.take($0) }
        return summary
    }

    package func timeline(of summary: RunSummary) throws -> RunTimeline {
        var timeline = RunTimeline(of: summary)
        try read { timeline.take($0) }
        timeline.finish()
        return timeline
    }

    package func attempts(of job: String, iterations: Range<Int>?) throws -> AttemptHistory {
        var history = AttemptHistory(job: job, iterations: iterations)
        try read { history.take($0) }
        return history
    }
}

/// One of the two streams a task prints to.
package enum OutputStreamName: String, Sendable, Hashable, CaseIterable {
    case output = "out"
    case error = "err"
}
