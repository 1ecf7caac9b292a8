import Model
import Plan
import Rehearsal
import Testing

@Suite("Policies") struct PolicyTests {
    /// One node of four cores on which a job of two cores runs for 100 s; a job of four is first in line.
    private func crowd(_ policy: Policy, _ jobs: [Job]) throws -> Live {
        var configuration = Planner.Configuration()
        configuration.policy = policy
        var live = try Live(nodes: [4], configuration: configuration)
        let before = timed("before", cores: 2, seconds: 100)
        try live.take(
            .jobsSubmitted(
                first: JobIdentifier(0), jobs: [before, timed("wide", cores: 4, seconds: 100)] + jobs, at: live.now))
        live.plan()
        return live
    }

    private func timed(_ name: String, cores: Int, seconds: Int64) -> Job {
        var job = Samples.job(name, cores: cores)
        job.request.wallTime = .seconds(seconds)
        return job
    }

    /// The jobs by number that the last plan started.
    private func started(_ live: Live) -> [Int] {
        live.last.orders.compactMap { if case .start(let handOver) = $0 { handOver.tasks[0].job.number } else { nil } }
    }

    @Test("under fcfs nobody passes")
    func nobodyPasses() throws {
        let live = try crowd(Policy(overtaking: .none), [timed("short", cores: 1, seconds: 1)])

        #expect(started(live) == [0])
    }

    @Test("under skip whoever fits passes")
    func whoeverFitsPasses() throws {
        let live = try crowd(Policy(), [timed("long", cores: 2, seconds: 1000)])

        #expect(started(live) == [0, 2])
    }

    @Test("under easy who ends in time passes, and who would delay the first in line does not")
    func endsInTime() throws {
        let live = try crowd(
            Policy(overtaking: .easy),
            [
                timed("too long", cores: 1, seconds: 101), timed("in time", cores: 1, seconds: 100),
                timed("too wide", cores: 2, seconds: 1),
            ])

        #expect(started(live) == [0, 3])
    }

    @Test("under easy who fits beside the first in line passes, however long it takes")
    func fitsBeside() throws {
        var configuration = Planner.Configuration()
        configuration.policy = Policy(overtaking: .easy)
        var live = try Live(nodes: [4], configuration: configuration)
        let jobs = [
            timed("before", cores: 2, seconds: 100), timed("wide", cores: 3, seconds: 100),
            timed("long", cores: 1, seconds: 1_000_000), timed("another", cores: 1, seconds: 1_000_000),
        ]
        try live.take(.jobsSubmitted(first: JobIdentifier(0), jobs: jobs, at: live.now))

        live.plan()

        #expect(started(live) == [0, 2])
    }

    @Test("under easy the plan is made anew when the first in line should have started")
    func overrun() throws {
        var live = try crowd(Policy(overtaking: .easy), [timed("late", cores: 1, seconds: 101)])
        #expect(live.last.wakeAt == live.now + .seconds(100))

        live.plan(after: .seconds(100))

        // What runs is expected to run as long again: one second more fits before that.
        #expect(started(live) == [])
        #expect(live.last.wakeAt == live.now + .seconds(100))
    }

    @Test("under easy a chain of tasks that may each run for a hundred years keeps its place")
    func longest() throws {
        var configuration = Planner.Configuration()
        configuration.policy = Policy(overtaking: .easy)
        let begin = Instant(nanoseconds: 1_800_000_000_000_000_000)
        var rehearsal = try Rehearsal(nodes: [Samples.node(cores: 2)], configuration: configuration) { _, attempt in
            // Chains of some tens, fast and slow ones: one core is free long before the other.
            Rehearsal.Behaviour(runTime: .milliseconds(attempt.number / 25 % 2 == 0 ? 1 : 4))
        }
        var many = Samples.job("many", 0..<4000)
        many.request.wallTime = .seconds(36_500 * 86_400)
        many.startAt = begin
        var wide = Samples.job("wide", cores: 2)
        wide.priority = 5
        wide.dependencies = [Dependency(job: "many", scope: .iteration(1000))]
        try rehearsal.submit([many, wide])

        #expect(rehearsal.run() == [])
        #expect(rehearsal.planner.isComplete)
    }

    @Test("the shortest and the largest go first")
    func orders() throws {
        for (order, first) in [(Policy.Order.shortest, 1), (.largest, 2)] {
            var configuration = Planner.Configuration()
            configuration.policy = Policy(order: order, overtaking: .none)
            var live = try Live(nodes: [2], configuration: configuration)
            let jobs = [
                timed("first come", cores: 1, seconds: 50), timed("short", cores: 1, seconds: 10),
                timed("large", cores: 2, seconds: 100),
            ]
            try live.take(.jobsSubmitted(first: JobIdentifier(0), jobs: jobs, at: live.now))

            live.plan()

            #expect(started(live).first == first, "\(order)")
        }
    }
}
