package import Dialects
internal import Executor
internal import Ledger
package import Model
internal import Synchronization

/// What a service shows of itself: built from its record and from nothing else, so that what is shown is durable.
///
/// It follows the record's file on whatever thread asks; the loop only says how far that is durable, and never waits.
package final class Replica: Sendable {
    private let run: RunFolder
    /// The sequence number of the first fact that may not be durable yet.
    private let durable: Atomic<Int>
    private let state: Mutex<State>
    private let bells = Mutex(Bells())

    private struct Bells {
        var trouble = ""
        /// Called when something new is durable.
        var acts: [Int: @Sendable () -> Void] = [:]
        var next = 0
    }

    private struct State {
        var reader: LedgerReader?
        /// Read, but not durable yet when it was.
        var waiting: LedgerFrame?
        var index = GrowingIndex()
        var summary = RunSummary()
        var explanations = Explanations(isService: true)
        var ring: EventRing
    }

    /// - Parameter folder: the run's.
    /// - Parameter durable: the sequence number of the first fact that may not be durable yet.
    /// - Parameter events: so many can be told without another look at the record; none: the usual number.
    package init(folder: String, number: Int, durable: Int, remembering events: Int? = nil) {
        run = RunFolder(path: folder, number: number)
        self.durable = Atomic(durable)
        state = Mutex(State(ring: EventRing(limit: events ?? EventRing.usualLimit)))
    }

    /// Of the run that is its record.
    var folder: String { run.path }

    /// The number of the next fact that will be durable.
    package var nextNumber: Int { durable.load(ordering: .acquiring) }

    /// Why nothing is recorded just now, a sentence; empty: all is well.
    package var trouble: String { bells.withLock { $0.trouble } }

    /// Calls `act`, on the loop's thread, whenever something new is durable. Answers what ends it.
    package func listen(_ act: @escaping @Sendable () -> Void) -> Int {
        bells.withLock { bells in
            bells.next += 1
            bells.acts[bells.next] = act
            return bells.next
        }
    }

    package func stopListening(_ bell: Int) { bells.withLock { $0.acts[bell] = nil } }

    /// Reads what became durable, so that whoever asks next need not; answers the number of the last event.
    ///
    /// - Throws: the record can't be read.
    @discardableResult
    package func catchUp() throws -> Int {
        try state.withLock { state in
            try follow(&state)
            return (state.reader?.nextSequence ?? 0) - 1
        }
    }

    /// Answers from what is durable now.
    ///
    /// - Parameter body: must keep none of the views; others wait while it runs.
    package func answer<Answer>(
        at now: Instant, _ body: (RunViews) throws -> sending Answer
    ) throws -> sending Answer {
        try state.withLock { state in
            try follow(&state)
            return try body(views(state, at: now))
        }
    }

    /// What happened after an event, the oldest first; empty: nothing yet.
    ///
    /// - Returns: none when some of it is no longer remembered here, but only in the record.
    package func events(after number: Int, limit: Int) throws -> [EventView]? {
        try state.withLock { state in
            try follow(&state)
            return state.ring.events(after: number, limit: limit).map(Array.init)
        }
    }

    /// All events, from the record's first on, for who asks for what is no longer remembered.
    package func eventFollower() -> EventFollower { EventFollower(folder: run.path) }

    private func follow(_ state: inout State) throws {
        let end = durable.load(ordering: .acquiring)
        let reader = state.reader ?? LedgerReader(folder: run.path)
        state.reader = reader
        while true {
            let frame: LedgerFrame
            if let waiting = state.waiting {
                frame = waiting
            } else if let next = try reader.next() {
                frame = next
            } else {
                return
            }
            guard frame.sequence + frame.covered <= end else {
                state.waiting = frame
                return
            }
            state.waiting = nil
            take(frame, &state)
        }
    }

    private func take(_ frame: LedgerFrame, _ state: inout State) {
        state.index.add(frame)
        for (offset, fact) in frame.facts.enumerated() {
            let number = frame.sequence + offset
            state.ring.append(EventViews.views(of: fact, number: number, before: state.summary.history))
            state.summary.take(fact)
            state.explanations.take(fact)
        }
    }

    private func views(_ state: State, at now: Instant) -> RunViews {
        let explanations = state.explanations
        let index = state.index
        let (kept, history) = (KeptOutput(run: run.path), state.summary.history)
        var source = RunViews.Source(
            attempts: { job, iterations in try self.attempts(of: job, iterations, index) },
            explanations: { $0.map { explanations.explanation(of: $0, at: now) } },
            output: { attempt, stream in
                let node = attempt.placement.parts.first.flatMap { history.node($0.node) }
                let location = attempt.end.output.location(of: stream)
                let folder = try kept.folder(
                    of: attempt.end.attempt, stream, at: location, by: node?.node.executor ?? 0)
                // 64 KiB: more than its last lines take.
                return try OutputReader(folder: folder).read(stream.kept, of: attempt.end, last: 64 << 10)
            })
        source.readyCount = explanations.readyCount
        return RunViews(summary: state.summary, number: run.number, isGoing: true, now: now, source: source)
    }

    /// Read where the index says that they are.
    private func attempts(of job: JobRecord, _ iterations: Range<Int>, _ index: GrowingIndex) throws -> AttemptHistory {
        let first = iterations.clamped(to: job.job.iterations.indices).prefix(AttemptHistory.limit)
        var story = AttemptHistory(job: job.job.name, iterations: iterations)
        let places = index.places(of: TaskRange(job: job.identifier, iterations: first))
        if try run.read(places, { frame in frame.facts.forEach { story.take($0) } }) { return story }
        // Damaged since it was read the first time.
        story = AttemptHistory(job: job.job.name, iterations: iterations)
        let reader = run.reader()
        while let frame = try reader.next() { frame.facts.forEach { story.take($0) } }
        return story
    }
}

/// The loop tells how far the record is durable; that costs it next to nothing.
extension Replica: RunObserver {
    package var followsOutput: Bool { false }

    package func recorded(_ facts: [Fact], at now: Instant) {
        guard !facts.isEmpty else { return }
        durable.add(facts.count, ordering: .releasing)
        let acts = bells.withLock { bells in
            bells.trouble = ""
            return Array(bells.acts.values)
        }
        for act in acts { act() }
    }

    package func tick(_ progress: RunProgress, at now: Instant) {}
    package func printed(_ bytes: [UInt8], _ stream: OutputStreamName, by attempt: AttemptIdentifier) {}
    package func troubled(_ sentence: String) { bells.withLock { $0.trouble = sentence } }
}
