package import Dialects
internal import Executor
internal import Ledger
package import Model
internal import Plan
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

    /// By which the service plans.
    private let rules = Mutex(Planner.Configuration())

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
        /// None while the record's places have changed and were not found anew.
        var index: GrowingIndex? = GrowingIndex()
        /// The number of the last event before which some may be gone with removed jobs.
        var condensed = -1
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

    /// From now on forecasts are made by these rules.
    func plan(by configuration: Planner.Configuration) { rules.withLock { $0 = configuration } }

    /// A planner as it stands after what is durable now; nobody waits for whoever works with it.
    func planner() throws -> Planner {
        let explanations = try state.withLock { state in
            try follow(&state)
            return state.explanations
        }
        return explanations.planner(rules.withLock { $0 })
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
        state.index?.add(frame)
        for (offset, fact) in frame.facts.enumerated() {
            let number = frame.number(of: offset)
            if case .recordCondensed = fact { state.condensed = number }
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
    private func attempts(
        of job: JobRecord, _ iterations: Range<Int>, _ index: GrowingIndex?
    ) throws -> AttemptHistory {
        let first = iterations.clamped(to: job.job.iterations.indices).prefix(AttemptHistory.limit)
        var story = AttemptHistory(job: job.job.name, iterations: iterations)
        let places = index?.places(of: TaskRange(job: job.identifier, iterations: first))
        if let places, try run.read(places, { frame in frame.facts.forEach { story.take($0) } }) { return story }
        // Damaged since it was read the first time.
        story = AttemptHistory(job: job.job.name, iterations: iterations)
        let reader = run.reader()
        while let frame = try reader.next() { frame.facts.forEach { story.take($0) } }
        return story
    }
}

// What a condensation of the record asks of it.
extension Replica {
    /// How many attempts of removed jobs, and of all, were handed over.
    func attemptCounts() throws -> (removed: Int, all: Int) {
        try state.withLock { state in
            try follow(&state)
            return state.summary.history.jobs.reduce(into: (0, 0)) { sum, job in
                sum.1 += job.attempts
                if job.isRemoved { sum.0 += job.attempts }
            }
        }
    }

    /// The number of the last event before which some may be gone with removed jobs; -1: all are there.
    func condensedNumber() throws -> Int {
        try state.withLock { state in
            try follow(&state)
            return state.condensed
        }
    }

    /// Lets what was read of the record be replaced by what is left of it.
    ///
    /// - Parameter number: of the first fact that is not concerned.
    func replaceRecord(before number: Int, by replace: () throws -> Void) throws {
        try state.withLock { state in
            try follow(&state)
            state.index = nil
            try replace()
            state.condensed = max(state.condensed, number - 1)
        }
    }

    /// Finds anew where tasks' facts lie; nobody waits while the record is read, but for what was written meanwhile.
    func indexAnew() throws {
        let reader = LedgerReader(folder: run.path)
        let goal = nextNumber
        var index = GrowingIndex()
        var held = try reader.next()
        while let frame = held, frame.sequence + frame.covered <= goal {
            index.add(frame)
            held = try reader.next()
        }
        try state.withLock { state in
            try follow(&state)
            let end = state.waiting?.sequence ?? state.reader?.nextSequence ?? 0
            while let frame = held, frame.sequence < end {
                index.add(frame)
                held = try reader.next()
            }
            state.index = index
        }
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
