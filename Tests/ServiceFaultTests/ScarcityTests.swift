import Dialects
import Model
import Posix
import Testing

/// A service that may open few files, and strangers who take them all.
@Suite struct ScarcityTests {
    @Test("when strangers take every descriptor the service lives, and goes on as soon as they are gone")
    func noDescriptors() throws {
        let place = try Workplace()
        place.wrapper = ["prlimit", "--nofile=150:150"]
        let site = try Site(in: place)
        place.wrapper = []
        let marks = try Marks(in: place, work: "until [ -e open ]; do sleep 0.02; done")
        try site.lend("a", cores: Cores.first)
        try site.submit("first", marks.script, #""range": "0-199""#)
        try #require(wait { !((try? site.record.tasks.isEmpty) ?? true) }, "\(site.testDescription)")
        let port = try #require(try site.access.zeromqPort)

        let crowd = try Crowd(1000, at: port, in: place)
        try #require(wait { crowd.count != nil || crowd.isOver })
        let taken = try Footprint(of: site.service.number).descriptors
        try place.write("", to: "open")
        // While they hold what there is: tasks go on, and their ends wait for the record or are in it.
        try #require(wait { marks.all.count == 200 }, "\(site.testDescription)")
        try crowd.leave()
        try site.awaitEnd(of: "first")
        try site.submit("second", marks.script, #""range": "200-219""#)
        try site.awaitEnd(of: "second")
        try site.shutDown()

        #expect(taken >= 140, "only \(taken) descriptors were taken: this test shows nothing")
        try site.record.expectAgreement(with: marks, iterations: 0..<220)
    }
}
