import Dialects
import Model
import Posix
import Testing

/// A service and an executor that can't reach each other, and a relay between them.
@Suite(.enabled(if: Process.isRoot, "three network namespaces take root"))
struct RelayTests {
    private let corridor: Corridor
    private let site: Site
    private let marks: Marks

    /// A service on the near side, and tasks of which the first waits until there is a gate.
    init() throws {
        corridor = try Corridor()
        let place = try Workplace()
        place.wrapper = corridor.near
        site = try Site(in: place, options: ["--address", Corridor.nearAddress])
        marks = try Marks(
            in: place, work: "if [ ! -e open ]; then echo $$ >> begun; until [ -e late ]; do sleep 0.05; done; fi")
    }

    /// A relay between, on the port it is told; answers where it listens.
    ///
    /// - Parameter target: none: where the service listens for executors.
    private func relay(_ options: String..., to target: String? = nil) throws -> (relay: Running, address: String) {
        site.place.wrapper = corridor.middle
        defer { site.place.wrapper = corridor.near }
        let line = ["relay", "--address", Corridor.middleAddress] + options + [try target ?? site.access.zeromq]
        let relay = try site.place.start([Executables.rota] + line)
        try #require(wait { relay.output.contains("→") || relay.isOver }, "\(relay.errors)")
        return (relay, String(try #require(relay.output.split(separator: " ").first, "\(relay.errors)")))
    }

    /// Lends the far side, and waits until its first task runs.
    private func begin(via address: String) throws {
        site.place.wrapper = corridor.far
        try site.lend("far", cores: Cores.first, ["--via", address])
        site.place.wrapper = corridor.near
        try site.submit("task", marks.script, #""range": "0-3", "lossGrace": "1h""#)
        try #require(wait { !self.site.place.lines(of: "begun").isEmpty }, "\(site.testDescription)")
        try site.place.write("", to: "open")
    }

    private func expectNothingLost() throws {
        try site.awaitRecord("the node was heard again") { $0.events(ofLast: "far").last == .heard }
        try site.awaitRecord("every task succeeded") { $0.count(of: .succeeded) == 4 }
        try site.shutDown()
        let record = try site.record
        #expect(record.events(ofLast: "far") == [.joined, .silent, .heard])
        #expect(record.count(of: .lost) == 0)
        record.expectAgreement(with: marks, iterations: 0..<4)
    }

    @Test("through a relay an executor works as anywhere else, also when its network is cut and heals")
    func cut() throws {
        let (relay, address) = try relay()
        try begin(via: address)

        try corridor.cut()
        try site.awaitRecord("the node fell silent") { $0.events(ofLast: "far").last == .silent }
        try site.place.write("", to: "late")
        try #require(wait { !self.marks.all.isEmpty }, "a task did not go on without the network")
        try corridor.heal()

        try expectNothingLost()
        relay.kill(.terminate)
        #expect(try relay.finish().code == 0)
        #expect(!relay.errors.contains("neither CURVE"), "\(relay.errors)")
    }

    @Test("clients reach the service through a relay by TLS, and trust its certificate and no other")
    func clients() throws {
        var access = try site.access
        let (relay, address) = try relay(to: access.http)
        access.http = "https://\(address)"
        try site.place.write(access.text, to: "far.json", mode: 0o600)
        site.place.wrapper = corridor.far
        defer { site.place.wrapper = corridor.near }

        let listed = try site.place.rota("list", "--service", "far.json")
        #expect(listed.code == 0, "\(listed.testDescription)")
        access.pin = String(access.pin.reversed())
        try site.place.write(access.text, to: "false.json", mode: 0o600)
        let refused = try site.place.rota("list", "--service", "false.json")
        #expect(refused.code != 0, "\(refused.testDescription)")

        relay.kill(.terminate)
        #expect(try relay.finish().code == 0)
        #expect(relay.errors.contains("carries \(Corridor.farAddress) to"), "\(relay.errors)")
        site.place.wrapper = corridor.near
        try site.shutDown()
    }

    @Test("a relay that is killed and started again costs nothing")
    func killed() throws {
        let (relay, address) = try relay()
        try begin(via: address)
        let port = try #require(address.split(separator: ":").last)

        relay.kill()
        try site.awaitRecord("the node fell silent") { $0.events(ofLast: "far").last == .silent }
        try site.place.write("", to: "late")
        let (next, _) = try self.relay("--port", String(port))

        try expectNothingLost()
        next.kill(.terminate)
        #expect(try next.finish().code == 0)
    }
}
