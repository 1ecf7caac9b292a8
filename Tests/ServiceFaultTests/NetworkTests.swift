import Model
import Posix
import Testing

/// The network between service and executor is cut, and heals.
@Suite(.enabled(if: Namespaces.canBeWired, "no networks can be made here: a cut one was not tried"))
struct NetworkTests {
    /// A service, an executor behind a cable, and tasks of which the first waits until there is a gate.
    private func begin(_ networks: Networks, lossGrace: String) throws -> (Site, Marks) {
        let place = try Workplace()
        place.wrapper = networks.near
        let site = try Site(in: place, options: ["--address", Networks.nearAddress])
        let marks = try Marks(
            in: place,
            work: """
                if [ ! -e open ]; then
                    echo $$ >> begun
                    until [ -e late ]; do sleep 0.05; done
                fi
                """)
        place.wrapper = networks.far
        try site.lend("far", cores: Cores.first)
        place.wrapper = networks.near
        try site.submit("task", marks.script, #""range": "0-3", "lossGrace": "\#(lossGrace)""#)
        try #require(wait { !place.lines(of: "begun").isEmpty }, "\(site.testDescription)")
        try place.write("", to: "open")
        return (site, marks)
    }

    @Test("a cut that is shorter than a job's grace costs nothing: nothing is lost, nothing runs twice")
    func shortCut() throws {
        let networks = try Networks()
        let (site, marks) = try begin(networks, lossGrace: "1h")

        try networks.cut()
        try site.awaitRecord("the node fell silent") { $0.events(ofLast: "far").last == .silent }
        try site.place.write("", to: "late")
        try #require(wait { !marks.all.isEmpty }, "a task did not go on without the network")
        try networks.heal()
        try site.awaitRecord("every task succeeded") { $0.count(of: .succeeded) == 4 }
        try site.shutDown()

        let record = try site.record
        #expect(record.events(ofLast: "far") == [.joined, .silent, .heard])
        #expect(record.count(of: .lost) == 0)
        #expect(marks.all.count == 4)
        record.expectAgreement(with: marks, iterations: 0..<4)
    }

    @Test(
        "after a longer cut the attempts have run elsewhere, and the far ones are ended before their node takes work",
        .enabled(if: Cores.haveTwo, "two executors lend a core each"))
    func longCut() throws {
        let networks = try Networks()
        let (site, marks) = try begin(networks, lossGrace: "1s")
        let begun = try #require(site.place.lines(of: "begun").first.flatMap { Int32($0) })
        let first = try #require(ProcessIdentity(running: begun))

        try networks.cut()
        try site.lend("near", cores: Cores.second)
        try site.awaitRecord("every task succeeded") { $0.count(of: .succeeded) == 4 }
        #expect(first.isAlive, "an executor ended a task for lack of a service")
        try networks.heal()
        try site.awaitRecord("the node was heard again") { $0.events(ofLast: "far").last == .heard }
        #expect(!first.isAlive, "a node was heard while it still ran what had been given up")
        try site.submit("more", marks.script, #""range": "100-139""#)
        try site.awaitRecord("every task succeeded") { $0.count(of: .succeeded) == 44 }
        try site.shutDown()

        let record = try site.record
        #expect(record.events(ofLast: "far") == [.joined, .silent, .heard])
        #expect(record.ends(of: "task", 0).map(\.outcome) == [.lost, .succeeded])
        record.expectAgreement(with: marks, iterations: Array(0..<4) + Array(100..<140))
    }
}
