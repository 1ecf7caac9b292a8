package import Model
internal import Plan

/// A workload played from its first arrival to its last end, under one policy.
///
/// - Order: `play` until it answers that all has ended; then `score`.
package struct WorkloadRehearsal {
    var rehearsal: Rehearsal
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

        /// One that runs for as long as was measured, on the cores it asks for at first.
        package init(job: Job, at: Instant, runTimes: RunTimesByWidth) {
            self.init(
                job: job, at: at, runTime: runTimes.time(on: Self.coresAsked(by: job.request)),
                speed: .measured(runTimes))
        }

        package var behaviour: Rehearsal.Behaviour {
            var behaviour = Rehearsal.Behaviour(runTime: runTime)
            behaviour.pace = speed.pace(to: Self.coresAsked(by: job.request))
            return behaviour
        }

        /// Over all nodes.
        private static func coresAsked(by request: Request) -> Cores {
            Cores(thousandths: request.asked.thousandths * Int64(request.nodes.lowerBound))
        }
    }

    /// Another request for a job that arrived before.
    package struct Change: Sendable, Hashable {
        /// Its place among the arrivals.
        package var job: Int
        package var change: JobChange
        package var at: Instant

        package init(job: Int, change: JobChange, at: Instant) {
            self.job = job
            self.change = change
            self.at = at
        }
    }

    /// - Parameter arrivals: in the order they arrive; none asks for more than the nodes have.
    /// - Parameter changes: in the order they are made, none before what it changes has arrived.
    package init(
        _ arrivals: [Arrival], _ changes: [Change] = [], on nodes: [Node], policy: Policy
    ) throws(Refusal) {
        var configuration = Planner.Configuration()
        configuration.policy = policy
        let behaviours = arrivals.map(\.behaviour)
        rehearsal = try Rehearsal(nodes: nodes, configuration: configuration, isWatched: false) { task, _ in
            behaviours[task.job.number]
        }
        rehearsal.expect(Self.batches(arrivals))
        rehearsal.expect(changes)
        cores = nodes.reduce(0) { $0 + $1.cores.count }
    }

    /// - Throws: why some of it could never run on these nodes.
    package static func check(_ arrivals: [Arrival], on nodes: [Node]) throws(Refusal) {
        var planner = Planner()
        for node in nodes { try planner.take(.nodeJoined(node, at: .zero), at: .zero) }
        let jobs = arrivals.map(\.job)
        try planner.take(.jobsSubmitted(first: JobIdentifier(0), jobs: jobs, at: .zero), at: .zero)
    }

    /// Those of one instant are submitted together, so that they may depend on each other.
    package static func batches(_ arrivals: [Arrival]) -> [(jobs: [Job], at: Instant)] {
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
