import Dialects
import Model
import Posix
import Sockets
import Testing

/// A service that goes and comes again.
@Suite struct RestartTests {
    @Test("tasks run on while no service is there, and deliver their ends to the next one, wherever it listens")
    func movedService() throws {
        let site = try Site()
        let marks = try Marks(
            in: site.place,
            work: """
                echo $$ >> begun
                until [ -e gate ]; do sleep 0.05; done
                """)
        let executor = try site.lend("a", cores: Cores.first)
        try site.submit("task", marks.script, #""range": "0-3""#)
        try #require(wait { !site.place.lines(of: "begun").isEmpty }, "\(site.testDescription)")
        let old = try site.access

        try site.shutDown()
        #expect(!executor.isOver)
        try site.place.write("", to: "gate")
        try #require(wait { !marks.all.isEmpty })
        // Somebody else has taken its port meanwhile.
        let context = try SocketContext()
        let squatter = try Socket(.router, in: context)
        _ = try squatter.bind(old.zeromq)
        try site.serveAgain()
        let new = try site.access
        try site.awaitEnd(of: "task")
        try site.submit("more", marks.script, #""range": "100-103""#)
        try site.awaitEnd(of: "more")
        try site.shutDown()
        squatter.close()

        #expect(old.zeromq != new.zeromq)
        #expect(old.servicePublicKey == new.servicePublicKey && old.token == new.token)
        let record = try site.record
        #expect(record.jobs == ["task", "more"])
        #expect(record.nodes(named: "a").count == 1, "the executor came back as another one")
        #expect(record.ends(of: "task", 0).map(\.outcome) == [.succeeded])
        record.expectAgreement(with: marks, iterations: Array(0..<4) + Array(100..<104))
        #expect(record.count(of: .lost) == 0)
    }

    @Test("a killed service's lock and access file keep nobody out, and its executors come back by themselves")
    func killedService() throws {
        let site = try Site()
        let marks = try Marks(in: site.place, work: "sleep 0.0$((RANDOM % 3))")
        try site.lend("a", cores: Cores.first)
        try site.submit("task", marks.script, #""range": "0-99""#)
        try #require(wait { marks.all.count > 20 }, "\(site.testDescription)")

        site.service.kill()
        try site.serveAgain()
        try site.awaitEnd(of: "task")
        try site.shutDown()

        let record = try site.record
        #expect(record.nodes(named: "a").count == 1)
        #expect(record.count(of: .lost) == 0, "tasks were lost, though only the service died")
        record.expectAgreement(with: marks, iterations: 0..<100)
    }
}
