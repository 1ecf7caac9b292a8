import Model
import Plan

/// What must always be true of the world and the record together, whatever breaks.
///
/// The world is what executors do; the record is what is durable. `Checker` watches the record by itself.
struct FaultWatch: Sendable {
    private(set) var findings: [String] = []
    private var checker = Checker()
    private(set) var replica = Planner()
    private(set) var durableCount = 0
    private var shownCount = 0
    private var handed: [AttemptIdentifier: HandedOver] = [:]
    /// With a durable end.
    private var ended: Set<AttemptIdentifier> = []
    private var keys: Set<String> = []
    private var acknowledgedKeys: Set<String> = []
    private var nodes: [NodeIdentifier: Node] = [:]
    private var unheard: Set<NodeIdentifier> = []
    /// What runs somewhere, whoever knows of it.
    private var running: [AttemptIdentifier: Running] = [:]
    private var started: Set<AttemptIdentifier> = []
    /// Until the service's clock was set back. Executors may take some welcomes to notice.
    private var timesAreSure = true

    private struct HandedOver: Sendable {
        var task: TaskIdentifier
        var at: Instant
        var life: Int
        var node: NodeIdentifier?
    }

    private struct Running: Sendable {
        var executor: UInt64
        var run: RehearsedRun
    }

    init() { checker.ordersTakeNoTime = false }

    var isSilent: Bool { findings.isEmpty && checker.findings.isEmpty }
    var allFindings: [String] { findings + checker.findings }

    // 20: more tell nothing new.
    mutating func report(_ finding: String) { if findings.count < 20 { findings.append(finding) } }

    // MARK: the record

    /// These are durable; `alive` are the executors whose processes live.
    mutating func record(_ facts: [Fact], life: Int, now: Instant, alive: Set<UInt64>) {
        durableCount += facts.count
        for fact in facts {
            replica.apply(fact)
            checker.take(fact)
            take(fact, life: life, now: now, alive: alive)
        }
    }

    /// The service's own state, when everything it has taken is durable.
    mutating func compare(_ planner: Planner, at now: Instant) {
        checker.compare(planner, with: replica, at: now)
    }

    /// A service has begun and read what is durable. From here on its state is what the record rebuilds.
    mutating func begin(_ replayed: Planner, facts: Int, isClockSetBack: Bool) {
        if facts != durableCount { report("\(durableCount) facts were durable, and \(facts) are read again") }
        if !replayed.hasSameState(as: replica) {
            report("the record does not rebuild the state after a crash")
        }
        replica = replayed
        timesAreSure = timesAreSure && !isClockSetBack
    }

    mutating func died() {
        if shownCount > durableCount { report("facts were shown that no record holds") }
        for key in acknowledgedKeys.sorted() where !keys.contains(key) {
            report("batch \(key) was acknowledged, and no record holds it")
        }
    }

    mutating func show(_ facts: [Fact]) {
        shownCount += facts.count
        if shownCount > durableCount { report("facts were shown before they were durable") }
    }

    mutating func answer(_ key: String, isRefused: Bool) {
        if isRefused, keys.contains(key) { return report("batch \(key) was refused though the record holds it") }
        guard !isRefused else { return }
        acknowledgedKeys.insert(key)
        if !keys.contains(key) { report("batch \(key) was acknowledged before it was durable") }
    }

    private mutating func take(_ fact: Fact, life: Int, now: Instant, alive: Set<UInt64>) {
        switch fact {
        case .jobsSubmitted(_, _, let key, _):
            if !keys.insert(key).inserted { report("batch \(key) was taken twice") }
        case .nodeJoined(let node, _): nodes[node.identifier] = node
        case .nodeSilent(let node, _): unheard.insert(node)
        case .nodeHeard(let node, _):
            unheard.remove(node)
            for attempt in attempts(of: node) where ended.contains(attempt) {
                report("node \(node.number) is heard while attempt \(attempt.number) runs there, which was given up")
            }
        case .nodeLost(let node, _):
            unheard.insert(node)
            guard let executor = nodes[node]?.executor, alive.contains(executor) else { return }
            for attempt in attempts(of: node) where !ended.contains(attempt) {
                report("node \(node.number) was given up with attempt \(attempt.number), which runs there")
            }
        case .attemptsHandedOver(let handOver):
            var attempt = handOver.firstAttempt
            for tasks in handOver.tasks {
                for iteration in tasks.iterations {
                    handed[attempt] = HandedOver(
                        task: TaskIdentifier(job: tasks.job, iteration: iteration), at: handOver.at, life: life,
                        node: handOver.placement.parts.first?.node)
                    attempt.number += 1
                }
            }
        case .attemptEnded(let end): take(end, life: life, now: now)
        case .attemptStarted(let attempt, let at):
            guard let given = handed[attempt], given.life == life else { return }
            if at < given.at { report("attempt \(attempt.number) started before it was handed over") }
            if timesAreSure, at > now { report("attempt \(attempt.number) started in the service's future") }
        default: break
        }
    }

