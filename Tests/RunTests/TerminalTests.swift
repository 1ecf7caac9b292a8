import Model
import Posix
import Testing

/// What a person at a terminal meets: keys that interrupt and suspend, and pictures that come and go.
@Suite struct TerminalTests {
    /// Two tasks that are asked to end and do not.
    private func stubborn(in place: Workplace) throws -> String {
        try place.script(
            "stubborn",
            """
            trap 'echo $1 >> asked' TERM
            echo $1 $$ >> begun
            while :; do sleep 0.05; done
            """)
    }

    private func begun(in place: Workplace) -> [ProcessIdentity] {
        place.lines(of: "begun").compactMap { line in
            line.split(separator: " ").last.flatMap { Int32($0) }.flatMap { ProcessIdentity(running: $0) }
        }
    }

    @Test("Ctrl-C asks what runs to end, and ends it when its grace is over")
    func interrupted() throws {
        let place = try Workplace()
        let script = try stubborn(in: place)

        let seat = try TerminalSeat(
            at: place, rota: "run", "-j", "2", "--grace", "300ms", "--name", "task", "--range", "0-3", "--", script,
            "${it}")
        #expect(seat.shows("0 of 4"), "\(seat.shown)")
        #expect(wait { place.lines(of: "begun").count == 2 })
        let tasks = begun(in: place)
        try seat.type(TerminalSeat.interrupt)
        let finished = try seat.finish()

        #expect(finished.code == 130, "\(finished.testDescription)")
        #expect(place.lines(of: "asked").sorted() == ["0", "1"])
        #expect(tasks.count == 2 && tasks.allSatisfy { !$0.isAlive })
        let record = try Record(in: place.state)
        #expect(record.closings == [.interrupted])
        #expect(record.count(of: .interrupted) == 2)
    }

    @Test("a second Ctrl-C ends at once what was given time")
    func interruptedTwice() throws {
        let place = try Workplace()
        let script = try stubborn(in: place)

        let seat = try TerminalSeat(
            at: place, rota: "run", "-j", "2", "--grace", "1h", "--range", "0-1", "--", script, "${it}")
        #expect(wait { place.lines(of: "begun").count == 2 })
        let tasks = begun(in: place)
        try seat.type(TerminalSeat.interrupt)
        #expect(wait { place.lines(of: "asked").count == 2 })
        let stillRun = tasks.allSatisfy { $0.isAlive }
        try seat.type(TerminalSeat.interrupt)
        let finished = try seat.finish()

        #expect(stillRun)
        #expect(finished.code == 130, "\(finished.testDescription)")
        #expect(tasks.allSatisfy { !$0.isAlive })
    }

    @Test("the bar moves while tasks end, and nothing is left of it")
    func bar() throws {
        let place = try Workplace()
        let script = try place.script("work", "until [ -e gate-$1 ]; do sleep 0.02; done; echo out-$1")

        let seat = try TerminalSeat(at: place, rota: "run", "-j", "2", "--range", "0-1", "--", script, "${it}")
        #expect(seat.shows("0 of 2"), "\(seat.shown)")
        try place.write("", to: "gate-0")
        #expect(seat.shows("out-0"), "\(seat.shown)")
        #expect(seat.shows("1 of 2"), "\(seat.shown)")
        try place.write("", to: "gate-1")
        let finished = try seat.finish()

        #expect(finished.code == 0, "\(finished.testDescription)")
        // Whatever was drawn last was erased again.
        let left = finished.output.split(separator: "\u{1B}[J").last ?? ""
        #expect(!left.contains(" of 2 ·"), "\(finished.output.debugDescription)")
    }

    @Test("a program alone has the terminal: it reads what is typed, to the end of the input")
    func reads() throws {
        let place = try Workplace()

        let seat = try TerminalSeat(at: place, rota: "run", "--", "sh", "-c", "read line; echo got $line; cat; exit 5")
        try seat.type("some words\n")
        #expect(seat.shows("got some words"), "\(seat.shown)")
        try seat.type("more\n")
        // As the terminal echoes it, and as the program repeats it.
        #expect(seat.shows("more") && seat.shows("more"), "\(seat.shown)")
        try seat.type(TerminalSeat.endOfInput)
        let finished = try seat.finish()

        #expect(finished.code == 5, "\(finished.testDescription)")
    }

    @Test("Ctrl-C is the affair of a program alone: it may go on, and its exit code is passed on")
    func catches() throws {
        let place = try Workplace()
        let work = "trap 'echo caught; exit 3' INT; echo ready; while :; do sleep 0.05; done"

        let seat = try TerminalSeat(at: place, rota: "run", "--", "sh", "-c", work)
        #expect(seat.shows("ready"), "\(seat.shown)")
        try seat.type(TerminalSeat.interrupt)
        #expect(seat.shows("caught"), "\(seat.shown)")

        #expect(try seat.finish().code == 3)
    }

    @Test("Ctrl-Z suspends a program alone and all that stands around it, and `fg` goes on with them")
    func suspended() throws {
        let place = try Workplace()
        let seat = try TerminalSeat(at: place, ["bash", "--norc", "--noprofile", "--noediting", "-i"])
        try seat.type("PS1='prompt''> '\n")
        #expect(seat.shows("prompt> "), "\(seat.shown)")

        try seat.type("\(Executables.rota) run -- sh -c 'echo be''gun; cat; echo en''ded'\n")
        #expect(seat.shows("begun"), "\(seat.shown)")
        try seat.type("first\n")
        #expect(seat.shows("first") && seat.shows("first"), "\(seat.shown)")
        try seat.type(TerminalSeat.suspend)
        #expect(seat.shows("Stopped") && seat.shows("prompt> "), "\(seat.shown)")
        try seat.type("fg\n")
        #expect(seat.shows("rota run"), "\(seat.shown)")
        try seat.type("second\n")
        #expect(seat.shows("second") && seat.shows("second"), "\(seat.shown)")
        try seat.type(TerminalSeat.endOfInput)
        #expect(seat.shows("ended") && seat.shows("prompt> "), "\(seat.shown)")
        try seat.type("exit 4\n")

        #expect(try seat.finish().code == 4)
    }
}
