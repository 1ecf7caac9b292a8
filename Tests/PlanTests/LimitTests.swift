import Model
import Plan
import Rehearsal
import Testing

@Suite("Limits") struct LimitTests {
    private func live(_ limits: Policy.Limits, cores: Int, _ jobs: [Job]) throws -> Live {
        var configuration = Planner.Configuration()
        configuration.policy.limits = limits
        return try Live(nodes: [cores], jobs, configuration: configuration)
    }

    private func job(_ name: String, tasks: Int, atMost: Int? = nil, user: String = "", tags: [String] = []) -> Job {
        var job = Samples.job(name, 0..<tasks)
        job.atMost = atMost
        job.user = user
        job.tags = tags
        return job
    }

    @Test("no more tasks of a job run at once than it allows, and the next starts when one has ended")
    func ofJob() throws {
        var live = try live(.none, cores: 4, [job("two", tasks: 5, atMost: 2), job("others", tasks: 9)])
        #expect(live.plan().starts == [[0, 0, 0], [0, 1, 0], [1, 0, 0], [1, 1, 0]])

        try live.end(0)

        #expect(live.plan().starts == [[0, 2, 0]])
    }

    @Test("a user's limit counts over all of their jobs, and holds up nobody else")
    func ofUser() throws {
        let jobs = [
            job("a", tasks: 2, user: "ada"), job("b", tasks: 2, user: "ada"), job("c", tasks: 2, user: "grace"),
        ]

        var live = try live(Policy.Limits(perUser: 3), cores: 8, jobs)

        #expect(live.plan().starts == [[0, 0, 0], [0, 1, 0], [1, 0, 0], [2, 0, 0], [2, 1, 0]])
    }

    @Test("a tag's limit counts over all jobs that have it")
    func ofTag() throws {
        let jobs = [job("a", tasks: 1, tags: ["licence"]), job("b", tasks: 1, tags: ["x", "licence"])]

        var live = try live(Policy.Limits(perTag: [.init(tag: "licence", limit: 1)]), cores: 8, jobs)

        #expect(live.plan().starts == [[0, 0, 0]])
        #expect(
            live.planner.explanation(of: Samples.task(1), at: live.now)
                == .waitsForLimit(.init(kind: .tag, name: "licence", limit: 1, running: 1)))
    }

    @Test(
        "who is at a limit stands in nobody's way and keeps no place, whoever may overtake",
        arguments: Policy.Overtaking.allCases)
    func inNobodysWay(overtaking: Policy.Overtaking) throws {
        var configuration = Planner.Configuration()
        configuration.policy = Policy(overtaking: overtaking)
        let jobs = [job("one", tasks: 2, atMost: 1), job("many", tasks: 3)]
        var live = try Live(nodes: [4], jobs, configuration: configuration)

        #expect(live.plan(after: .seconds(1000)).starts.count == 4)
    }

    @Test("a planner with other limits counts what runs already")
    func configured() throws {
        var live = try live(.none, cores: 8, [job("a", tasks: 2, user: "ada"), job("b", tasks: 9, user: "grace")])
        live.plan()
        try live.take(
            .jobsSubmitted(first: JobIdentifier(2), jobs: [job("c", tasks: 1, user: "ada")], at: live.now))
        try live.end(2)
        var configuration = Planner.Configuration()
        configuration.policy.limits = Policy.Limits(perUser: 2)

        live.planner = live.planner.configured(configuration)

        #expect(live.plan().starts == [])
        try live.end(0)
        #expect(live.plan().starts == [[2, 0, 0]])
    }

    @Test("short tasks of a job with a limit all run, in chains, and never more at once", arguments: 0..<10)
    func chains(seed: Int) throws {
        var configuration = Planner.Configuration()
        configuration.policy.limits = Policy.Limits(perUser: 3)
        let nodes = [Samples.node(cores: 4), Samples.node(1, cores: 2)]
        var rehearsal = try Rehearsal(nodes: nodes, configuration: configuration) { _, attempt in
            var numbers = SeededNumbers(seed: UInt64(seed &* 1_000_003 &+ attempt.number))
            return Rehearsal.Behaviour(runTime: .microseconds(Int64.random(in: 0...9000, using: &numbers)))
        }
        try rehearsal.submit([
            job("two", tasks: 400, atMost: 2, user: "ada"), job("more", tasks: 300, user: "ada"),
            job("others", tasks: 300, user: "grace"),
        ])

        #expect(rehearsal.run() == [], "seed \(seed)")

        #expect(rehearsal.planner.isComplete)
        let played = rehearsal.played
        #expect(mostAtOnce(played.filter { $0.task.job.number == 0 }) == 2)
        #expect(mostAtOnce(played.filter { $0.task.job.number < 2 }) == 3)
        #expect(mostAtOnce(played.filter { $0.task.job.number == 2 }) == 3)
    }

    private func mostAtOnce(_ played: [PlayedTask]) -> Int {
        let changes = played.flatMap { [($0.startedAt, 1), ($0.endedAt, -1)] }.sorted { $0 < $1 }
        var running = 0
        return changes.reduce(0) { most, change in
            running += change.1
            return max(most, running)
        }
    }
}
