import Model
import Posix
import Testing

/// An executor that reaches its service by `ssh`.
@Suite(.enabled(if: ShellHost.isThere, "openssh-client and openssh-server are needed"))
struct ShellTests {
    private func shell(of executor: Running, otherThan old: Int32? = nil) -> Int32? {
        Processes.children(of: executor.number).first { $0 != old && Processes.name(of: $0) == "ssh" }
    }

    @Test("an ssh that dies is started again, and one whose executor was killed goes with it")
    func restart() throws {
        let place = try Workplace()
        let host = try ShellHost(in: place)
        let site = try Site(in: place)
        let marks = try Marks(in: place)
        let executor = try site.lend("far", cores: Cores.first, ["--via", "ssh:127.0.0.1:\(host.port)"])
        try site.submit("task", marks.script, #""range": "0-3""#)
        try site.awaitRecord("every task succeeded; \(host.errors)") { $0.count(of: .succeeded) == 4 }

        let first = try #require(shell(of: executor), "it came without ssh")
        try Process.send(.kill, to: first)
        try #require(wait { self.shell(of: executor, otherThan: first) != nil }, "\(site.testDescription)")
        try site.submit("more", marks.script, #""range": "4-7""#)
        try site.awaitRecord("every task succeeded") { $0.count(of: .succeeded) == 8 }
        try site.kill("far")
        try site.shutDown()

        let record = try site.record
        #expect(record.count(of: .lost) == 0)
        record.expectAgreement(with: marks, iterations: 0..<8)
    }

    @Test("an executor that is told to go says so through ssh, and leaves no ssh behind")
    func leaving() throws {
        let place = try Workplace()
        let host = try ShellHost(in: place)
        let site = try Site(in: place)
        let executor = try site.lend("far", cores: Cores.first, ["--via", "ssh:127.0.0.1:\(host.port)"])
        try site.awaitRecord("it joined; \(host.errors)") { $0.events(ofLast: "far") == [.joined] }
        let shell = try #require(shell(of: executor).flatMap { ProcessIdentity(running: $0) }, "it came without ssh")

        executor.kill(.terminate)
        #expect(try executor.finish().code == 0)

        #expect(!shell.isAlive)
        try site.awaitRecord("it left") { $0.events(ofLast: "far").last == .lost }
        try site.shutDown()
    }

    @Test(
        "by ssh an executor reaches a service that listens on another host's loopback alone, through a cut as well",
        .enabled(if: Process.isRoot, "network namespaces take root"))
    func loopbackElsewhere() throws {
        let corridor = try Corridor()
        let place = try Workplace()
        place.wrapper = corridor.middle
        let host = try ShellHost(in: place, address: Corridor.middleAddress)
        let site = try Site(in: place)
        let marks = try Marks(in: place, work: "echo $$ >> begun; until [ -e open ]; do sleep 0.05; done")
        place.wrapper = corridor.far
        try site.lend("far", cores: Cores.first, ["--via", "ssh:\(Corridor.middleAddress):\(host.port)"])
        place.wrapper = corridor.middle
        try site.submit("task", marks.script, #""range": "0-3", "lossGrace": "1h""#)
        try #require(wait { !place.lines(of: "begun").isEmpty }, "\(host.errors) \(site.testDescription)")

        try corridor.cut()
        try site.awaitRecord("the node fell silent") { $0.events(ofLast: "far").last == .silent }
        try place.write("", to: "open")
        try #require(wait { !marks.all.isEmpty }, "a task did not go on without the network")
        try corridor.heal()
        try site.awaitRecord("every task succeeded") { $0.count(of: .succeeded) == 4 }
        try site.kill("far")
        try site.shutDown()

        let record = try site.record
        #expect(record.events(ofLast: "far").starts(with: [.joined, .silent, .heard]))
        #expect(record.count(of: .lost) == 0)
        record.expectAgreement(with: marks, iterations: 0..<4)
    }

    @Test("a way that leads nowhere is refused before anything is begun")
    func refused() throws {
        let site = try Site()

        let finished = try site.rota("executor", "--via", "ssh:-oProxyCommand=id")

        #expect(finished.code == 2)
        #expect(finished.errors.contains("is neither HOST:PORT nor ssh:[USER@]HOST[:PORT]"))
        try site.shutDown()
    }
}
