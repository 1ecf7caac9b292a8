package import Model
package import Plan

/// A planner driven in virtual time by executors that exist only as an agenda, with every checker watching.
///
/// - Order: at one instant all ends are taken first, in the order they were put on the agenda, then all that arrives,
///   then one plan is made.
package struct Rehearsal {
    package internal(set) var planner: Planner
    package private(set) var now = Instant.zero
    /// Everything recorded so far, while it is watched.
    package private(set) var record: [Fact] = []
    private var attempts = PlayedAttempts()
    private var replica: Planner
    var agenda = Agenda()
    /// What is submitted later, the next at the end.
    private var arrivals: [(jobs: [Job], at: Instant)] = []
    /// What is changed later of what was submitted by then, the next at the end.
    private var changes: [WorkloadRehearsal.Change] = []
    /// Whether everything is checked after every plan; a check takes as long as there are jobs.
    private let isWatched: Bool
    var lanes = Lanes()
    /// Of each node that is not heard: what it will say. What it is told meanwhile is lost.
    var silences: [NodeIdentifier: [Fact]] = [:]
    var checker = Checker()
    let behaviour: @Sendable (TaskIdentifier, AttemptIdentifier) -> Behaviour
    /// How long executors take to pause what runs, or to change its width.
    package var adjustingTakes = Duration.zero
    /// Whether executors answered something in this instant that asks for another plan.
    var isAnswered = false

    /// What an attempt does once it has started.
    package struct Behaviour: Sendable, Hashable {
        /// How long it runs at full speed; time for which it is paused does not count.
        package var runTime: Duration
        package var outcome: Outcome
        /// None: as its request lets one expect.
        package var pace: Pace?
        /// Whether its executor can pause it and change its width.
        package var isAdjustable = true

        package init(runTime: Duration, outcome: Outcome = .succeeded) {
            self.runTime = runTime
            self.outcome = outcome
        }
    }

    package init(
        nodes: [Node], configuration: Planner.Configuration = Planner.Configuration(), isWatched: Bool = true,
        behaviour: @escaping @Sendable (TaskIdentifier, AttemptIdentifier) -> Behaviour
    ) throws(Refusal) {
        planner = Planner(configuration: configuration)
        replica = Planner(configuration: configuration)
        self.behaviour = behaviour
        self.isWatched = isWatched
        for node in nodes { try planner.take(.nodeJoined(node, at: now), at: now) }
    }

    package mutating func submit(_ jobs: [Job], key: String = "") throws(Refusal) {
        try planner.take(
            .jobsSubmitted(first: JobIdentifier(planner.jobCount), jobs: jobs, key: key, at: now), at: now)
    }

    /// How many attempts have ended.
    package internal(set) var endedCount = 0
    /// What became of the tasks, one of each attempt that ended, in that order.
    package var played: [PlayedTask] { attempts.ended }
    /// Whether everything that was ever submitted, or is still to be, has ended.
    package var isOver: Bool { arrivals.isEmpty && planner.isComplete }

    /// Puts submissions on the agenda, in the order they arrive.
    package mutating func expect(_ batches: [(jobs: [Job], at: Instant)]) {
        arrivals = (arrivals.reversed() + batches).sorted { $0.at < $1.at }.reversed()
    }

    /// Puts changes on the agenda, in the order they are made.
    package mutating func expect(_ more: [WorkloadRehearsal.Change]) {
        changes = (changes.reversed() + more).sorted { $0.at < $1.at }.reversed()
    }

    package mutating func take(_ fact: Fact) throws(Refusal) { try planner.take(fact, at: now) }

    /// Loses a node with all that runs there; what its lanes were about to say is never heard.
    package mutating func lose(_ node: NodeIdentifier) throws(Refusal) {
        lanes.removeAll(spokenForBy: node)
        silences[node] = nil
        try planner.take(.nodeLost(node, at: now), at: now)
    }

    /// From now on nothing is heard of a node; what runs there goes on.
    package mutating func silence(_ node: NodeIdentifier) throws(Refusal) {
        silences[node] = silences[node] ?? []
        try planner.take(.nodeSilent(node, at: now), at: now)
    }

    /// A silent node ends what was given up meanwhile, then says all it has to say, and does what it should have been
    /// told.
    package mutating func hear(_ node: NodeIdentifier) throws(Refusal) {
        guard let facts = silences.removeValue(forKey: node) else { return }
        var followers: [AttemptIdentifier] = []
        for attempt in lanes.all(spokenForBy: node) where planner.task(of: attempt) == nil {
            followers += lanes.remove(attempt)
        }
        try planner.take(.nodeHeard(node, at: now), at: now)
        for follower in followers { start(follower) }
        for fact in facts {
            if fact.isSettled(in: planner) { refuseLate(fact) } else { deliver(fact) }
        }
        for order in planner.outstandingOrders(on: node) { performAgain(order) }
    }

    /// Plans, and lets virtual time pass until nothing is left to happen, or so many plans were made.
    /// - Returns: what the checkers found; empty when all is well.
    package mutating func run(atMost plans: Int = Int.max) -> [String] {
        var made = 0
        var atOnce = 0
        while made < plans {
            let decision = planner.plan(at: now)
            made += 1
            atOnce += 1
            if atOnce > Self.mostPlansAtOnce { checker.report("it plans and plans, and time stands still") }
            for position in decision.record.indices { attempts.take(decision.record[position]) }
            if isWatched { watch(decision) }
            guard checker.findings.isEmpty else { break }
            for order in decision.orders { perform(order) }
            if isAnswered {
                isAnswered = false
                continue
            }
            let arrival = Instant.earliest(arrivals.last?.at, changes.last?.at, nil)
            guard let next = Instant.earliest(agenda.first, arrival, decision.wakeAt) else { break }
            if next > now { atOnce = 0 }
            now = max(now, next)
            happen()
            arrive()
        }
        return checker.findings
    }

    // 10,000: more than all that can be answered in an instant of any test.
    private static let mostPlansAtOnce = 10_000

    private mutating func watch(_ decision: Decision) {
        record += decision.record
        for fact in decision.record {
            replica.apply(fact)
            checker.take(fact)
        }
        checker.compare(planner, with: replica, at: now)
    }

    private mutating func arrive() {
        while let next = arrivals.last, next.at <= now {
            arrivals.removeLast()
            do { try submit(next.jobs) } catch { checker.report("a submission was refused: \(error)") }
        }
        while let next = changes.last, next.at <= now {
            changes.removeLast()
            let job = JobIdentifier(next.job)
            // What has ended needs nothing else any more.
            let counts = planner.endedCounts(of: job)
            guard counts.succeeded + counts.failed + counts.cancelled + counts.skipped < counts.total else { continue }
            do { try take(.jobChanged(job, next.change, at: now)) } catch {
                checker.report("a change was refused: \(error)")
            }
        }
    }

    /// Says what concerns an attempt that was given up: it must be refused and change nothing.
    private mutating func refuseLate(_ fact: Fact) {
        let before = planner
        do {
            try planner.take(fact, at: now)
            checker.report("a word about an attempt that was given up was taken: \(fact)")
        } catch {
            if !planner.hasSameState(as: before) { checker.report("a refused fact changed the state") }
        }
    }
}

extension Fact {
    /// Whether it is about an attempt that has not, or no longer, anything to say.
    fileprivate func isSettled(in planner: Planner) -> Bool { attempt.map { planner.task(of: $0) == nil } ?? false }

    private var attempt: AttemptIdentifier? {
        switch self {
        case .attemptStarted(let attempt, _): attempt
        case .attemptEnded(let end): end.attempt
        case .attemptAdjusted(let attempt, _, _), .adjustmentFailed(let attempt, _, _, _): attempt
        default: nil
        }
    }
}
