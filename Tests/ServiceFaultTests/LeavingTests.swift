import Model
import Posix
import Testing

/// Executors that go, willingly or not.
@Suite struct LeavingTests {
    /// Tasks of which the first wait until there is a gate, each in a line of `begun` with its process.
    private func waitingMarks(at site: Site) throws -> Marks {
        try Marks(
            in: site.place,
            work: """
                echo "$1 $$" >> begun
                until [ -e gate ]; do sleep 0.05; done
                """)
    }

    private func begun(at site: Site) -> [ProcessIdentity] {
        site.place.lines(of: "begun").compactMap { line in
            line.split(separator: " ").last.flatMap { Int32($0) }.flatMap { ProcessIdentity(running: $0) }
        }
    }

    @Test("a killed executor is known to be dead before its silence says so; its tasks end with it and run again")
    func killed() throws {
        let site = try Site()
        let marks = try waitingMarks(at: site)
        try site.lend("a", cores: Cores.first)
        try site.submit("task", marks.script, #""range": "0-3", "retries": 0"#)
        try #require(wait { !site.place.lines(of: "begun").isEmpty }, "\(site.testDescription)")
        let running = begun(at: site)

        try site.kill("a")
        try site.awaitRecord("the node was lost") { $0.events(ofLast: "a").last == .lost }
        try site.place.write("", to: "gate")
        try site.lend("b", cores: Cores.first)
        try site.awaitEnd(of: "task")
        try site.shutDown()

        #expect(!running.isEmpty && running.allSatisfy { !$0.isAlive })
        let record = try site.record
        #expect(record.events(ofLast: "a") == [.joined, .lost], "only its silence told of its end")
        #expect(record.ends(of: "task", 0).map(\.outcome) == [.lost, .succeeded])
        record.expectAgreement(with: marks, iterations: 0..<4)
    }

    @Test("what must never run twice fails when its executor dies, and what never started does not")
    func neverTwice() throws {
        let site = try Site()
        let marks = try waitingMarks(at: site)
        try site.lend("a", cores: Cores.first)
        try site.submit("task", marks.script, #""range": "0-1", "onExecutorLoss": "fail""#)
        try #require(wait { !site.place.lines(of: "begun").isEmpty }, "\(site.testDescription)")

        try site.kill("a")
        try site.place.write("", to: "gate")
        try site.lend("b", cores: Cores.first)
        try site.awaitEnd(of: "task")
        try site.shutDown()

        let record = try site.record
        #expect(record.ends(of: "task", 0).map(\.outcome) == [.lost])
        #expect(record.ends(of: "task", 1).last?.outcome == .succeeded)
        #expect(site.place.lines(of: "begun").count { $0.hasPrefix("0 ") } == 1)
    }

    @Test("SIGTERM to an executor hands back what it had, which uses up no retries")
    func terminated() throws {
        let site = try Site()
        let marks = try waitingMarks(at: site)
        let first = try site.lend("a", cores: Cores.first)
        try site.submit("task", marks.script, #""range": "0-3", "retries": 0"#)
        try #require(wait { !site.place.lines(of: "begun").isEmpty }, "\(site.testDescription)")

        first.kill(.terminate)
        let finished = try first.finish()
        try site.place.write("", to: "gate")
        try site.lend("b", cores: Cores.first)
        try site.awaitEnd(of: "task")
        try site.shutDown()

        #expect(finished.code == 0, "\(finished.testDescription)")
        let record = try site.record
        #expect(record.events(ofLast: "a") == [.joined, .draining, .lost])
        #expect(record.ends(of: "task", 0).map(\.outcome) == [.interrupted, .succeeded])
        #expect(record.count(of: .lost) == 0)
        #expect(record.count(of: .succeeded) == 4)
        #expect(marks.collisions.isEmpty && marks.all.count == 4)
    }

    @Test("a drained executor finishes what it has and goes; the rest is done by the next one")
    func drained() throws {
        let site = try Site()
        let marks = try waitingMarks(at: site)
        let first = try site.lend("a", cores: Cores.first)
        try site.submit("task", marks.script, #""range": "0-3""#)
        try #require(wait { !site.place.lines(of: "begun").isEmpty }, "\(site.testDescription)")

        let drained = try site.rota("drain", "a")
        try site.place.write("", to: "gate")
        let finished = try first.finish()
        try site.lend("b", cores: Cores.first)
        try site.awaitEnd(of: "task")
        try site.shutDown()

        #expect(drained.code == 0, "\(drained.testDescription)")
        #expect(finished.code == 0, "\(finished.testDescription)")
        let record = try site.record
        #expect(record.events(ofLast: "a") == [.joined, .draining, .lost])
        let node = try #require(record.nodes(named: "a").first)
        #expect(record.attempts(on: node).count { record.ends[$0] != nil } == 1)
        record.expectAgreement(with: marks, iterations: 0..<4)
        #expect(record.count(of: .lost) == 0)
    }

    @Test("an executor whose draining is undone in time stays and takes work again")
    func undone() throws {
        let site = try Site()
        let marks = try waitingMarks(at: site)
        let only = try site.lend("a", cores: Cores.first)
        try site.submit("task", marks.script, #""range": "0-3""#)
        try #require(wait { !site.place.lines(of: "begun").isEmpty }, "\(site.testDescription)")

        let drained = try site.rota("drain", "a")
        let undone = try site.rota("drain", "--undo", "a")
        try site.place.write("", to: "gate")
        try site.awaitEnd(of: "task")
        let isOver = only.isOver
        try site.shutDown()

        #expect(drained.code == 0 && undone.code == 0, "\(drained.testDescription) \(undone.testDescription)")
        #expect(!isOver)
        let record = try site.record
        #expect(record.events(ofLast: "a") == [.joined, .draining, .available])
        record.expectAgreement(with: marks, iterations: 0..<4)
    }

    @Test("an executor with nothing to do for its idle time goes by itself, and is not missed")
    func idle() throws {
        let site = try Site()
        let marks = try Marks(in: site.place)
        let executor = try site.lend("a", cores: Cores.first, ["--idle-timeout", "1s"])
        let finished = try executor.finish()
        try site.awaitRecord("the node was lost") { $0.events(ofLast: "a").last == .lost }

        try site.submit("task", marks.script)
        try site.lend("b", cores: Cores.first)
        try site.awaitEnd(of: "task")

        #expect(finished.code == 0, "\(finished.testDescription)")
        #expect(try site.record.events(ofLast: "a") == [.joined, .lost])
    }

    @Test("an executor that is to go when nothing is left does all there is, and then goes; another one finds nothing")
    func untilEmpty() throws {
        let site = try Site()
        let marks = try Marks(in: site.place)
        try site.submit("task", marks.script, #""range": "0-9""#)

        let finished = try site.lend("a", cores: Cores.first, ["--until-empty"]).finish()
        let idle = try site.lend("b", cores: Cores.first, ["--until-empty"]).finish()
        try site.awaitEnd(of: "task")
        try site.awaitRecord("the nodes were lost") { record in
            ["a", "b"].allSatisfy { record.events(ofLast: $0).last == .lost }
        }
        try site.shutDown()

        #expect(finished.code == 0 && idle.code == 0, "\(finished.testDescription) \(idle.testDescription)")
        let record = try site.record
        #expect(record.events(ofLast: "a") == [.joined, .lost])
        record.expectAgreement(with: marks, iterations: 0..<10)
    }

    enum Request: CaseIterable { case drained, terminated, terminatedTwice }

    @Test(
        "an executor goes when a task over its node has ended that another one looks after, unless it is told twice",
        .enabled(if: Cores.haveTwo, "two executors take two cores"), arguments: Request.allCases)
    func partOfAnothers(request: Request) throws {
        let site = try Site()
        let marks = try waitingMarks(at: site)
        try site.lend("a", cores: Cores.first)
        try site.lend("b", cores: Cores.second)
        try site.submit("wide", marks.script, #""nodes": 2, "range": "0-0", "retries": {"lost": 0}"#)
        try #require(wait { !site.place.lines(of: "begun").isEmpty }, "\(site.testDescription)")
        let first = try #require(try site.record.placements.first?.parts.first?.node)
        let name = try site.record.nodes(named: "a") == [first] ? "b" : "a"
        let other = try #require(site.executors[name])

        if request == .drained { try site.rota("drain", name) } else { other.kill(.terminate) }
        try #require(
            wait { (other.output + other.errors).contains("it goes when they have ended") || other.isOver }
                && !other.isOver,
            "\(site.testDescription)")
        if request == .terminatedTwice {
            other.kill(.terminate)
            try site.awaitRecord("the node was lost") { $0.events(ofLast: name).last == .lost }
        }
        try site.place.write("", to: "gate")
        try site.awaitEnd(of: "wide")
        let finished = try other.finish()
        try site.shutDown()

        #expect(finished.code == 0, "\(finished.testDescription)")
        let record = try site.record
        #expect(record.events(ofLast: name) == [.joined, .draining, .lost])
        let isLost = request == .terminatedTwice
        #expect(record.ends(of: "wide").map(\.outcome) == [isLost ? .lost : .succeeded])
    }
}
