package import Model
package import Plan

/// A planner driven in virtual time by executors that exist only as an agenda, with every checker watching.
///
/// - Order: at one instant all ends are taken first, in the order they were put on the agenda, then all that arrives,
///   then one plan is made.
package struct Rehearsal {
    package private(set) var planner: Planner
    package private(set) var now = Instant.zero
    /// Everything recorded so far.
    package private(set) var record: [Fact] = []
    private var replica: Planner
    private var agenda = Agenda()
    /// What is submitted later, the next at the end.
    private var arrivals: [(jobs: [Job], at: Instant)] = []
    /// Whether everything is checked after every plan; a check takes as long as there are jobs.
    private let isWatched: Bool
    private var lanes = Lanes()
    /// Of each node that is not heard: what it will say. What it is told meanwhile is lost.
    private var silences: [NodeIdentifier: [Fact]] = [:]
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
    package private(set) var endedCount = 0
    /// Whether everything that was ever submitted, or is still to be, has ended.
    package var isOver: Bool { arrivals.isEmpty && planner.isComplete }

    /// Puts submissions on the agenda, in the order they arrive.
    package mutating func expect(_ batches: [(jobs: [Job], at: Instant)]) {
        arrivals = (arrivals.reversed() + batches).sorted { $0.at < $1.at }.reversed()
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
        while made < plans {
            let decision = planner.plan(at: now)
            made += 1
            record += decision.record
            if isWatched { watch(decision) }
            guard checker.findings.isEmpty else { break }
            for order in decision.orders { perform(order) }
            guard let next = [agenda.first, arrivals.last?.at, decision.wakeAt].compactMap({ $0 }).min() else { break }
            now = max(now, next)
            happen()
            arrive()
        }
        return checker.findings
    }

    private mutating func watch(_ decision: Decision) {
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
    }

    private mutating func perform(_ order: Order) {
        switch order {
        case .start(let handOver): handOverLanes(handOver)
        case .end(let attempt, let outcome, _):
            guard let lane = lanes[attempt] else { return }
            if isSilent(attempt) { return }
            agenda.insert(AttemptEnd(attempt: attempt, startedAt: lane.startedAt, endedAt: now, outcome: outcome))
        case .adjust(let attempt, let adjustment):
            guard lanes[attempt] != nil, !isSilent(attempt) else { return }
            deliver(.adjustmentFailed(attempt, number: adjustment.number, errorNumber: 38, at: now))
        case .takeBack(let attempt, _):
            if isSilent(attempt) { return }
            let waiting = lanes.waiting(behind: attempt)
            for taken in waiting { _ = lanes.remove(taken) }
            for taken in waiting { deliver(.attemptsTakenBack(first: taken, count: 1, at: now)) }
        }
    }

    private mutating func handOverLanes(_ handOver: HandOver) {
        var attempt = handOver.firstAttempt
        var after = handOver.after
        for tasks in handOver.tasks {
            for iteration in tasks.iterations {
                let lane = Lanes.Lane(
                    task: TaskIdentifier(job: tasks.job, iteration: iteration), after: after,
                    nodes: handOver.placement.parts.map(\.node))
                lanes.insert(lane, for: attempt)
                if lanes[attempt]?.after == nil { start(attempt) }
                after = attempt
                attempt.number += 1
            }
        }
    }

    private func isSilent(_ attempt: AttemptIdentifier) -> Bool {
        lanes.speaker(of: attempt).map { silences[$0] != nil } ?? false
    }

    /// Everything that is started a second time must be known already.
    private mutating func performAgain(_ order: Order) {
        guard case .start(let handOver) = order else { return perform(order) }
        for number in handOver.firstAttempt.number..<handOver.firstAttempt.number + handOver.count
        where lanes[AttemptIdentifier(number)] == nil {
            checker.report("attempt \(number) is known to the planner and not to its executor")
        }
    }

    private mutating func start(_ attempt: AttemptIdentifier) {
        guard let lane = lanes[attempt] else { return }
        lanes.start(attempt, at: now)
        let behaviour = behaviour(lane.task, attempt)
        agenda.insert(
            AttemptEnd(
                attempt: attempt, startedAt: now, endedAt: now + behaviour.runTime, outcome: behaviour.outcome))
        say(.attemptStarted(attempt, at: now), by: lane.nodes.first)
    }

    /// Does all that the agenda holds for this instant.
    private mutating func happen() {
        while let end = agenda.removeDue(at: now) {
            // An attempt that was ended early is still on the agenda with its own time.
            guard let speaker = lanes.speaker(of: end.attempt) else { continue }
            let followers = lanes.remove(end.attempt)
            endedCount += 1
            say(.attemptEnded(end), by: speaker)
            for follower in followers { start(follower) }
        }
    }

    private mutating func say(_ fact: Fact, by speaker: NodeIdentifier?) {
        if let speaker, silences[speaker] != nil {
            silences[speaker]?.append(fact)
        } else {
            deliver(fact)
        }
    }

    private mutating func deliver(_ fact: Fact) {
        do {
            try planner.take(fact, at: now)
        } catch {
            checker.report("a fact from an executor was refused: \(error)")
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
        default: nil
        }
    }
}
