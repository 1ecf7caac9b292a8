import Dialects
import Model
import Posix
import Testing

/// What tasks print on a machine that shares no folder with the service.
struct FetchTests {
    private let place: Workplace
    private let site: Site
    private let executor: Running

    init() throws {
        place = try Workplace()
        place.environment["XDG_STATE_HOME"] = place.path("far")
        site = try Site(in: place, options: ["--fetch", "300K"])
        // As it reads on another machine: the service's folder is not there.
        var access = try site.access
        access.run = place.path("elsewhere/runs/1")
        try place.write(access.text, to: "far.json", mode: 0o600)
        executor = try site.lend("far", cores: Cores.first, ["--service", place.path("far.json")])
    }

    private func leave() throws {
        executor.kill(.terminate)
        #expect(try executor.finish().code == 0)
    }

    @Test("what tasks printed can be read when their executor has gone: lines, long files, last words of failures")
    func afterwards() throws {
        let words = try place.script("words", "echo out $1; echo err $1 >&2; test $1 != 1")
        try site.submit("words", words, #""range": "0-2""#)
        let long = try place.script("long", "printf '%0200000d' 7; echo small >&2")
        try site.submit("long", long, #""range": "0-1""#)
        try site.awaitEnd(of: "words")
        try site.awaitEnd(of: "long")

        try leave()
        // Whatever is read now is the service's own.
        try FileSystem.removeTree(place.path("far"))

        for iteration in 0..<3 {
            let logs = try site.rota("logs", "words:\(iteration)")
            #expect(logs.output == "out \(iteration)\n", "\(logs.testDescription)")
            #expect(logs.errors.contains("err \(iteration)\n"), "\(logs.testDescription)")
        }
        let printed = try site.rota("logs", "long:1")
        #expect(printed.output.utf8.count == 200_000)
        #expect(printed.output.hasSuffix("07"))
        let why = try site.rota("why", "words:1")
        #expect(why.output.contains("err 1"), "\(why.testDescription)")
        let status = try site.rota("status")
        #expect(status.output.contains("err 1"), "\(status.testDescription)")
        try site.shutDown()
        let report = try place.rota("report", "--state", place.state)
        #expect(report.output.contains("err 1"), "\(report.testDescription)")
    }

    @Test("while their executor is there, its answers are not waited for: a failure's last words come by themselves")
    func meanwhile() throws {
        let words = try place.script("words", "echo err $1 >&2; exit 3")
        try site.submit("words", words, #""range": "0-0""#)
        try site.awaitEnd(of: "words")

        var why = try site.rota("why", "words")
        _ = wait {
            why = (try? self.site.rota("why", "words")) ?? why
            return why.output.contains("err 0")
        }

        #expect(why.output.contains("err 0"), "\(why.testDescription)")
        try leave()
        try site.shutDown()
    }

    @Test("what a service had not brought yet when it was killed, the next one brings")
    func restart() throws {
        let long = try place.script("long", "printf '%0250000d' 7; echo small")
        try site.submit("long", long, #""range": "0-19""#)
        try site.awaitRecord("some have ended") { $0.count(of: .succeeded) > 2 }
        site.service.kill()
        try site.serveAgain()
        try site.awaitEnd(of: "long")

        try leave()
        try FileSystem.removeTree(place.path("far"))

        for iteration in 0..<20 {
            let logs = try site.rota("logs", "long:\(iteration)")
            #expect(logs.output.utf8.count == 250_006, "\(logs.testDescription.prefix(500))")
        }
        try site.shutDown()
    }

    @Test("what is too long to be brought is said to be where it was printed")
    func tooLong() throws {
        let long = try place.script("long", "printf '%0400000d' 7; echo small >&2; exit 3")
        try site.submit("long", long, #""range": "0-0""#)
        try site.awaitEnd(of: "long")
        let before = try site.rota("logs", "long")
        #expect(before.output.utf8.count == 400_000, "its executor is there and can be asked")

        try leave()

        let logs = try site.rota("logs", "--stream", "out", "long")
        #expect(logs.code != 0)
        #expect(logs.errors.contains("on node far, in \(place.path("far"))/rota/executors/"), "\(logs.testDescription)")
        var why = try site.rota("why", "long")
        #expect(why.output.contains("small"), "\(why.testDescription)")
        try FileSystem.removeTree(place.path(".rota/runs/1/fetched"))
        why = try site.rota("why", "long")
        #expect(why.output.contains("What it printed is with the executor that ran it."), "\(why.testDescription)")
        try site.shutDown()
    }
}
