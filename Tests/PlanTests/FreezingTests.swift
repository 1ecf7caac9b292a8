import Model
import Plan
import Rehearsal
import Testing

@Suite("Jobs that stand still") struct FreezingTests {
    private func placement(_ cores: Range<Int>) -> Placement {
        var part = Placement.Part(node: NodeIdentifier(0), cores: cores.map { Placement.CoreShare(position: $0) })
        part.memory = .gibibytes(6)
        return Placement(parts: [part])
    }

    private func live() throws -> Live {
        var job = Samples.job("job", cores: 2)
        job.request.memory = .gibibytes(6)
        var live = try Live(nodes: [2], [job])
        live.plan()
        try live.start(0)
        live.plan(after: .seconds(1))
        return live
    }

    @Test("what runs of a frozen job pauses, gives its cores to others, keeps its memory, and goes on when told to")
    func story() throws {
        var live = try live()
        let attempt = AttemptIdentifier(0)
        try live.take(.jobsFrozen([JobIdentifier(0)], at: live.now))
        let paused = Adjustment(number: 1, placement: placement(0..<0), isPaused: true)
        #expect(live.plan().orders == [.adjust(attempt, paused)])
        try live.take(.attemptAdjusted(attempt, number: 1, at: live.now))
        live.plan()
        #expect(
            live.planner.explanation(of: Samples.task(0), at: live.now) == .frozen(attempt, since: live.now))

        var greedy = Samples.job("greedy")
        greedy.request.memory = .gibibytes(3)
        try live.submit([Samples.job("other", cores: 2), greedy])
        #expect(live.plan().starts == [[1, 0, 0]])

        try live.take(.jobsUnpaused([JobIdentifier(0)], at: live.now))
        #expect(live.plan().orders == [])
        try live.end(1)
        #expect(
            live.plan().orders
                == [.adjust(attempt, Adjustment(number: 2, placement: placement(0..<2), isPaused: false))])
    }

    @Test("while new starts are held back, what is paused may go on to its end")
    func heldBack() throws {
        var live = try live()
        try live.take(.jobsFrozen([JobIdentifier(0)], at: live.now))
        live.plan()
        try live.take(.attemptAdjusted(AttemptIdentifier(0), number: 1, at: live.now))
        try live.take(.heldBack(at: live.now))
        #expect(live.plan().orders == [])

        try live.take(.jobsUnpaused([JobIdentifier(0)], at: live.now))

        #expect(live.plan().orders.count == 1)
    }

    @Test("the time for which it is frozen does not count as time it ran")
    func time() throws {
        var rehearsal = try Played.rehearsal([Samples.job("job")], seconds: [100], on: 1, Policy())
        for second: Int64 in [10, 500] {
            rehearsal.expect([
                (jobs: [Samples.job("at \(second)")], at: Instant(nanoseconds: second * 1_000_000_000))
            ])
        }
        while rehearsal.now.nanoseconds < 10_000_000_000 { _ = rehearsal.run(atMost: 1) }
        try rehearsal.take(.jobsFrozen([JobIdentifier(0)], at: rehearsal.now))
        while rehearsal.now.nanoseconds < 500_000_000_000 { _ = rehearsal.run(atMost: 1) }
        try rehearsal.take(.jobsUnpaused([JobIdentifier(0)], at: rehearsal.now))

        let findings = rehearsal.run()

        #expect(findings == [])
        let played = try #require(rehearsal.played.first { $0.task == Samples.task(0) })
        #expect(played.runTime == .seconds(100))
        #expect(played.pauses == 1)
        #expect(played.pausedFor >= .seconds(490))
    }
}
