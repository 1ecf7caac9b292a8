package import Model
package import Plan

/// A planner driven in virtual time by executors that exist only as an agenda, with every checker watching.
///
/// - Order: at one instant all that happens there is taken first, in the order it was put on the agenda, then one plan
///   is made.
package struct Rehearsal {
    package private(set) var planner: Planner
    package private(set) var now = Instant.zero
    /// Everything recorded so far.
    package private(set) var record: [Fact] = []
    private var replica: Planner
    private var agenda = Agenda()
    private var lanes: [AttemptIdentifier: Lane] = [:]
    private var checker = Checker()
    private let behaviour: @Sendable (TaskIdentifier, AttemptIdentifier) -> Behaviour

    /// What an attempt does once it has started.
    package struct Behaviour: Sendable, Hashable {
        package var runTime: Duration
        package var outcome: Outcome

        package init(runTime: Duration, outcome: Outcome = .succeeded) {
            self.runTime = runTime
            self.outcome = outcome
        }
    }

    /// What an executor knows of an attempt it was handed.
    private struct Lane {
        var task: TaskIdentifier
        var after: AttemptIdentifier?
        var startedAt: Instant?
        var nodes: [NodeIdentifier]
    }

    package init(
        nodes: [Node], configuration: Planner.Configuration = Planner.Configuration(),
        behaviour: @escaping @Sendable (TaskIdentifier, AttemptIdentifier) -> Behaviour
    ) throws(Refusal) {
        planner = Planner(configuration: configuration)
        replica = Planner(configuration: configuration)
        self.behaviour = behaviour
        for node in nodes { try planner.take(.nodeJoined(node, at: now), at: now) }
    }

    package mutating func submit(_ jobs: [Job]) throws(Refusal) {
        try planner.take(
            .jobsSubmitted(first: JobIdentifier(planner.jobCount), jobs: jobs, at: now), at: now)
    }

    package mutating func take(_ fact: Fact) throws(Refusal) { try planner.take(fact, at: now) }

    /// Loses a node with all that runs there; what its lanes were about to say is never heard.
    package mutating func lose(_ node: NodeIdentifier) throws(Refusal) {
        lanes = lanes.filter { !$0.value.nodes.contains(node) }
        try planner.take(.nodeLost(node, at: now), at: now)
    }

    /// Plans, and lets virtual time pass until nothing is left to happen, or so many plans were made.
    /// - Returns: what the checkers found; empty when all is well.
    package mutating func run(atMost plans: Int = Int.max) -> [String] {
        var made = 0
        while made < plans {
            let decision = planner.plan(at: now)
            made += 1
            for fact in decision.record {
                replica.apply(fact)
                checker.take(fact)
            }
            record += decision.record
            checker.compare(planner, with: replica)
            guard checker.findings.isEmpty else { break }
            for order in decision.orders { perform(order) }
            guard let next = [agenda.first, decision.wakeAt].compactMap({ $0 }).min() else { break }
            now = max(now, next)
            happen()
        }
        return checker.findings
    }

    private mutating func perform(_ order: Order) {
        switch order {
        case .start(let handOver):
            var attempt = handOver.firstAttempt
            var after = handOver.after.flatMap { lanes[$0] == nil ? nil : $0 }
            for tasks in handOver.tasks {
                for iteration in tasks.iterations {
                    lanes[attempt] = Lane(
                        task: TaskIdentifier(job: tasks.job, iteration: iteration), after: after,
                        nodes: handOver.placement.parts.map(\.node))
                    if after == nil { start(attempt) }
                    after = attempt
                    attempt.number += 1
                }
            }
        case .end(let attempt, let outcome, _):
            guard let lane = lanes[attempt] else { return }
            agenda.insert(AttemptEnd(attempt: attempt, startedAt: lane.startedAt, endedAt: now, outcome: outcome))
        case .takeBack(let attempt, _):
            takeBack(behind: attempt)
        }
    }

    private mutating func start(_ attempt: AttemptIdentifier) {
        guard let lane = lanes[attempt] else { return }
        lanes[attempt]?.startedAt = now
        let behaviour = behaviour(lane.task, attempt)
        agenda.insert(
            AttemptEnd(
                attempt: attempt, startedAt: now, endedAt: now + behaviour.runTime, outcome: behaviour.outcome))
    }

    private mutating func takeBack(behind attempt: AttemptIdentifier) {
        let waiting = lanes.keys.sorted().filter { isBehind($0, attempt) && lanes[$0]?.startedAt == nil }
        for taken in waiting { lanes[taken] = nil }
        for taken in waiting {
            deliver(.attemptsTakenBack(first: taken, count: 1, at: now))
        }
    }

    private func isBehind(_ attempt: AttemptIdentifier, _ first: AttemptIdentifier) -> Bool {
        var current = lanes[attempt]?.after
        while let before = current {
            if before == first { return true }
            current = lanes[before]?.after
        }
        return false
    }

    /// Delivers all that the agenda holds for this instant.
    private mutating func happen() {
        while let end = agenda.removeDue(at: now) {
            // An attempt that was ended early is still on the agenda with its own time.
            guard lanes.removeValue(forKey: end.attempt) != nil else { continue }
            deliver(.attemptEnded(end))
            let followers = lanes.filter { $0.value.after == end.attempt }.keys.sorted()
            for follower in followers {
                lanes[follower]?.after = nil
                start(follower)
            }
        }
    }

    private mutating func deliver(_ fact: Fact) {
        do {
            try planner.take(fact, at: now)
        } catch {
            checker.report("a fact from an executor was refused: \(error)")
        }
    }
}
