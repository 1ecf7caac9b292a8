internal import Dialects
internal import Executor
internal import Model
internal import Plan

/// What one executor of the old program is to run, what it has in hand, and when it was heard.
///
/// It fetches its work; of what was handed ahead on the same cores only the first is there to be fetched, so that it
/// is never given more than it has cores for.
struct QCGOutbox {
    struct Entry {
        var task: TaskIdentifier
        var placement: Placement
        /// None while it was not fetched.
        var startedAt: Instant?
        /// As what its end was asked for: it can't be ended once it was fetched, but its end is told so.
        var ending: Outcome?
    }

    private struct Given {
        var attempt: AttemptIdentifier
        var coreCount: Int
    }

    let executor: QCGExecutor
    /// Of its process, drawn at random.
    let identity: UInt64
    /// As they joined; a node that was lost is out of it.
    var nodes: [NodeIdentifier] = []
    var heardAt: Instant
    /// Since when it is not heard; none: it is.
    var silentSince: Instant?

    private var lanes = Lanes()
    private var entries: [AttemptIdentifier: Entry] = [:]
    /// What it fetched and has not reported, given up meanwhile or not.
    private var given: [QCGExecutorJob.Name: Given] = [:]

    init(_ executor: QCGExecutor, identity: UInt64, heardAt: Instant) {
        self.executor = executor
        self.identity = identity
        self.heardAt = heardAt
    }

    var coreCount: Int { executor.nodes.reduce(0) { $0 + $1.cores.count } }
    private var freeCoreCount: Int { coreCount - given.values.reduce(0) { $0 + $1.coreCount } }

    /// What had started was fetched before, from the service that was there then.
    mutating func add(_ handOver: HandOver, _ planner: Planner) {
        let first = handOver.firstAttempt.number
        _ = lanes.take(first..<first + handOver.count, after: handOver.after)
        var attempt = handOver.firstAttempt
        for range in handOver.tasks {
            for iteration in range.iterations {
                let task = TaskIdentifier(job: range.job, iteration: iteration)
                let start = planner.startedAt(attempt)
                entries[attempt] = Entry(task: task, placement: handOver.placement, startedAt: start)
                if start != nil {
                    given[QCGExecutorJob.name(of: planner.job(task.job), iteration: iteration)] = Given(
                        attempt: attempt, coreCount: Self.coreCount(of: handOver.placement))
                }
                attempt.number += 1
            }
        }
    }

    /// The facts by which what was handed ahead behind an attempt is no longer there.
    mutating func takeBack(behind attempt: AttemptIdentifier, at now: Instant) -> [Fact] {
        guard let lane = lanes.lane(of: attempt) else { return [] }
        let behind = lanes.attempts(in: lane).drop { $0 != attempt }.dropFirst()
        return behind.filter { entries[$0]?.startedAt == nil }.map { waiting in
            forget(waiting)
            return .attemptsTakenBack(first: waiting, count: 1, at: now)
        }
    }

    /// Ends an attempt that was not fetched; nobody can end what was.
    mutating func end(_ attempt: AttemptIdentifier, as outcome: Outcome, at now: Instant) -> [Fact] {
        guard let entry = entries[attempt] else { return [] }
        guard entry.startedAt == nil else {
            entries[attempt]?.ending = outcome
            return []
        }
        forget(attempt)
        return [.attemptEnded(AttemptEnd(attempt: attempt, startedAt: nil, endedAt: now, outcome: outcome))]
    }

    /// An attempt that ended otherwise, as when its node was lost.
    mutating func forget(_ attempt: AttemptIdentifier) {
        lanes.remove(attempt)
        entries[attempt] = nil
    }

    /// How many attempts it could fetch now.
    func readyCount(_ planner: Planner) -> Int { ready(within: freeCoreCount, planner).count }

    /// Gives what fits on its free cores, in the order it was handed over.
    ///
    /// - Parameter limit: of the cores together; none: all it has.
    mutating func fetch(
        limit: Int?, _ planner: Planner, at now: Instant
    ) -> [(attempt: AttemptIdentifier, entry: Entry)] {
        let found = ready(within: min(limit ?? .max, freeCoreCount), planner)
        return found.compactMap { attempt, name in
            entries[attempt]?.startedAt = now
            guard let entry = entries[attempt] else { return nil }
            given[name] = Given(attempt: attempt, coreCount: Self.coreCount(of: entry.placement))
            return (attempt, entry)
        }
    }

    private func ready(
        within cores: Int, _ planner: Planner
    ) -> [(attempt: AttemptIdentifier, name: QCGExecutorJob.Name)] {
        var left = cores
        let heads = (0..<lanes.count).compactMap { lanes.attempts(in: $0).first }.sorted()
        return heads.compactMap { attempt in
            guard let entry = entries[attempt], entry.startedAt == nil, planner.task(of: attempt) != nil else {
                return nil
            }
            let count = Self.coreCount(of: entry.placement)
            let name = QCGExecutorJob.name(of: planner.job(entry.task.job), iteration: entry.task.iteration)
            // It may still run what was given up, under the same name.
            guard count <= left, given[name] == nil else { return nil }
            left -= count
            return (attempt, name)
        }
    }

    /// What a report is about; none: nothing that it has in hand.
    mutating func settle(_ name: QCGExecutorJob.Name) -> (attempt: AttemptIdentifier, entry: Entry?)? {
        guard let found = given.removeValue(forKey: name) else { return nil }
        let entry = entries[found.attempt]
        forget(found.attempt)
        return (found.attempt, entry)
    }

    private static func coreCount(of placement: Placement) -> Int {
        placement.parts.reduce(0) { $0 + $1.width.touched }
    }
}
