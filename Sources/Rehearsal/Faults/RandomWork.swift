import Model
import Plan

/// What people ask of the service in a rehearsal of faults, as a seed decides it.
struct RandomWork: Sendable {
    private var numbers: SeededNumbers
    /// None: answered.
    private var batches: [Wish?] = []
    private var unsent: Int
    private var jobCount = 0

    init(seed: UInt64) {
        numbers = SeededNumbers(seed: seed ^ 0x776f_726b)
        unsent = Int.random(in: 2...6, using: &numbers)
    }

    /// Whether every batch that was sent was answered.
    var isAnswered: Bool { batches.allSatisfy { $0 == nil } }

    func batch(_ number: Int) -> Wish? { batches[number] }
    mutating func isAnswered(_ number: Int) { batches[number] = nil }

    /// The number of a new batch; none: nobody submits now.
    mutating func nextBatch() -> Int? {
        guard unsent > 0, batches.isEmpty || Int.random(in: 0..<3, using: &numbers) == 0 else { return nil }
        unsent -= 1
        var jobs: [Job] = []
        for _ in 0..<Int.random(in: 1...3, using: &numbers) { jobs.append(job()) }
        batches.append(.submit(number: batches.count, jobs, key: "batch\(batches.count)"))
        return batches.count - 1
    }

    private mutating func happens(onceIn times: Int) -> Bool { Int.random(in: 0..<times, using: &numbers) == 0 }

    private mutating func job() -> Job {
        var job = Job(name: "job\(jobCount)", command: Command(action: .program("true", arguments: [])))
        job.iterations = Iterations(range: 0..<Int.random(in: 1...12, using: &numbers))
        job.request = request()
        job.retry = RetryRules(every: Int.random(in: 0...2, using: &numbers))
        job.retry.lost = Int.random(in: 0...5, using: &numbers)
        job.retry.delay = .milliseconds(happens(onceIn: 2) ? 0 : Int64.random(in: 1...3000, using: &numbers))
        job.lossGrace = .milliseconds(Int64.random(in: 0...30_000, using: &numbers))
        job.grace = .milliseconds(Int64.random(in: 0...5000, using: &numbers))
        job.priority = Int.random(in: -2...2, using: &numbers)
        job.user = ["ann", "ben", ""][Int.random(in: 0..<3, using: &numbers)]
        job.kind = ["mesh", "solve", ""][Int.random(in: 0..<3, using: &numbers)]
        if happens(onceIn: 6) { job.atMost = Int.random(in: 1...3, using: &numbers) }
        if happens(onceIn: 5) { job.onExecutorLoss = .fail }
        if jobCount > 0, happens(onceIn: 3) {
            let other = Int.random(in: 0..<jobCount, using: &numbers)
            job.dependencies = [
                Dependency(
                    job: "job\(other)", scope: happens(onceIn: 2) ? .iteration(0) : .job,
                    condition: happens(onceIn: 2) ? .end : .success)
            ]
        }
        jobCount += 1
        return job
    }

    private mutating func request() -> Request {
        let least = Int.random(in: 1...2, using: &numbers)
        var request = Request(cores: Cores(least)...Cores(Int.random(in: least...4, using: &numbers)))
        if happens(onceIn: 2) { request = .oneCore }
        if happens(onceIn: 8) { request = Request(cores: Cores(thousandths: 500)) }
        if happens(onceIn: 8) {
            request = .oneCore
            request.nodes = 2...2
        }
        if request.cores.lowerBound < request.cores.upperBound { request.isMalleable = happens(onceIn: 2) }
        if happens(onceIn: 5) { request.memory = .gibibytes(1) }
        if happens(onceIn: 6) { request.gpus = Amount(thousandths: 1000) }
        if happens(onceIn: 2) { request.expectedTime = .milliseconds(Int64.random(in: 1...20_000, using: &numbers)) }
        if happens(onceIn: 4) { request.wallTime = .milliseconds(Int64.random(in: 5...30_000, using: &numbers)) }
        if happens(onceIn: 8) {
            var other = request
            other.cores = Cores(4)...Cores(4)
            request.alternatives = [other]
        }
        return request
    }

    /// What somebody wants of what there is; a refusal is an answer, too.
    mutating func wish(_ planner: Planner) -> Wish {
        let job = JobIdentifier(Int.random(in: 0..<planner.jobCount, using: &numbers))
        let node = NodeIdentifier(Int.random(in: 0..<max(1, planner.nodeCount), using: &numbers))
        let count = Int.random(in: 0...planner.job(job).iterations.count, using: &numbers)
        let wishes: [Wish] = [
            .pause(job), .freeze(job), .freeze(job), .unpause(job), .unpause(job),
            .cancel(TaskRange(job: job, iterations: 0..<count)), .retry(job), .remove(job),
            .change(job, JobChange(priority: Int.random(in: -2...2, using: &numbers))),
            .change(job, JobChange(cores: Cores(1)...Cores(2), wallTime: .seconds(20))),
            .drain(node), .undrain(node),
        ]
        return wishes[Int.random(in: 0..<wishes.count, using: &numbers)]
    }

    /// Any policy there is.
    static func policy(using numbers: inout SeededNumbers) -> Policy {
        let orders: [Policy.Order] = [
            .standard, .priority(ageing: nil), .firstCome, .shortest, .longest, .smallest, .largest, .fewestCores,
            .mostCores, .roundRobin(quantum: .milliseconds(500)), .roundRobin(quantum: .seconds(5)),
        ]
        let preemptions: [Policy.Preemption] = [.none, .pause(.mostRunTime), .pause(.smallestRequest)]
        while true {
            var policy = Policy(
                order: orders[Int.random(in: 0..<orders.count, using: &numbers)],
                width: Policy.Width.allCases[Int.random(in: 0..<3, using: &numbers)],
                overtaking: Policy.Overtaking.allCases[Int.random(in: 0..<4, using: &numbers)],
                preemption: preemptions[Int.random(in: 0..<3, using: &numbers)],
                nodeChoice: Policy.NodeChoice.allCases[Int.random(in: 0..<4, using: &numbers)],
                expectation: Policy.Expectation.allCases[Int.random(in: 0..<3, using: &numbers)])
            if Int.random(in: 0..<5, using: &numbers) == 0 { policy.limits.perUser = 3 }
            if Int.random(in: 0..<5, using: &numbers) == 0 { policy.fairShare = .seconds(60) }
            if policy.contradiction == nil { return policy }
        }
    }

    /// What an attempt does: mostly some milliseconds, now and then half a minute.
    static func behaviour(seed: UInt64) -> @Sendable (TaskIdentifier, AttemptIdentifier) -> AttemptBehaviour {
        { _, attempt in
            var numbers = SeededNumbers(seed: seed &* 1_000_003 &+ UInt64(attempt.number))
            let longest: Int64 = [20_000, 20_000, 3_000_000, 30_000_000][Int.random(in: 0..<4, using: &numbers)]
            let runTime = Duration.microseconds(Int64.random(in: 100...longest, using: &numbers))
            let outcomes: [Outcome] = [.exited(code: 3), .signalled(11), .outOfMemory]
            let fails = Int.random(in: 0..<10, using: &numbers) == 0
            let outcome = fails ? outcomes[Int.random(in: 0..<3, using: &numbers)] : .succeeded
            return AttemptBehaviour(
                runTime: runTime, outcome: outcome,
                reaction: .milliseconds(Int64.random(in: 0...2000, using: &numbers)),
                isRigid: Int.random(in: 0..<10, using: &numbers) == 0)
        }
    }
}
