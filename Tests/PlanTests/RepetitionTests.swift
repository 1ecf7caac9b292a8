import Model
import Plan
import Rehearsal
import Testing

@Suite("Records decided again") struct RepetitionTests {
    /// A story of a few plans, as frames.
    private func frames() throws -> [[Fact]] {
        var live = try Live(nodes: [2], [Samples.job("a", 0..<2), Samples.job("b", after: ["a"])])
        var frames = [live.plan().record]
        for attempt in 0..<2 {
            live.now = live.now + .seconds(1)
            try live.end(attempt, attempt == 0 ? .succeeded : .exited(code: 1))
            frames.append(live.plan().record)
        }
        return frames.filter { !$0.isEmpty }
    }

    private func repetition(_ frames: [[Fact]]) -> Repetition {
        var configuration = Planner.Configuration()
        configuration.refusesTooLarge = false
        var repetition = Repetition(by: configuration)
        for frame in frames { repetition.take(frame) }
        return repetition
    }

    @Test("a planner that is told the same at the same times decides the same")
    func same() throws {
        let repetition = repetition(try frames())

        #expect(repetition.findings == [])
        #expect(repetition.plans == 3)
        #expect(repetition.decisions > 0)
    }

    @Test("a decision that was recorded otherwise is found, with its plan")
    func otherwise() throws {
        var frames = try frames()
        guard case .attemptsHandedOver(var handOver) = frames[0].last else { throw Missing() }
        handOver.placement.parts[0].cores = []
        frames[0][frames[0].count - 1] = .attemptsHandedOver(handOver)

        let repetition = repetition(Array(frames.prefix(1)))

        #expect(repetition.findings.count == 1)
        #expect(repetition.findings.first?.hasPrefix("plan 1: ") == true)
    }

    @Test("the record tells by what was planned, so that it rebuilds who has used how much")
    func rules() throws {
        var rules = PlanningRules()
        rules.refusesTooLarge = false
        rules.policy.fairShare = .seconds(3600)
        rules.policy.order = .due(stretch: 10, within: nil)
        rules.policy.expectation = .lastTwo
        var jobs = [Samples.job("a", 0..<4), Samples.job("b", 0..<4)]
        jobs[0].tags = ["left"]
        jobs[1].user = "ada"
        var live = try Live(nodes: [1], configuration: PlanningRules())
        try live.take(.planningConfigured(rules, at: live.now))
        try live.submit(jobs)
        live.plan()
        for attempt in 0..<4 {
            live.now = live.now + .seconds(10)
            try live.end(attempt)
            live.plan()
        }

        var replica = Planner()
        for fact in live.record { replica.apply(fact) }

        #expect(replica.hasSameState(as: live.planner))
        #expect(!Planner().configured(rules).hasSameState(as: replica))
    }

    @Test("a plan that decided nothing leaves its moment in the record; one that did tells it already")
    func moments() throws {
        var live = try Live(nodes: [1], [Samples.job("a")])
        let first = live.plan()
        try live.start(0)
        let second = live.plan(after: .seconds(2))

        #expect(first.record(at: live.now + .seconds(-2)) == first.record)
        #expect(second.record(at: live.now) == second.record + [.planned(at: live.now)])
        #expect(Decision().record(at: live.now) == [])
    }

    private struct Missing: Error {}
}
