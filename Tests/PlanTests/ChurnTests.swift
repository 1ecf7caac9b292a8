import Model
import Plan
import Rehearsal
import Testing

@Suite("Executors that come and go, any seed")
struct ChurnTests {
    @Test(
        "every checker stays silent while nodes fall silent, return, drain, end and are lost, and people change jobs",
        arguments: 0..<40)
    func churn(block: Int) throws {
        for seed in block * 25..<block * 25 + 25 {
            var churn = try Churn(seed: seed)

            let findings = try churn.run()

            #expect(findings == [], "seed \(seed)")
            let isComplete = churn.isComplete
            #expect(isComplete, "seed \(seed): something was left")
            guard findings.isEmpty, isComplete else { return }
        }
    }
}

/// One rehearsal with disturbances that a seed determines.
private struct Churn {
    private var numbers: SeededNumbers
    private var rehearsal: Rehearsal
    private var nodeCount = 0
    private var jobCount = 0
    private var silent: Set<Int> = []
    private var lost: Set<Int> = []

    private static let policies =
        [
            Policy.Order.standard, .firstCome, .shortest, .longest, .smallest, .largest, .fewestCores, .mostCores,
            .due(stretch: 10, within: .seconds(60)),
        ].flatMap { order in
            Policy.Overtaking.allCases.map { overtaking in
                var policy = Policy(order: order, overtaking: overtaking)
                // Only there does it matter to the order what was learned.
                guard case .due = order else { return policy }
                policy.expectation = .lastTwo
                policy.passing = .shortestFirst
                return policy
            }
        } + yielding

    /// Under which somebody may be paused for others.
    private static let yielding =
        [
            Policy.Order.standard, .priority(ageing: nil), .shortest, .mostCores, .fewestCores, .smallest,
        ].flatMap { order in
            Policy.Preemption.Victim.allCases.flatMap { victim in
                Policy.Overtaking.allCases.map { Policy(order: order, overtaking: $0, preemption: .pause(victim)) }
            }
        } + Policy.Overtaking.allCases.map { Policy(order: .roundRobin(quantum: .milliseconds(2)), overtaking: $0) }

    init(seed: Int) throws {
        numbers = SeededNumbers(seed: UInt64(seed))
        var configuration = Planner.Configuration()
        configuration.refusesTooLarge = false
        configuration.patience = .milliseconds(20)
        // Half of them under the policy that holds unless another is chosen.
        configuration.policy = seed.isMultiple(of: 2) ? Policy() : Self.policies[seed / 2 % Self.policies.count]
        rehearsal = try Rehearsal(nodes: [], configuration: configuration) { _, attempt in
            Self.behaviour(of: attempt, seed: seed)
        }
        if Bool.random(using: &numbers) { rehearsal.adjustingTakes = .microseconds(300) }
        try join(Int.random(in: 1...3, using: &numbers))
        try submit()
    }

    var isComplete: Bool { rehearsal.planner.isComplete }

    mutating func run() throws -> [String] {
        for _ in 0..<Int.random(in: 5...20, using: &numbers) {
            let findings = rehearsal.run(atMost: Int.random(in: 1...8, using: &numbers))
            guard findings.isEmpty else { return findings }
            try disturb()
        }
        for node in silent.sorted() { try rehearsal.hear(NodeIdentifier(node)) }
        let all = (0..<rehearsal.planner.jobCount).map { JobIdentifier($0) }
        for job in all { try? rehearsal.take(.jobsUnpaused([job], at: rehearsal.now)) }
        // Two that hold whatever is asked for, and stay.
        for _ in 0..<2 {
            let node = Samples.node(nodeCount, cores: 4)
            nodeCount += 1
            try rehearsal.take(.nodeJoined(node, at: rehearsal.now))
        }
        return rehearsal.run()
    }

    private mutating func disturb() throws {
        switch Int.random(in: 0..<20, using: &numbers) {
        case 0, 1: try join(1)
        case 2, 3:
            try withNode {
                try $0.lose(NodeIdentifier($1))
            } after: {
                $0.lost.insert($1)
                $0.silent.remove($1)
            }
        case 4, 5, 6:
            try withNode {
                try $0.silence(NodeIdentifier($1))
            } after: {
                $0.silent.insert($1)
            }
        case 7, 8, 9:
            guard let node = silent.min() else { return }
            silent.remove(node)
            try rehearsal.hear(NodeIdentifier(node))
        case 10: try withNode { try $0.take(.nodeDraining(NodeIdentifier($1), at: $0.now)) }
        case 11: try withNode { try $0.take(.nodeAvailable(NodeIdentifier($1), at: $0.now)) }
        case 12: try submit()
        default: changeJobs()
        }
    }

