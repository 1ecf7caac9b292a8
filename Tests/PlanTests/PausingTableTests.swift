import Model
import Plan
import Rehearsal
import Testing

/// Rehearsals of jobs that take so many seconds each.
enum Played {
    static func rehearsal(
        _ jobs: [Job], seconds: [Int64], at arrivals: [Int64] = [], on cores: Int, _ policy: Policy
    ) throws -> Rehearsal {
        var configuration = Planner.Configuration()
        configuration.policy = policy
        var rehearsal = try Rehearsal(nodes: [Samples.node(cores: cores)], configuration: configuration) { task, _ in
            Rehearsal.Behaviour(runTime: .seconds(task.job.number < seconds.count ? seconds[task.job.number] : 1))
        }
        let moments = arrivals.isEmpty ? jobs.map { _ in 0 } : arrivals
        rehearsal.expect(
            zip(jobs, moments).map { (jobs: [$0], at: Instant(nanoseconds: $1 * 1_000_000_000)) })
        return rehearsal
    }

    /// In seconds, by job.
    static func ends(of rehearsal: Rehearsal) -> [Int] {
        rehearsal.played.sorted { $0.task < $1.task }.map { Int($0.endedAt.nanoseconds / 1_000_000_000) }
    }
}

@Suite("Three orders, with and without pausing and feedback") struct PausingTableTests {
    struct Cell: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var policy: Policy
        /// When each of the three jobs ends.
        var ends: [Int]
        var pauses = 0
    }

    private static func priority(
        _ ageing: Duration?, _ preemption: Policy.Preemption
    ) -> Policy { Policy(order: .priority(ageing: ageing), overtaking: .none, preemption: preemption) }

    // On four cores, each job asks for all of them: one of 100 s at 0, one of 10 s at 10, and at 20 one of 10 s that
    // is five steps more important.
    private static let cells: [Cell] =
        [
            Cell(
                testDescription: "first come", policy: Policy(order: .firstCome, overtaking: .none),
                ends: [100, 110, 120]),
            Cell(testDescription: "priority", policy: priority(nil, .none), ends: [100, 120, 110]),
            Cell(testDescription: "priority, feedback", policy: priority(.seconds(1), .none), ends: [100, 110, 120]),
            Cell(
                testDescription: "round robin",
                policy: Policy(order: .roundRobin(quantum: .seconds(30)), overtaking: .none),
                ends: [120, 40, 50], pauses: 1),
        ]
        + Policy.Preemption.Victim.allCases.flatMap { victim in
            [
                Cell(
                    testDescription: "priority, pausing by \(victim)", policy: priority(nil, .pause(victim)),
                    ends: [110, 120, 30], pauses: 1),
                Cell(
                    testDescription: "priority, slow feedback, pausing by \(victim)",
                    policy: priority(.seconds(3600), .pause(victim)), ends: [110, 120, 30], pauses: 1),
                Cell(
                    testDescription: "priority, quick feedback, pausing by \(victim)",
                    policy: priority(.seconds(1), .pause(victim)), ends: [100, 110, 120]),
            ]
        }

    @Test("each combination ends each job when its rules say", arguments: cells)
    func cell(_ cell: Cell) throws {
        var important = Samples.job("important", cores: 4)
        important.priority = 5
        var rehearsal = try Played.rehearsal(
            [Samples.job("long", cores: 4), Samples.job("short", cores: 4), important], seconds: [100, 10, 10],
            at: [0, 10, 20], on: 4, cell.policy)

        let findings = rehearsal.run()

        #expect(findings == [])
        #expect(Played.ends(of: rehearsal) == cell.ends)
        #expect(rehearsal.played.reduce(0) { $0 + $1.pauses } == cell.pauses)
    }
}
