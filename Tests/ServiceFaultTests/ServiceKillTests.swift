import Model
import Posix
import Testing

/// Blows at random moments, against whoever takes part.
@Suite(.serialized) struct ServiceKillTests {
    private static let taskCount = 5000
    // 10 min: a round takes a quarter of a minute on two idle cores.
    private static let roundSeconds: Int64 = 600

    /// Who is struck: the service, or an executor by its name.
    private enum Victim: Hashable {
        case service
        case executor(String)
    }

    /// Starts an executor for each half of the processors; one when there is but one.
    private func lend(_ name: String, at site: Site) throws {
        try site.lend(name, cores: name == "a" ? Cores.first : Cores.second)
    }

    private func strike(_ victims: Set<Victim>, at site: Site, using generator: inout SeededGenerator) throws {
        if victims.contains(.service) { site.service.kill() }
        for case .executor(let name) in victims { try site.kill(name) }
        pause(microseconds: Int.random(in: 0...300_000, using: &generator))
        if victims.contains(.service) { try site.serveAgain() }
        for case .executor(let name) in victims { try lend(name, at: site) }
    }

    /// - Returns: how many attempts were lost in it.
    private func round(_ number: Int, using generator: inout SeededGenerator) throws -> Int {
        let hint = "(round \(number), \(Seeds.replay(Seeds.seed, "ServiceKillTests")))"
        let start = Clock.monotonicNanoseconds()
        func left() -> Int64 { Self.roundSeconds - (Clock.monotonicNanoseconds() - start) / 1_000_000_000 }
        let site = try Site()
        let marks = try Marks(in: site.place)
        let names = Cores.haveTwo ? ["a", "b"] : ["a"]
        for name in names { try lend(name, at: site) }
        try site.submit("task", marks.script, #""range": "0-\#(Self.taskCount - 1)""#)

        let moments = (0..<Int.random(in: 4...7, using: &generator))
            .map { _ in Int.random(in: 0..<Self.taskCount * 9 / 10, using: &generator) }.sorted()
        let all: [Victim] = [.service] + names.map { .executor($0) }
        for moment in moments {
            try #require(
                wait(seconds: left()) { marks.all.count >= moment },
                """
                \(marks.all.count) marks were left after \(Self.roundSeconds) s, and \(moment) waited for \
                \(hint): \(site.testDescription)
                """)
            pause(microseconds: Int.random(in: 0...30_000, using: &generator))
            let victims = all.filter { _ in Bool.random(using: &generator) }
            try strike(victims.isEmpty ? [.service] : Set(victims), at: site, using: &generator)
        }
        try site.awaitEnd(of: "task", seconds: left())
        try site.shutDown()

        let record = try site.record
        record.expectAgreement(with: marks, iterations: 0..<Self.taskCount, hint)
        let open = record.tasks.keys.filter { record.ends[$0] == nil && !record.takenBack.contains($0) }
        #expect(open.isEmpty, "attempts that neither ended nor were taken back \(hint)")
        return record.count(of: .lost)
    }

    @Test("service and executors killed at random moments: every task succeeds once, and every success is true")
    func manyRounds() throws {
        let rounds = Environment.value(of: "ROTA_TEST_ROUNDS").flatMap { Int($0) } ?? 1
        print("\(rounds) rounds of random blows at a service: \(Seeds.replay(Seeds.seed, "ServiceKillTests"))")
        var generator = SeededGenerator(seed: Seeds.seed)

        var lost = 0
        for number in 0..<rounds { lost += try round(number, using: &generator) }

        print("\(lost) attempts were lost in \(rounds) rounds, and made good")
    }
}
