import Model
import Posix
import Testing

/// An executor that is frozen for longer than anybody waits for it, and goes on after that.
@Suite(.serialized, .enabled(if: Cores.haveTwo, "two executors lend a core each"))
struct FreezeTests {
    enum Frozen: CaseIterable {
        /// As when its machine is suspended.
        case everything
        /// Its tasks go on, and end while nobody hears of it.
        case executorAlone
    }

    @Test(
        "a frozen executor's attempts run again elsewhere; thawed, it ends them before it takes work again",
        arguments: Frozen.allCases)
    func thawed(frozen: Frozen) throws {
        let site = try Site()
        let marks = try Marks(
            in: site.place,
            work: """
                if [ ! -e open ]; then
                    echo $$ >> begun
                    until [ -e late ]; do sleep 0.1; done
                fi
                """)
        try site.lend("slow", cores: Cores.first)
        try site.submit("task", marks.script, #""range": "0-2", "lossGrace": "1s""#)
        try #require(wait { !site.place.lines(of: "begun").isEmpty }, "\(site.testDescription)")
        try site.place.write("", to: "open")
        let begun = try #require(site.place.lines(of: "begun").first.flatMap { Int32($0) })
        let first = try #require(ProcessIdentity(running: begun))

        let slow = try #require(site.executors["slow"])
        let cold = [slow.number] + (frozen == .everything ? Processes.descendants(of: slow.number) : [])
        for process in cold { try Process.send(.stop, to: process) }
        defer { for process in cold { _ = try? Process.send(.resume, to: process) } }
        try site.lend("other", cores: Cores.second)
        try site.awaitEnd(of: "task")
        if frozen == .executorAlone {
            try site.place.write("", to: "late")
            try #require(wait { marks.all.count { $0.iteration == 0 } == 2 }, "the late one left no mark")
        }
        for process in cold.reversed() { try Process.send(.resume, to: process) }
        try site.awaitRecord("the node was heard again") { $0.events(ofLast: "slow").last == .heard }
        #expect(!first.isAlive, "a node was heard while it still ran what had been given up")
        try site.submit("more", marks.script, #""range": "100-139""#)
        try site.awaitEnd(of: "more")
        try site.shutDown()

        let record = try site.record
        let node = try #require(record.nodes(named: "slow").first)
        #expect(record.events(of: node) == [.joined, .silent, .heard])
        #expect(record.ends(of: "task", 0).map(\.outcome) == [.lost, .succeeded])
        record.expectAgreement(with: marks, iterations: Array(0..<3) + Array(100..<140))
        // 40 tasks on two equal nodes: it has taken work again unless something keeps it from it.
        #expect(record.attempts(on: node).contains { record.tasks[$0]?.job.number == 1 })
    }
}
