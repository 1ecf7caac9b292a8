import Model
import Plan
import Rehearsal

/// A record as a service leaves it whose jobs end, fail, are retried, cancelled and removed, by a seed.
struct RemovingStory {
    private var numbers: SeededNumbers
    private var rehearsal: Rehearsal
    private var nodeCount = 0
    private var jobCount = 0
    private var silent: Set<Int> = []
    private var lost: Set<Int> = []

    /// What was recorded, as it was, and how much of it by the end of each commit.
    var facts: [Fact] { rehearsal.record }
    private(set) var commits: [Int] = []

    init(seed: Int) throws {
        numbers = SeededNumbers(seed: UInt64(seed))
        var configuration = Planner.Configuration()
        configuration.refusesTooLarge = false
        rehearsal = try Rehearsal(nodes: [], configuration: configuration) { _, attempt in
            var numbers = SeededNumbers(seed: UInt64(seed &* 1_000_003 &+ attempt.number))
            let fails = Int.random(in: 0..<6, using: &numbers) == 0
            return Rehearsal.Behaviour(
                runTime: .microseconds(Int64.random(in: 0...3000, using: &numbers)),
                outcome: fails ? .exited(code: 3) : .succeeded)
        }
        try open()
        try join()
        for _ in 0..<Int.random(in: 10...40, using: &numbers) {
            run(Int.random(in: 1...10, using: &numbers))
            try disturb()
        }
        run(Int.random(in: 1...40, using: &numbers))
    }

    private mutating func run(_ plans: Int) {
        for _ in 0..<plans {
            _ = rehearsal.run(atMost: 1)
            if rehearsal.record.count > commits.last ?? 0 { commits.append(rehearsal.record.count) }
        }
    }

    private mutating func disturb() throws {
        let now = rehearsal.now
        switch Int.random(in: 0..<20, using: &numbers) {
        case 0: try join()
        case 1, 2:
            try join()
            try withNode { try $0.lose($1) }
        case 3: try withNode { try $0.silence($1) }
        case 4:
            guard let node = silent.min() else { return }
            silent.remove(node)
            try rehearsal.hear(NodeIdentifier(node))
        case 5: try open()
        case 6...9: submit()
        default:
            guard rehearsal.planner.jobCount > 0 else { return submit() }
            let number = Int.random(in: 0..<rehearsal.planner.jobCount, using: &numbers)
            let job = JobIdentifier(number)
            let count = Int.random(in: 0...rehearsal.planner.job(job).iterations.count, using: &numbers)
            let acts: [Fact] = [
                .jobsPaused([job], at: now), .jobsUnpaused([job], at: now), .retryRequested(job, at: now),
                .retryRequested(job, at: now), .tasksCancelled(TaskRange(job: job, iterations: 0..<count), at: now),
                .jobChanged(job, JobChange(priority: Int.random(in: -2...2, using: &numbers)), at: now),
                .jobsRemoved([job], at: now), .jobsRemoved([job], at: now), .jobsRemoved([job], at: now),
                .jobsRemoved([job], at: now), .jobsRemoved([job], at: now),
            ]
            // A refusal is an answer, too.
            try? rehearsal.take(acts[Int.random(in: 0..<acts.count, using: &numbers)])
        }
    }

    private mutating func open() throws {
        let run = Run(number: 1, token: 7, arguments: [], directory: "/", host: "n", version: "0")
        try rehearsal.take(.runOpened(run, at: rehearsal.now))
    }

    private mutating func join() throws {
        let cores = Array(0..<Int.random(in: 2...4, using: &numbers))
        let node = Node(
            identifier: NodeIdentifier(nodeCount), name: "n\(nodeCount)", cores: cores, memory: .gibibytes(8))
        nodeCount += 1
        try rehearsal.take(.nodeJoined(node, at: rehearsal.now))
    }

    private mutating func withNode(_ act: (inout Rehearsal, NodeIdentifier) throws -> Void) throws {
        let node = Int.random(in: 0..<nodeCount, using: &numbers)
        guard !lost.contains(node), lost.count + 1 < nodeCount else { return }
        try act(&rehearsal, NodeIdentifier(node))
        lost.insert(node)
        silent.insert(node)
    }

    private mutating func submit() {
        var batch: [Job] = []
        for _ in 0..<Int.random(in: 1...3, using: &numbers) {
            batch.append(randomJob())
            jobCount += 1
        }
        // What they depend on may have been removed.
        try? rehearsal.submit(batch, key: "key\(jobCount)")
    }

    private mutating func randomJob() -> Job {
        var job = Job(name: "job\(jobCount)", command: Command(action: .program("true", arguments: [])))
        job.iterations = Iterations(range: 0..<Int.random(in: 1...12, using: &numbers))
        job.request = Request(cores: Cores(Int.random(in: 0..<4, using: &numbers) == 0 ? 2 : 1))
        if Bool.random(using: &numbers) { job.request.expectedTime = .milliseconds(2) }
        job.retry = RetryRules(every: Int.random(in: 0...1, using: &numbers))
        job.retry.lost = 2
        job.lossGrace = .milliseconds(Int64.random(in: 0...15, using: &numbers))
        for _ in 0..<Int.random(in: 0...2, using: &numbers) where jobCount > 0 {
            let other = Int.random(in: max(0, jobCount - 6)..<jobCount, using: &numbers)
            let scopes: [Dependency.Scope] = [.iteration(0), .job, .sameIteration]
            job.dependencies.append(
                Dependency(
                    job: "job\(other)", scope: scopes[Int.random(in: 0..<3, using: &numbers)],
                    condition: Bool.random(using: &numbers) ? .success : .end))
        }
        return job
    }
}
