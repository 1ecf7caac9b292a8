import Model
import Plan
import Rehearsal
import Testing

@Suite("Any workload, any seed")
struct ChaosTests {
    @Test("every checker stays silent while tasks succeed, fail, run long, grow and are lost", arguments: 0..<200)
    func chaos(seed: Int) throws {
        var numbers = SeededNumbers(seed: UInt64(seed))
        let nodes = (0..<Int.random(in: 1...3, using: &numbers)).map {
            Samples.node($0, cores: Int.random(in: 1...4, using: &numbers))
        }
        let largest = nodes.map(\.cores.count).max() ?? 1
        let jobs = (0..<Int.random(in: 1...12, using: &numbers)).map {
            Self.job($0, largest: largest, using: &numbers)
        }
        var rehearsal = try Rehearsal(nodes: nodes) { task, attempt in
            Self.behaviour(of: task, attempt, seed: seed)
        }
        try rehearsal.submit(jobs)

        var findings = rehearsal.run(atMost: Int.random(in: 1...60, using: &numbers))
        for number in nodes.count..<nodes.count + 3 where findings.isEmpty {
            try rehearsal.lose(NodeIdentifier(number - nodes.count < nodes.count ? number - nodes.count : number - 1))
            try rehearsal.take(.nodeJoined(Samples.node(number, cores: largest), at: rehearsal.now))
            findings = rehearsal.run(atMost: number == nodes.count + 2 ? Int.max : 40)
        }

        #expect(findings == [], "seed \(seed)")
        let isComplete = rehearsal.planner.isComplete
        #expect(isComplete, "seed \(seed): \(rehearsal.planner.attemptsInMotion) in motion")
    }

    private static func job(_ number: Int, largest: Int, using numbers: inout SeededNumbers) -> Job {
        var job = Samples.job("job\(number)", 0..<Int.random(in: 1...40, using: &numbers))
        let least = Int.random(in: 1...largest, using: &numbers)
        job.request = Request(cores: Cores(least)...Cores(Int.random(in: least...largest, using: &numbers)))
        if Bool.random(using: &numbers) {
            job.request.cores = Cores(thousandths: 500)...Cores(thousandths: 500)
        }
        if Int.random(in: 0..<4, using: &numbers) == 0 {
            job.request.memory = .gibibytes(1)
            job.request.memoryLimit = .gibibytes(4)
        }
        job.retry = RetryRules(every: Int.random(in: 0...2, using: &numbers))
        job.retry.lost = 100
        job.retry.delay = .milliseconds(Int64.random(in: 0...20, using: &numbers))
        if Int.random(in: 0..<5, using: &numbers) == 0 {
            job.startAt = Instant(nanoseconds: Int64.random(in: 0...200_000_000, using: &numbers))
        }
        for other in 0..<number where Int.random(in: 0..<6, using: &numbers) == 0 {
            let condition: Dependency.Condition = Bool.random(using: &numbers) ? .success : .end
            let scope: Dependency.Scope = Bool.random(using: &numbers) ? .iteration(0) : .job
            job.dependencies.append(Dependency(job: "job\(other)", scope: scope, condition: condition))
        }
        return job
    }

    private static func behaviour(
        of task: TaskIdentifier, _ attempt: AttemptIdentifier, seed: Int
    ) -> Rehearsal.Behaviour {
        var numbers = SeededNumbers(seed: UInt64(seed &* 1_000_003 &+ attempt.number))
        let isLong = Int.random(in: 0..<15, using: &numbers) == 0
        let runTime = Duration.microseconds(Int64.random(in: isLong ? 100_000...900_000 : 0...4000, using: &numbers))
        let outcomes: [Outcome] = [.exited(code: 3), .signalled(11), .outOfMemory, .wallTimeExceeded]
        let fails = Int.random(in: 0..<12, using: &numbers) == 0
        return Rehearsal.Behaviour(
            runTime: runTime, outcome: fails ? outcomes[Int.random(in: 0..<4, using: &numbers)] : .succeeded)
    }
}