    private mutating func take(_ end: AttemptEnd, life: Int, now: Instant) {
        ended.insert(end.attempt)
        if end.outcome != .lost, running[end.attempt] != nil {
            report("attempt \(end.attempt.number) counts as ended while it runs")
        }
        guard let given = handed[end.attempt], given.life == life, end.outcome != .lost else { return }
        if let startedAt = end.startedAt, startedAt < given.at || end.endedAt < startedAt {
            report("attempt \(end.attempt.number) ran in an order that can't be")
        }
        if timesAreSure, end.endedAt > now { report("attempt \(end.attempt.number) ended in the service's future") }
    }

    // MARK: the world

    mutating func begins(_ attempt: AttemptIdentifier, _ run: RehearsedRun?, on executor: UInt64) {
        guard let given = handed[attempt] else {
            return report("attempt \(attempt.number) started before its hand-over was durable")
        }
        if !started.insert(attempt).inserted { report("attempt \(attempt.number) started twice") }
        if ended.contains(attempt), let node = given.node, !unheard.contains(node) {
            report("attempt \(attempt.number) started after its end, where its node is heard")
        }
        // What was given up may overlap with its successor, as long as its executor is not heard.
        if !ended.contains(attempt) {
            for (other, one) in running.sorted(by: { $0.key < $1.key })
            where one.run.task == given.task && !ended.contains(other) {
                report("task \(given.task) runs twice at once, as attempts \(other.number) and \(attempt.number)")
            }
        }
        guard let run else { return report("attempt \(attempt.number) runs though it was handed back") }
        running[attempt] = Running(executor: executor, run: run)
        checkCores(of: run)
    }

    mutating func changes(_ attempt: AttemptIdentifier, _ run: RehearsedRun) {
        running[attempt]?.run = run
        checkCores(of: run)
    }

    mutating func stops(_ attempt: AttemptIdentifier) { running[attempt] = nil }

    /// An executor goes of its own accord, whose service can be asked.
    mutating func goes(_ executor: UInt64) {
        for (attempt, one) in running.sorted(by: { $0.key < $1.key })
        where one.executor != executor && !ended.contains(attempt) {
            for part in one.run.placement.parts where nodes[part.node]?.executor == executor {
                report("node \(part.node.number) leaves while attempt \(attempt.number) of another runs there")
            }
        }
    }

    /// With the executor goes everything it ran.
    mutating func stopAll(on executor: UInt64) { running = running.filter { $0.value.executor != executor } }

    /// The service has told an executor to forget these.
    mutating func settle(_ facts: [Fact]) {
        for case .attemptEnded(let end) in facts where !ended.contains(end.attempt) {
            report("the end of attempt \(end.attempt.number) was acknowledged before it was durable")
        }
    }

    /// No core of a node does more than one core's work for what the record holds to be running.
    private mutating func checkCores(of run: RehearsedRun) {
        for part in run.placement.parts {
            var shares: [Int: Cores] = [:]
            for (attempt, one) in running where one.run.isRunning {
                for other in one.run.placement.parts where other.node == part.node {
                    // Of what was given up, only the node that speaks for it has ended it when it is heard.
                    if ended.contains(attempt), one.run.placement.parts.first?.node != part.node { continue }
                    for core in other.cores { shares[core.position, default: .zero] += core.share }
                }
            }
            for core in part.cores where shares[core.position, default: .zero] > .one {
                report("core \(core.position) of node \(part.node.number) was given twice")
            }
        }
    }

    private func attempts(of node: NodeIdentifier) -> [AttemptIdentifier] {
        guard let executor = nodes[node]?.executor else { return [] }
        return running.filter { $0.value.executor == executor }.keys.sorted()
    }

    /// Nothing is left to happen.
    mutating func conclude(_ planner: Planner) {
        for attempt in running.keys.sorted() { report("attempt \(attempt.number) still runs when all is over") }
        for key in acknowledgedKeys.sorted() where !keys.contains(key) { report("batch \(key) is not in the record") }
        if !planner.isComplete { report("something waits for ever") }
    }
}
