import Model
import Plan
import Rehearsal
import Testing

@Suite("Widths that change, any seed") struct ElasticityTests {
    @Test(
        "every checker stays silent, and everybody ends, while malleable tasks grow, shrink and are changed",
        arguments: Array(0..<100) + [282, 306])
    func anySeed(seed: Int) throws {
        var numbers = SeededNumbers(seed: UInt64(seed))
        var configuration = Planner.Configuration()
        configuration.policy = Self.policy(seed, using: &numbers)
        let nodes = (0..<Int.random(in: 1...3, using: &numbers)).map {
            Samples.node($0, cores: Int.random(in: 4...12, using: &numbers))
        }
        let jobs = (0..<12).map { Self.job($0, using: &numbers) }
        var rehearsal = try Rehearsal(nodes: nodes, configuration: configuration) { task, attempt in
            var numbers = SeededNumbers(seed: UInt64(seed &* 1_000_003 &+ attempt.number))
            var behaviour = Rehearsal.Behaviour(runTime: .milliseconds(Int64.random(in: 1...2000, using: &numbers)))
            behaviour.isAdjustable = Int.random(in: 0..<9, using: &numbers) > 0
            return behaviour
        }
        rehearsal.adjustingTakes = .milliseconds(Int64(seed % 3) * 20)

        var findings: [String] = []
        for job in jobs where findings.isEmpty {
            try rehearsal.submit([job])
            findings = rehearsal.run(atMost: Int.random(in: 1...6, using: &numbers))
            let changed = Int.random(in: 0..<rehearsal.planner.jobCount, using: &numbers)
            try rehearsal.change(changed, using: &numbers)
            try rehearsal.disturb(nodes.count, using: &numbers)
        }
        for node in nodes.indices { try rehearsal.mend(NodeIdentifier(node)) }
        if findings.isEmpty { findings = rehearsal.run(atMost: 20_000) }

        #expect(findings == [], "seed \(seed)")
        let isComplete = rehearsal.planner.isComplete
        #expect(isComplete, "seed \(seed)")
        #expect(rehearsal.record.adjustmentCount < 40 * rehearsal.endedCount, "seed \(seed)")
    }

    private static func policy(_ seed: Int, using numbers: inout SeededNumbers) -> Policy {
        var policy = Policy(
            width: Policy.Width.allCases[seed % 3], overtaking: Policy.Overtaking.allCases[seed / 3 % 4],
            nodeChoice: Policy.NodeChoice.allCases[seed / 12 % 4])
        if Bool.random(using: &numbers) { policy.fairShare = .seconds(1) }
        if Bool.random(using: &numbers) {
            policy.limits = Policy.Limits(perUser: 3, perTag: [.init(tag: "t", limit: 2)])
        }
        return policy
    }

    private static func job(_ number: Int, using numbers: inout SeededNumbers) -> Job {
        var job = Samples.job("job\(number)", 0..<Int.random(in: 1...6, using: &numbers))
        let least = Int.random(in: 1...4, using: &numbers)
        job.request = Request(cores: Cores(least)...Cores(least + Int.random(in: 0...12, using: &numbers)))
        job.request.isMalleable = Int.random(in: 0..<3, using: &numbers) > 0
        if Bool.random(using: &numbers) {
            job.request.expectedTime = .milliseconds(Int64.random(in: 1...2000, using: &numbers))
        }
        if Int.random(in: 0..<4, using: &numbers) == 0 {
            job.request.isMalleable = false
            job.request.alternatives = [Request(cores: Cores(Int.random(in: 1...4, using: &numbers)))]
        }
        job.user = ["", "ada", "grace"][Int.random(in: 0..<3, using: &numbers)]
        job.tags = Int.random(in: 0..<3, using: &numbers) == 0 ? ["t"] : []
        job.atMost = Int.random(in: 0..<4, using: &numbers) == 0 ? 2 : nil
        job.retry.lost = 100
        return job
    }
}

extension Rehearsal {
    /// Other wishes for a job's cores, within its range.
    fileprivate mutating func change(_ number: Int, using numbers: inout SeededNumbers) throws {
        let cores = planner.job(JobIdentifier(number)).request.cores
        let range = cores.lowerBound.whole...cores.upperBound.whole
        var change = JobChange(preferredCores: Cores(Int.random(in: range, using: &numbers)))
        if Bool.random(using: &numbers) { change = JobChange(cores: cores.lowerBound...cores.upperBound + .one) }
        try take(.jobChanged(JobIdentifier(number), change, at: now))
    }

    /// A node falls silent, or is drained, until it is mended.
    fileprivate mutating func disturb(_ nodes: Int, using numbers: inout SeededNumbers) throws {
        let node = NodeIdentifier(Int.random(in: 0..<nodes, using: &numbers))
        switch Int.random(in: 0..<8, using: &numbers) {
        case 0: try silence(node)
        case 1: try take(.nodeDraining(node, at: now))
        case 2, 3: try mend(node)
        default: break
        }
    }

    fileprivate mutating func mend(_ node: NodeIdentifier) throws {
        try hear(node)
        try take(.nodeAvailable(node, at: now))
    }
}

extension [Fact] {
    fileprivate var adjustmentCount: Int {
        count { if case .adjustmentDecided = $0 { true } else { false } }
    }
}
