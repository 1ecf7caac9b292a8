import Model
import Rehearsal
import Testing

@testable import Plan

@Suite("Served by when they are due") struct DueTests {
    /// One core, or so many, under an order by due dates; what was taken is planned when the test says so.
    private func bench(
        cores: Int = 1, stretch: Int = 10, within: Duration? = nil, _ expectation: Policy.Expectation = .request
    ) throws -> Live {
        var configuration = Planner.Configuration()
        configuration.policy = Policy(
            order: .due(stretch: stretch, within: within), overtaking: .easy, expectation: expectation)
        configuration.policy.passing = .shortestFirst
        return try Live(nodes: [cores], configuration: configuration)
    }

    private func job(_ name: String, seconds: Int64, cores: Int = 1, user: String = "") -> Job {
        var job = Samples.job(name, cores: cores)
        job.request.wallTime = .seconds(seconds)
        job.user = user
        return job
    }

    private func submit(_ jobs: [Job], first: Int, to live: inout Live) throws {
        try live.take(.jobsSubmitted(first: JobIdentifier(first), jobs: jobs, at: live.now))
    }

    private func end(_ attempt: Int, after duration: Duration, in live: inout Live) throws {
        let begin = live.now
        live.now = live.now + duration
        try live.take(
            .attemptEnded(
                AttemptEnd(
                    attempt: AttemptIdentifier(attempt), startedAt: begin, endedAt: live.now, outcome: .succeeded)))
    }

    /// The jobs by number that the last plan started.
    private func started(_ live: Live) -> [Int] { live.last.handOvers.map { $0.tasks[0].job.number } }

    @Test(
        "a short job passes a long one that came before, but not one that has waited for ten times its expected time",
        arguments: [(99, [2]), (101, [1])])
    func due(later: Int, expected: [Int]) throws {
        var live = try bench()
        try submit([job("runs", seconds: 1000)], first: 0, to: &live)
        live.plan()
        try submit([job("long", seconds: 20)], first: 1, to: &live)

        live.plan(after: .seconds(Int64(later)))
        try submit([job("short", seconds: 10)], first: 2, to: &live)
        try live.end(0)
        live.plan()

        #expect(started(live) == expected)
    }

    @Test("nobody is passed by who came later than it is due at the latest", arguments: [(29, [2]), (31, [1])])
    func within(later: Int, expected: [Int]) throws {
        var live = try bench(within: .seconds(30))
        try submit([job("runs", seconds: 1000), job("long", seconds: 900)], first: 0, to: &live)
        live.plan()

        live.plan(after: .seconds(Int64(later)))
        // Due the moment it comes, but for a nanosecond.
        var short = job("short", seconds: 1)
        short.request.wallTime = Duration(nanoseconds: 1)
        try submit([short], first: 2, to: &live)
        try live.end(0)
        live.plan()

        #expect(started(live) == expected)
    }

    @Test("what ended in no time lets its like go first; one that runs longer takes that back")
    func learning() throws {
        var live = try bench(cores: 2, .lastTwo)
        // Both cores are in use, so that what comes waits.
        let others = [job("a", seconds: 50, user: "else"), job("b", seconds: 60, user: "else")]
        let mine = (0..<5).map { job("m\($0)", seconds: 90_000, cores: 2, user: "me") }
        try submit(others, first: 0, to: &live)
        live.plan()
        try submit(mine + [job("known", seconds: 20, cores: 2, user: "else")], first: 2, to: &live)
        try live.end(0)
        try end(1, after: .seconds(1), in: &live)
        live.plan()
        // Expected to take 20 s, it comes before a trial of what may take 90,000.
        #expect(started(live) == [7])

        try end(2, after: .seconds(20), in: &live)
        live.plan()
        #expect(started(live) == [2])
        try end(3, after: .seconds(2), in: &live)
        live.plan()
        #expect(started(live) == [3])
        try submit([job("other", seconds: 100, cores: 2, user: "third")], first: 8, to: &live)
        try end(4, after: .seconds(2), in: &live)
        live.plan()
        // Two that took 2 s each: the next of them passes what may take 100 s.
        #expect(started(live) == [4])
        try end(5, after: .seconds(4000), in: &live)
        live.plan()
        // The last two took 2,001 s on the mean.
        #expect(started(live) == [8])
    }

    @Test("of those who may pass the first in line, the shortest does so first")
    func shortestPasses() throws {
        for (passing, expected) in [(Policy.Passing.inOrder, [0, 2]), (.shortestFirst, [0, 3])] {
            var configuration = Planner.Configuration()
            configuration.policy = Policy(order: .firstCome, overtaking: .easy)
            configuration.policy.passing = passing
            var live = try Live(nodes: [4], configuration: configuration)
            let jobs = [
                job("runs", seconds: 100, cores: 2), job("wide", seconds: 100, cores: 4),
                job("first", seconds: 90, cores: 2), job("short", seconds: 10, cores: 2),
            ]
            try submit(jobs, first: 0, to: &live)

            live.plan()

            #expect(started(live) == expected)
        }
    }

    @Test("every checker stays silent while kinds are tried out, and the record rebuilds the state", arguments: 0..<10)
    func watched(seed: Int) throws {
        var configuration = Planner.Configuration()
        configuration.policy = Policy(
            order: .due(stretch: 10, within: .seconds(5000)), overtaking: .easy,
            expectation: seed.isMultiple(of: 2) ? .lastTwo : .profile)
        configuration.policy.passing = .shortestFirst
        let arrivals = Sittings(users: 4, load: 1.2).arrivals(80, cores: 16, seed: UInt64(seed))
        let runTimes = arrivals.map(\.runTime)
        var rehearsal = try Rehearsal(nodes: [Samples.node(cores: 16)], configuration: configuration) { task, _ in
            Rehearsal.Behaviour(runTime: runTimes[task.job.number])
        }
        rehearsal.expect(arrivals.map { ([$0.job], $0.at) })

        #expect(rehearsal.run() == [])
        #expect(rehearsal.planner.isComplete)
    }
}
