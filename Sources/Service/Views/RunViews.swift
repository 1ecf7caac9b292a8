package import Model

/// Answers about a run, or a service, as views: from its history, and where that does not say it, from the record.
///
/// - Cost: that of what is answered and of the number of jobs; never that of the tasks that have ended.
package struct RunViews {
    package let summary: RunSummary
    package let number: Int
    /// Whether a living process works on it.
    package let isGoing: Bool
    package let now: Instant
    let source: Source

    /// What a history does not hold.
    package struct Source {
        /// Everything about some tasks of one job; its history knows at least them.
        package var attempts: (_ job: JobRecord, _ iterations: Range<Int>) throws -> AttemptHistory
        package var explanations: ([TaskIdentifier]) throws -> [Explanation]
        /// The last that an ended attempt printed.
        package var output: (EndedAttempt, OutputStreamName) throws -> [UInt8]
        /// How many tasks of a job wait for capacity alone, where somebody counts them; else they are looked at.
        package var readyCount: ((JobIdentifier) -> Int)?

        package init(
            attempts: @escaping (_ job: JobRecord, _ iterations: Range<Int>) throws -> AttemptHistory,
            explanations: @escaping ([TaskIdentifier]) throws -> [Explanation],
            output: @escaping (EndedAttempt, OutputStreamName) throws -> [UInt8]
        ) {
            self.attempts = attempts
            self.explanations = explanations
            self.output = output
        }
    }

    package init(summary: RunSummary, number: Int, isGoing: Bool, now: Instant, source: Source) {
        self.summary = summary
        self.number = number
        self.isGoing = isGoing
        self.now = now
        self.source = source
    }

    package var history: History { summary.history }

    /// Tasks by state, `waiting` told apart from `ready`.
    func settledCounts(of record: JobRecord) -> StateCounts {
        guard let readyCount = source.readyCount else { return history.settledCounts(of: record, at: now) }
        var counts = record.counts
        let ready = history.isHeldBack || record.isPaused ? 0 : min(counts[.waiting], readyCount(record.identifier))
        counts[.waiting] -= ready
        counts[.ready] += ready
        return counts
    }
}

extension RunRecord {
    /// Views of what the record says now; whatever its history does not hold is read again when it is asked for.
    package func views(at now: Instant) throws -> RunViews { views(of: try summary(), at: now) }

    /// The same with a summary that is there already.
    package func views(of summary: RunSummary, at now: Instant) -> RunViews {
        let source = RunViews.Source(
            attempts: attempts,
            explanations: { tasks in
                var explanations = Explanations()
                try read { explanations.take($0) }
                return tasks.map { explanations.explanation(of: $0, at: now) }
            },
            output: { try output(of: $0.end, $1) })
        return RunViews(summary: summary, number: number, isGoing: isGoing, now: now, source: source)
    }
}
