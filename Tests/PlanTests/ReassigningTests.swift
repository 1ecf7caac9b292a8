import Model
import Plan
import Testing

@Suite("Malleable attempts") struct ReassigningTests {
    private func job(_ name: String, _ cores: ClosedRange<Int>, preferred: Int? = nil) -> Job {
        var job = Samples.job(name)
        job.request = Request(cores: Cores(cores.lowerBound)...Cores(cores.upperBound))
        job.request.preferredCores = preferred.map { Cores($0) }
        job.request.isMalleable = true
        return job
    }

    private func live(_ width: Policy.Width, cores: Int, _ jobs: [Job]) throws -> Live {
        var configuration = Planner.Configuration()
        configuration.policy.width = width
        var live = try Live(nodes: [cores], jobs, configuration: configuration)
        try live.planAndStart()
        return live
    }

    @Test(
        "strictly, or with whatever is there, freed cores go to the oldest first, up to what it asked",
        arguments: [Policy.Width.strict, .whateverIsThere])
    func oldestFirst(rule: Policy.Width) throws {
        let jobs = [Samples.job("exact", cores: 4), job("a", 1...8, preferred: 2), job("b", 1...8, preferred: 2)]
        var live = try live(rule, cores: 8, jobs)
        try live.change(2, preferred: 4)
        try live.change(1, preferred: 5)
        try live.settle()
        #expect(live.widths == [0: 4, 1: 2, 2: 2])

        try live.end(0)
        try live.settle()

        #expect(live.widths == [1: 5, 2: 3])
    }

    @Test("who has less than it asked gets it when it is free, on neighbouring cores")
    func grows() throws {
        var live = try live(.whateverIsThere, cores: 8, [Samples.job("exact", cores: 5), job("a", 1...6)])
        #expect(live.widths == [0: 5, 1: 3])
        try live.end(0)

        let decision = live.plan()

        let placement = try #require(live.planner.placement(of: AttemptIdentifier(1)))
        #expect(placement.parts[0].cores.map(\.position) == [2, 3, 4, 5, 6, 7])
        #expect(decision.orders.count == 1)
    }

    @Test("nobody grows on cores for which somebody waits")
    func waiting() throws {
        var live = try live(.whateverIsThere, cores: 8, [Samples.job("exact", cores: 5), job("a", 1...6)])
        try live.submit(Samples.job("wide", cores: 8))
        try live.end(0)

        #expect(live.plan().orders == [])
    }

    @Test("who was changed to ask for less gives the rest back, and to ask for more gets more")
    func changed() throws {
        var live = try live(.whateverIsThere, cores: 8, [job("a", 1...8, preferred: 6)])
        #expect(live.widths == [0: 6])

        try live.change(0, preferred: 2)
        try live.settle()
        #expect(live.widths == [0: 2])

        try live.change(0, preferred: 8)
        try live.settle()
        #expect(live.widths == [0: 8])
    }

    @Test("in proportion, those that run make room for who comes, and take it back when it has gone")
    func proportional() throws {
        var live = try live(.proportional, cores: 8, [job("a", 1...8, preferred: 4)])
        #expect(live.widths == [0: 8])

        try live.submit(job("b", 1...8, preferred: 4))
        try live.planAndStart()
        #expect(live.last.starts == [])
        try live.settle()
        #expect(live.widths == [0: 4, 1: 4])

        try live.submit(Samples.job("exact", cores: 2))
        try live.settle()
        #expect(live.widths == [0: 3, 1: 3, 2: 2])

        try live.end(0)
        try live.settle()
        #expect(live.widths == [1: 6, 2: 2])
    }

    @Test("in proportion, nobody is made narrower for one that could not start even so")
    func inVain() throws {
        var live = try live(.proportional, cores: 8, [job("a", 3...8)])
        try live.submit(Samples.job("wide", cores: 6))

        #expect(live.plan().orders == [])
    }

    @Test("what refused to be adjusted once keeps its width")
    func rigid() throws {
        var live = try live(.proportional, cores: 8, [job("a", 1...8)])
        try live.submit(Samples.job("b", cores: 2))
        live.plan()
        try live.take(.adjustmentFailed(AttemptIdentifier(0), number: 1, errorNumber: 38, at: live.now))

        #expect(live.plan().orders == [])
        #expect(live.widths == [0: 8])
    }
}

extension Live {
    /// The widths of what is in motion, by attempt.
    fileprivate var widths: [Int: Int] {
        var widths: [Int: Int] = [:]
        for node in planner.presentNodes {
            for attempt in planner.attempts(on: node.identifier) {
                widths[attempt.number] = planner.placement(of: attempt)?.width.whole
            }
        }
        return widths
    }

    fileprivate mutating func submit(_ job: Job) throws {
        try take(.jobsSubmitted(first: JobIdentifier(planner.jobCount), jobs: [job], at: now))
    }

    fileprivate mutating func change(_ job: Int, preferred: Int) throws {
        try take(.jobChanged(JobIdentifier(job), JobChange(preferredCores: Cores(preferred)), at: now))
    }

    /// Plans, and does what was ordered.
    fileprivate mutating func planAndStart() throws {
        for order in plan().orders {
            switch order {
            case .start(let handOver): try take(.attemptStarted(handOver.firstAttempt, at: now))
            case .adjust(let attempt, let adjustment):
                try take(.attemptAdjusted(attempt, number: adjustment.number, at: now))
            case .end, .takeBack: break
            }
        }
    }

    /// The same until nothing is left to do; 20: a bound for what would go on for ever.
    fileprivate mutating func settle() throws {
        for _ in 0..<20 {
            try planAndStart()
            if last.orders.isEmpty { return }
        }
        Issue.record("it does not come to rest: \(last.orders)")
    }
}
