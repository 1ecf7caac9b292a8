import Posix
import Testing

/// `rota top`: a picture that takes the whole terminal, and gives it back.
@Suite struct TopTests {
    // Another page of the terminal, and the one from before.
    private static let enter = "\u{1B}[?1049h"
    private static let leave = "\u{1B}[?1049l"

    /// A run that waits for a gate.
    private func begin(in place: Workplace) throws -> Running {
        let script = try place.script("work", "echo $$ >> begun; until [ -e gate ]; do sleep 0.05; done")
        let running = try place.start(rota: "run", "--quiet", "--name", "mesh", "--range", "0-2", "--", script)
        try #require(wait { !place.lines(of: "begun").isEmpty })
        return running
    }

    @Test("it draws until somebody has seen enough, and then nothing is left of it", arguments: ["q", "\u{3}"])
    func leaves(key: String) throws {
        let place = try Workplace()
        let running = try begin(in: place)

        let seat = try TerminalSeat(at: place, rota: "top")
        #expect(seat.shows(Self.enter), "\(seat.shown)")
        #expect(seat.shows("Run 1 going") && seat.shows("mesh"), "\(seat.shown)")
        // A second picture.
        #expect(seat.shows("\u{1B}[H") && seat.shows("Run 1"), "\(seat.shown)")
        try seat.type(key)
        let finished = try seat.finish()
        try place.write("", to: "gate")

        #expect(finished.code == 0, "\(finished.testDescription)")
        #expect(finished.output.contains("\u{1B}[?25h\(Self.leave)"))
        #expect(try running.finish().code == 0)
    }

    @Test("Ctrl-Z gives the terminal to the shell as it was, and `fg` draws again")
    func suspended() throws {
        let place = try Workplace()
        let running = try begin(in: place)
        let seat = try TerminalSeat(at: place, ["bash", "--norc", "--noprofile", "--noediting", "-i"])
        try seat.type("PS1='prompt''> '\n")
        #expect(seat.shows("prompt> "), "\(seat.shown)")

        try seat.type("stty -g > before; \(Executables.rota) top\n")
        #expect(seat.shows(Self.enter) && seat.shows("Run 1"), "\(seat.shown)")
        try seat.type(TerminalSeat.suspend)
        #expect(seat.shows(Self.leave) && seat.shows("Stopped") && seat.shows("prompt> "), "\(seat.shown)")
        try seat.type("stty -g > between; echo do''ne\n")
        #expect(seat.shows("done"), "\(seat.shown)")
        try seat.type("fg\n")
        #expect(seat.shows(Self.enter) && seat.shows("Run 1"), "\(seat.shown)")
        try seat.type("q")
        #expect(seat.shows(Self.leave) && seat.shows("prompt> "), "\(seat.shown)")
        try seat.type("exit 4\n")
        let finished = try seat.finish()
        try place.write("", to: "gate")

        #expect(finished.code == 4, "\(finished.testDescription)")
        #expect(!place.content(of: "before").isEmpty)
        #expect(place.content(of: "before") == place.content(of: "between"))
        #expect(try running.finish().code == 0)
    }
}
