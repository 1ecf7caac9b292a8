import Model
import Posix
import Testing
import Web

/// The disk under a service's record fills up, and is freed again.
@Suite(.enabled(if: Namespaces.canMount, "no small disk can be mounted here: a full one was not tried"))
struct ServiceFullDiskTests {
    @Test("while the disk is full submissions are refused and tasks go on; freed, everything is recorded")
    func fullAndFreed() throws {
        let disk = try Mount(kibibytes: 4096)
        let site = try Site(in: Workplace(), state: "\(disk.folder)/state")
        let marks = try Marks(
            in: site.place,
            work: """
                head -c 20000 /dev/zero | tr '\\0' x
                echo $$ >> begun
                until [ -e gate ]; do sleep 0.05; done
                """)
        let executor = try site.lend("a", cores: Cores.first)
        try site.submit("task", marks.script, #""range": "0-3""#)
        try #require(wait { !site.place.lines(of: "begun").isEmpty }, "\(site.testDescription)")

        try disk.fill(leavingKibibytes: 0)
        // Too long for what is left in any page; it is answered when there is space.
        let long = String(repeating: "x", count: 20_000)
        try site.place.write(#"{"name": "first", "run": ["true", "\#(long)"]}"#, to: "first.json")
        let first = try site.place.start(
            rota: "submit", "--service", site.accessPath, "\(site.place.folder)/first.json")
        let client = try site.client()
        try #require(
            wait { (try? client.request(.get, ["healthz"]).status) == 503 }, "the service never noticed")
        let second = Array(#"{"name": "second", "run": "true"}"#.utf8)
        let refused = try client.request(.post, ["v1", "jobs"], body: second)
        try site.place.write("", to: "gate")
        try #require(wait { !marks.all.isEmpty }, "a running task did not go on")
        try #require(wait { (executor.output + executor.errors).contains("Waiting for space") })
        // Long enough for thousands of tries, were they made one after the other.
        pause(microseconds: 2_500_000)
        let complaints = (executor.output + executor.errors).split(separator: "\n").count { $0.contains("Waiting") }
        try disk.makeRoom()
        let taken = try first.finish()
        try site.awaitEnd(of: "task")
        try site.awaitEnd(of: "first")
        let later = try client.request(.post, ["v1", "jobs"], body: second)
        try site.shutDown()

        #expect(complaints == 1)
        #expect(refused.status == 507, "\(refused.text)")
        #expect(taken.code == 0, "\(taken.testDescription)")
        #expect(later.status == 201, "\(later.text)")
        let record = try site.record
        #expect(record.jobs == ["task", "first", "second"])
        #expect(record.count(of: .lost) == 0)
        #expect((0..<4).allSatisfy { record.ends(of: "task", $0).map(\.outcome) == [.succeeded] })
        #expect(Set(marks.all).count == 4 && marks.all.count == 4)
    }
}
