import Model
import Posix
import Testing

/// Executors that share their machines with others.
@Suite(.enabled(if: OtherPeople.canBeMade, "two processors, and a mount of one's own, are needed"))
struct PolitenessTests {
    @Test("a service hears which cores others keep busy, says so, also after it was killed, and uses them once they go")
    func polite() throws {
        let place = try Workplace()
        let others = try OtherPeople(in: place, on: OtherPeople.first)
        let site = try Site(in: place)
        let cores = "\(Cores.first),\(Cores.second)"
        try site.lend("shared", cores: cores, ["--share", "polite"])
        try site.awaitRecord("the first core is kept") { $0.coresKept == [[0]] }
        let task = try place.script(
            "task",
            """
            grep Cpus_allowed_list /proc/self/status | cut -f 2 >> ran
            until [ -e gate ]; do sleep 0.02; done
            """)
        try site.submit("mesh", task, #""range": "0-1""#)
        try #require(wait { place.lines(of: "ran").count == 1 }, "\(site.testDescription)")

        site.service.kill()
        try site.serveAgain()
        try site.awaitRecord("it is heard again") { $0.events(ofLast: "shared").last == .heard }
        let nodes = try site.rota("nodes")
        let why = try site.rota("why", "mesh:1")
        #expect(place.lines(of: "ran") == ["\(OtherPeople.second)"])
        try others.go()
        try #require(wait { place.lines(of: "ran").count == 2 }, "\(site.testDescription)")
        try place.write("", to: "gate")
        try site.awaitEnd(of: "mesh")
        try site.kill("shared")
        try site.shutDown()

        #expect(nodes.output.contains("Others"), "\(nodes.testDescription)")
        #expect(why.output.contains("Others keep 1 core of shared busy."), "\(why.testDescription)")
        #expect(place.lines(of: "ran") == ["\(OtherPeople.second)", "\(OtherPeople.first)"])
        #expect(try site.record.coresKept == [[0], []])
        others.end()
    }
}
