import Model
import Plan
import Rehearsal
import Testing

@Suite("In turn, for a quantum each") struct TurnTests {
    private static let policy = Policy(order: .roundRobin(quantum: .seconds(60)), overtaking: .none)

    /// When each job ended, in seconds; all arrive at the start, with so many cores and seconds each.
    private func ends(of jobs: [(cores: Int, seconds: Int64)], on cores: Int) throws -> [Int] {
        var rehearsal = try Played.rehearsal(
            jobs.enumerated().map { Samples.job("\($0)", cores: $1.cores) }, seconds: jobs.map(\.seconds),
            on: cores, Self.policy)
        let findings = rehearsal.run()
        #expect(findings == [])
        return Played.ends(of: rehearsal)
    }

    @Test("two tasks on one core take turns until the shorter has ended")
    func turns() throws {
        // 0–60 one, 60–120 two, 120–180 one, 180–240 two, 240–270 one, then two.
        #expect(try ends(of: [(1, 150), (1, 200)], on: 1) == [270, 350])
    }

    @Test("nobody is paused while nobody waits")
    func alone() throws {
        #expect(try ends(of: [(1, 500), (1, 400)], on: 2) == [500, 400])
    }

    @Test("a wide task gets its turn from several whose quantum is over")
    func wide() throws {
        // The wide one from 60 to 120; then the two, in the order they were paused, until its next turn.
        #expect(try ends(of: [(2, 100), (2, 100), (4, 90)], on: 4) == [160, 160, 190])
    }

    @Test("everybody has had a turn before anybody has a second one")
    func everybody() throws {
        var rehearsal = try Played.rehearsal(
            (0..<20).map { Samples.job("\($0)") }, seconds: Array(repeating: 90, count: 20), on: 1, Self.policy)

        let findings = rehearsal.run()

        #expect(findings == [])
        #expect(
            rehearsal.played.sorted { $0.task < $1.task }.map { $0.startedAt.nanoseconds / 1_000_000_000 }
                == (0..<20).map { $0 * 60 })
        #expect(rehearsal.played.map(\.pauses) == Array(repeating: 1, count: 20))
    }

    @Test("one alarm is set, for the end of the turn that is enough, and none while nobody waits")
    func alarm() throws {
        var configuration = Planner.Configuration()
        configuration.policy = Self.policy
        var live = try Live(nodes: [2], [Samples.job("a"), Samples.job("b")], configuration: configuration)
        live.plan()
        try live.start(0)
        live.now = live.now + .seconds(10)
        try live.start(1)
        #expect(live.plan().wakeAt == nil)

        try live.submit([Samples.job("wide", cores: 2)])

        #expect(live.plan().wakeAt == live.now + .seconds(60))
        #expect(live.plan(after: .seconds(60)).orders.count == 2)
        #expect(live.last.wakeAt == nil)
    }
}
