package import Model
internal import Plan

/// A workload played from its first arrival to its last end, under one policy.
///
/// - Order: `play` until it answers that all has ended; then `score`.
package struct WorkloadRehearsal {
    private var rehearsal: Rehearsal
    private let cores: Int
    package private(set) var endedCount = 0

    /// A job that arrives, and how long each of its tasks runs.
    package struct Arrival: Sendable, Hashable {
        package var job: Job
        package var at: Instant
        /// On the cores it asks for.
        package var runTime: Duration
        package var speed: Speed

        package init(job: Job, at: Instant, runTime: Duration, speed: Speed = .fixed) {
            self.job = job
            self.at = at
            self.runTime = runTime
            self.speed = speed
        }
    }

    /// - Parameter arrivals: in the order they arrive; none asks for more than the nodes have.
    package init(_ arrivals: [Arrival], on nodes: [Node], policy: Policy) throws(Refusal) {
        var configuration = Planner.Configuration()
        configuration.policy = policy
        let runTimes = arrivals.map(\.runTime)
        rehearsal = try Rehearsal(nodes: nodes, configuration: configuration, isWatched: false) { task, _ in
            Rehearsal.Behaviour(runTime: runTimes[task.job.number])
        }
        rehearsal.expect(Self.batches(arrivals))
        cores = nodes.reduce(0) { $0 + $1.cores.count }
    }

    /// Those of one instant are submitted together, so that they may depend on each other.
    private static func batches(_ arrivals: [Arrival]) -> [(jobs: [Job], at: Instant)] {
        var batches: [(jobs: [Job], at: Instant)] = []
        for arrival in arrivals {
            if batches.last?.at == arrival.at {
                batches[batches.count - 1].jobs.append(arrival.job)
            } else {
                batches.append(([arrival.job], arrival.at))
            }
        }
        return batches
    }

    /// Makes so many plans at most.
    /// - Returns: whether everything has ended.
    package mutating func play(atMost plans: Int) -> Bool {
        let findings = rehearsal.run(atMost: plans)
        precondition(findings.isEmpty, "a rehearsal without faults finds none: \(findings)")
        endedCount = rehearsal.endedCount
        return rehearsal.isOver
    }

    package var played: [PlayedTask] { rehearsal.played }
    package var score: Score { Score(of: played, cores: cores) }
}
