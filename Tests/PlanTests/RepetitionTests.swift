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

    private struct Missing: Error {}
}