    private mutating func withNode(
        _ act: (inout Rehearsal, Int) throws -> Void, after: (inout Churn, Int) -> Void = { _, _ in }
    ) throws {
        let node = Int.random(in: 0..<nodeCount, using: &numbers)
        guard !lost.contains(node) else { return }
        try act(&rehearsal, node)
        after(&self, node)
    }

    /// What people do; a refusal is an answer, too.
    private mutating func changeJobs() {
        let number = Int.random(in: 0..<rehearsal.planner.jobCount, using: &numbers)
        let job = JobIdentifier(number)
        let now = rehearsal.now
        let count = Int.random(in: 0...rehearsal.planner.job(job).iterations.count, using: &numbers)
        let facts: [Fact] = [
            .jobsPaused([job], at: now), .jobsFrozen([job], at: now), .jobsFrozen([job], at: now),
            .jobsUnpaused([job], at: now), .jobsUnpaused([job], at: now),
            .tasksCancelled(TaskRange(job: job, iterations: 0..<count), at: now),
            .tasksCancelled(TaskRange(job: job, iterations: 0..<count), at: now),
            .jobsRemoved([job], at: now), .retryRequested(job, at: now),
            .jobChanged(job, JobChange(priority: Int.random(in: -2...2, using: &numbers)), at: now),
            .jobChanged(job, JobChange(cores: Cores(1)...Cores(2), wallTime: .milliseconds(3)), at: now),
        ]
        try? rehearsal.take(facts[Int.random(in: 0..<facts.count, using: &numbers)])
    }

    private mutating func join(_ count: Int) throws {
        for _ in 0..<count {
            var node = Samples.node(nodeCount, cores: Int.random(in: 1...3, using: &numbers))
            if Int.random(in: 0..<3, using: &numbers) == 0 {
                node.endsAt = rehearsal.now + .milliseconds(Int64.random(in: 0...60, using: &numbers))
            }
            nodeCount += 1
            try rehearsal.take(.nodeJoined(node, at: rehearsal.now))
        }
    }

    private mutating func submit() throws {
        for _ in 0..<Int.random(in: 1...3, using: &numbers) {
            let job = randomJob()
            jobCount += 1
            // What it depends on may have been removed.
            try? rehearsal.submit([job], key: "key\(jobCount)")
        }
    }

    private mutating func randomJob() -> Job {
        var job = Samples.job("job\(jobCount)", 0..<Int.random(in: 1...15, using: &numbers))
        let least = Int.random(in: 1...4, using: &numbers)
        job.request = Request(cores: Cores(least)...Cores(Int.random(in: least...4, using: &numbers)))
        if Int.random(in: 0..<6, using: &numbers) == 0 {
            job.request = Request(cores: .one)
            job.request.nodes = 2...2
        }
        if Bool.random(using: &numbers) { job.request.cores = Cores(1)...Cores(1) }
        job.request.isMalleable = Int.random(in: 0..<3, using: &numbers) == 0
        if Int.random(in: 0..<3, using: &numbers) == 0 { job.request.expectedTime = .milliseconds(2) }
        if Int.random(in: 0..<3, using: &numbers) == 0 { job.request.wallTime = .milliseconds(30) }
        job.retry = RetryRules(every: Int.random(in: 0...2, using: &numbers))
        job.retry.lost = Int.random(in: 0...3, using: &numbers)
        job.lossGrace = .milliseconds(Int64.random(in: 0...15, using: &numbers))
        job.priority = Int.random(in: -1...1, using: &numbers)
        if Int.random(in: 0..<4, using: &numbers) == 0 { job.onExecutorLoss = .fail }
        if jobCount > 0, Int.random(in: 0..<3, using: &numbers) == 0 {
            let other = Int.random(in: 0..<jobCount, using: &numbers)
            let condition: Dependency.Condition = Bool.random(using: &numbers) ? .success : .end
            let scope: Dependency.Scope = Bool.random(using: &numbers) ? .iteration(0) : .job
            job.dependencies = [Dependency(job: "job\(other)", scope: scope, condition: condition)]
        }
        return job
    }

    private static func behaviour(of attempt: AttemptIdentifier, seed: Int) -> Rehearsal.Behaviour {
        var numbers = SeededNumbers(seed: UInt64(seed &* 1_000_003 &+ attempt.number))
        let isLong = Int.random(in: 0..<10, using: &numbers) == 0
        let runTime = Duration.microseconds(Int64.random(in: isLong ? 5_000...40_000 : 0...2000, using: &numbers))
        let fails = Int.random(in: 0..<12, using: &numbers) == 0
        var behaviour = Rehearsal.Behaviour(runTime: runTime, outcome: fails ? .exited(code: 3) : .succeeded)
        behaviour.isAdjustable = Int.random(in: 0..<8, using: &numbers) > 0
        return behaviour
    }
}
