import Model
import Testing

/// Several executors of one queue.
@Suite(.enabled(if: Cores.haveTwo, "two executors lend a core each")) struct SharingTests {
    @Test("two executors share a queue of short tasks, and neither takes all of it")
    func neitherTakesAll() throws {
        let site = try Site()
        let marks = try Marks(in: site.place)
        try site.lend("a", cores: Cores.first)
        try site.lend("b", cores: Cores.second)
        try site.awaitRecord("both joined") { $0.nodes(named: "a").count + $0.nodes(named: "b").count == 2 }

        try site.submit("task", marks.script, #""range": "0-999""#)
        try site.awaitEnd(of: "task")
        try site.shutDown()

        let record = try site.record
        record.expectAgreement(with: marks, iterations: 0..<1000)
        for name in ["a", "b"] {
            let node = try #require(record.nodes(named: name).first)
            let count = record.attempts(on: node).count { record.ends[$0]?.first?.outcome == .succeeded }
            // A tenth: equal shares, but for a machine that gives one of the cores to others.
            #expect(count >= 100, "\(name) did \(count) of 1000")
        }
    }
}
