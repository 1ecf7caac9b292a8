import Model
import Rehearsal
import Testing

@Suite("How long people wait") struct QualityTests {
    private func score(_ arrivals: [WorkloadRehearsal.Arrival], cores: Int, _ policy: Policy) throws -> Score {
        var rehearsal = try WorkloadRehearsal(arrivals, on: [Samples.node(cores: cores)], policy: policy)
        let isOver = rehearsal.play(atMost: 100_000)
        #expect(isOver)
        return rehearsal.score
    }

    private func due(stretch: Int, within: Duration?, _ passing: Policy.Passing) -> Policy {
        var policy = Policy(
            order: .due(stretch: stretch, within: within), overtaking: .easy, expectation: .lastTwo)
        policy.passing = passing
        return policy
    }

    @Test("without knowing run times, due dates keep the slowdown far below EASY's, and the longest wait near it")
    func due() throws {
        var slowdowns: [Double] = []
        var waits: [Double] = []
        for seed in 0..<6 {
            let arrivals = Sittings(users: 30, load: 0.9).arrivals(1500, cores: 256, seed: UInt64(seed))
            let easy = try score(arrivals, cores: 256, Policy(order: .firstCome, overtaking: .easy))

            let due = try score(
                arrivals, cores: 256, due(stretch: 100, within: .seconds(86_400), .shortestFirst))

            #expect(due.tasks == 1500)
            slowdowns.append(due.meanSlowdown / easy.meanSlowdown)
            waits.append(due.longestWait / easy.longestWait)
        }
        #expect(slowdowns.sorted()[3] < 0.75, "\(slowdowns)")
        #expect(waits.sorted()[3] < 1.3, "\(waits)")
    }
}
