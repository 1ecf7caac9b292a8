import Model
import Plan

/// A planner and a clock that a test moves: takes facts, plans, and remembers the last decision.
struct Live {
    var planner: Planner
    var now = Instant(nanoseconds: 1_000_000_000)
    private(set) var last = Decision()
    private(set) var record: [Fact] = []
    private let configuration: Planner.Configuration

    /// On nodes with so many cores each, waiting for larger ones when need be.
    init(nodes: [Int], _ jobs: [Job] = [], refusesTooLarge: Bool = false) throws(Refusal) {
        var configuration = Planner.Configuration()
        configuration.refusesTooLarge = refusesTooLarge
        try self.init(nodes: nodes, jobs, configuration: configuration)
    }

    init(nodes: [Int], _ jobs: [Job] = [], configuration: Planner.Configuration) throws(Refusal) {
        self.configuration = configuration
        planner = Planner(configuration: configuration)
        for (number, cores) in nodes.enumerated() {
            try planner.take(.nodeJoined(Samples.node(number, cores: cores), at: now), at: now)
        }
        if !jobs.isEmpty { try take(.jobsSubmitted(first: JobIdentifier(0), jobs: jobs, at: now)) }
    }

    mutating func take(_ fact: Fact) throws(Refusal) { try planner.take(fact, at: now) }

    mutating func end(_ attempt: Int, _ outcome: Outcome = .succeeded) throws(Refusal) {
        try take(
            .attemptEnded(
                AttemptEnd(attempt: AttemptIdentifier(attempt), startedAt: now, endedAt: now, outcome: outcome)))
    }

    mutating func start(_ attempt: Int) throws(Refusal) {
        try take(.attemptStarted(AttemptIdentifier(attempt), at: now))
    }

    /// Of a task that ran for a millisecond.
    mutating func endBriefly(_ attempt: Int) throws(Refusal) {
        let began = now + .milliseconds(-1)
        try take(
            .attemptEnded(
                AttemptEnd(attempt: AttemptIdentifier(attempt), startedAt: began, endedAt: now, outcome: .succeeded)))
    }

    mutating func submit(_ jobs: [Job]) throws(Refusal) {
        try take(.jobsSubmitted(first: JobIdentifier(planner.jobCount), jobs: jobs, at: now))
    }

    /// A planner that knows no more than what was recorded.
    func replayed() -> Planner {
        var replica = Planner(configuration: configuration)
        for fact in record { replica.apply(fact) }
        return replica
    }

    @discardableResult
    mutating func plan(after duration: Duration = .zero) -> Decision {
        now = now + duration
        last = planner.plan(at: now)
        record += last.record
        return last
    }

    func state(_ job: Int, _ iteration: Int = 0) -> TaskState? { planner.state(of: Samples.task(job, iteration)) }
}

extension Decision {
    /// What was started where: the first task of each hand-over, and its first node.
    var starts: [[Int]] {
        handOvers.map {
            [$0.tasks[0].job.number, $0.tasks[0].iterations.lowerBound, $0.placement.parts[0].node.number]
        }
    }

    var handOvers: [HandOver] {
        orders.compactMap { order in
            if case .start(let handOver) = order { handOver } else { nil }
        }
    }
}
