import Dialects
import Model
import Posix
import Testing

/// What a person at a terminal is asked when jobs are a service's.
@Suite struct QuestionTests {
    private let site: Site
    private let script: String

    init() throws {
        site = try Site()
        script = try site.place.script("work", "echo $1 >> begun; until [ -e gate ]; do sleep 0.05; done")
        try site.lend("a", cores: Cores.first)
    }

    /// A person who watches two tasks, of which one runs.
    private func watch() throws -> TerminalSeat {
        let seat = try TerminalSeat(
            at: site.place, rota: "run", "--service", site.accessPath, "--name", "mesh", "--range", "0-1", "--",
            script, "${it}")
        try #require(wait { !site.place.lines(of: "begun").isEmpty }, "\(site.testDescription)")
        #expect(seat.shows("0 of 2"), "\(seat.shown)")
        return seat
    }

    @Test("Ctrl-C asks; the answer `c` cancels the jobs and waits until what runs has ended")
    func cancels() throws {
        let seat = try watch()
        try seat.type(TerminalSeat.interrupt)
        #expect(seat.shows("Cancel these jobs, or leave them running? [c/l]"), "\(seat.shown)")
        try seat.type("c\n")
        let finished = try seat.finish()

        #expect(finished.code == 130, "\(finished.testDescription)")
        let counts = try #require(site.counts(of: "mesh"))
        #expect(counts[.cancelled] == 2, "\(finished.testDescription)")
    }

    @Test("any other answer leaves them running", arguments: ["l\n", "\n", TerminalSeat.endOfInput])
    func leaves(answer: String) throws {
        let seat = try watch()
        try seat.type(TerminalSeat.interrupt)
        #expect(seat.shows("[c/l]"), "\(seat.shown)")
        try seat.type(answer)
        let finished = try seat.finish()
        try site.place.write("", to: "gate")
        try site.awaitEnd(of: "mesh")

        #expect(finished.code == 130, "\(finished.testDescription)")
        #expect(finished.output.contains("left running"))
        #expect(site.counts(of: "mesh")?[.succeeded] == 2)
    }

    @Test("who strikes Ctrl-C again is away at once, and the jobs go on")
    func hurries() throws {
        let seat = try watch()
        try seat.type(TerminalSeat.interrupt)
        #expect(seat.shows("[c/l]"), "\(seat.shown)")
        try seat.type(TerminalSeat.interrupt)
        let finished = try seat.finish()
        try site.place.write("", to: "gate")
        try site.awaitEnd(of: "mesh")

        #expect(finished.code == 130, "\(finished.testDescription)")
        #expect(site.counts(of: "mesh")?[.succeeded] == 2)
    }

    @Test("`rota stop` asks which of two things is meant, and does that one")
    func stops() throws {
        try site.submit("mesh", script, #""range": "0-1""#)

        let none = try TerminalSeat(at: site.place, rota: "stop", "--service", site.accessPath, "mesh")
        #expect(none.shows("Cancel mesh, shut the service down, or neither? [c/s/n]"), "\(none.shown)")
        try none.type("n\n")
        #expect(try none.finish().code == 0)
        #expect(site.counts(of: "mesh")?[.cancelled] == 0)

        let one = try TerminalSeat(at: site.place, rota: "stop", "--service", site.accessPath, "mesh")
        #expect(one.shows("[c/s/n]"), "\(one.shown)")
        try one.type("c\n")
        #expect(try one.finish().code == 0)
        try site.awaitEnd(of: "mesh")
        #expect(site.counts(of: "mesh")?[.cancelled] == 2)

        let other = try TerminalSeat(at: site.place, rota: "stop", "--service", site.accessPath)
        #expect(other.shows("Cancel jobs, shut the service down, or neither? [c/s/n]"), "\(other.shown)")
        try other.type("s\n")
        #expect(try other.finish().code == 0)
        #expect(try site.service.finish().code == 0)
    }

    @Test("`rota stop` does nothing where nobody can be asked, nor when nothing is answered")
    func stopsNothing() throws {
        let piped = try site.rota("stop", "mesh")
        let seat = try TerminalSeat(at: site.place, rota: "stop", "--service", site.accessPath)
        #expect(seat.shows("[c/s/n]"), "\(seat.shown)")
        try seat.type(TerminalSeat.interrupt)
        let finished = try seat.finish()

        #expect(piped.code == 2 && piped.errors.contains("rota cancel mesh"), "\(piped.testDescription)")
        #expect(finished.code == 2 && finished.output.contains("rota shutdown"), "\(finished.testDescription)")
        #expect(!site.service.isOver)
    }
}
