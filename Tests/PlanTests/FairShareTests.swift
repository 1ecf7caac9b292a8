import Model
import Plan
import Rehearsal
import Testing

@Suite("Fair share") struct FairShareTests {
    private func configuration(_ policy: Policy = Policy(), halfLife: Duration = .seconds(6400))
        -> Planner.Configuration
    {
        var configuration = Planner.Configuration()
        configuration.policy = policy
        configuration.policy.fairShare = halfLife
        return configuration
    }

    private func job(_ name: String, tasks: Int, tags: [String] = [], user: String = "") -> Job {
        var job = Samples.job(name, 0..<tasks)
        job.tags = tags
        job.user = user
        return job
    }

    @Test("what comes free at once is dealt out among the groups, whoever came first")
    func atOnce() throws {
        let jobs = [
            job("a", tasks: 9, tags: ["left"]), job("b", tasks: 9, tags: ["right"]), job("c", tasks: 9, user: "ada"),
            job("d", tasks: 9),
        ]
        var live = try Live(nodes: [8], jobs, configuration: configuration())

        #expect(live.plan().starts.map { $0[0] } == [0, 1, 2, 3, 0, 1, 2, 3])
    }

    @Test("who has used less is served first until both have used as much")
    func catchingUp() throws {
        var live = try Live(nodes: [2], [job("a", tasks: 20, tags: ["left"])], configuration: configuration())
        live.plan()
        live.now = live.now + .seconds(1000)
        try live.take(
            .jobsSubmitted(first: JobIdentifier(1), jobs: [job("b", tasks: 20, tags: ["right"])], at: live.now))

        try live.end(0)
        #expect(live.plan().starts.map { $0[0] } == [1])
        try live.end(1)
        #expect(live.plan().starts.map { $0[0] } == [1])
        live.now = live.now + .seconds(800)
        try live.end(2)
        #expect(live.plan().starts.map { $0[0] } == [1])
        live.now = live.now + .seconds(800)
        try live.end(3)

        #expect(live.plan().starts.map { $0[0] } == [0])
    }

    @Test("what was used long ago does not count")
    func forgetting() throws {
        var live = try Live(
            nodes: [1], [job("a", tasks: 2, tags: ["left"])], configuration: configuration(halfLife: .seconds(64)))
        live.plan()
        live.now = live.now + .seconds(640)
        try live.end(0)
        try live.take(
            .jobsSubmitted(first: JobIdentifier(1), jobs: [job("b", tasks: 9, tags: ["right"])], at: live.now))
        #expect(live.plan().starts.map { $0[0] } == [1])

        // Ten half-lives later a tenth of the use is more than what is left of the old one.
        live.now = live.now + .seconds(64)
        try live.end(1)

        #expect(live.plan().starts.map { $0[0] } == [0])
    }

    @Test("among the jobs of a group the policy's order holds")
    func withinGroup() throws {
        var urgent = job("urgent", tasks: 1, tags: ["left"])
        urgent.priority = 5
        var live = try Live(
            nodes: [3], [job("a", tasks: 3, tags: ["left"]), job("b", tasks: 1, tags: ["right"]), urgent],
            configuration: configuration())

        #expect(live.plan().starts.map { $0[0] } == [2, 1, 0])
    }

    @Test("the record rebuilds who has used how much", arguments: Policy.Overtaking.allCases)
    func replay(overtaking: Policy.Overtaking) throws {
        var rehearsal = try Rehearsal(
            nodes: [Samples.node(cores: 3)], configuration: configuration(Policy(overtaking: overtaking))
        ) { task, attempt in
            Rehearsal.Behaviour(runTime: .milliseconds(Int64(task.job.number + attempt.number % 7) * 300 + 1))
        }
        try rehearsal.submit([
            job("a", tasks: 100, tags: ["left"]), job("b", tasks: 50, tags: ["right"]),
            job("c", tasks: 50, user: "ada"),
        ])

        #expect(rehearsal.run() == [])
        #expect(rehearsal.planner.isComplete)
    }
}
