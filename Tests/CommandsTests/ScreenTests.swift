import Commands
import Model
import Posix
import Testing

/// Two outputs on one terminal, or two files, that keep what they are given.
private final class Recorder {
    var text = ""

    func screen(output: TerminalTraits, messages: TerminalTraits) -> Screen {
        func stream(_ traits: TerminalTraits) -> OutputStream {
            OutputStream(traits: traits, columns: { traits.width }) { bytes throws(SystemFailure) in
                self.text += String(decoding: bytes, as: UTF8.self)
            }
        }
        return Screen(output: stream(output), messages: stream(messages))
    }
}

private let terminal = TerminalTraits(isTerminal: true, width: 40, hasColours: false, isUnicode: true)
private let state = ProgressState(total: 4, succeeded: 1, running: 1, elapsed: .seconds(1))

@Test("what a task prints takes the bar away before it is written")
func barMakesRoom() {
    let recorder = Recorder()
    let screen = recorder.screen(output: terminal, messages: terminal)
    screen.beginProgress()

    screen.show(state)
    screen.write("hello\n", to: screen.output)
    screen.flush()
    screen.endProgress()

    let bar = ProgressLine.bar(state, for: terminal)
    #expect(recorder.text == "\(bar)\r\u{1B}[Jhello\n")
}

@Test("a last line without an end does not share its line with the bar")
func partialLine() {
    let recorder = Recorder()
    let screen = recorder.screen(output: terminal, messages: terminal)
    screen.beginProgress()

    screen.write("no end", to: screen.output)
    screen.show(state)

    #expect(recorder.text == "no end\n\(ProgressLine.bar(state, for: terminal))")
}

@Test("a pipe gets every byte and nothing of the progress")
func pipedOutput() {
    let recorder = Recorder()
    let screen = recorder.screen(output: .pipe, messages: .pipe)
    screen.beginProgress()

    screen.show(state)
    screen.write(bytes: [0x61, 0x0A], to: screen.output)
    screen.endProgress()

    #expect(recorder.text == "a\n")
}

@Test("a reader that went away is no failure, and what follows is dropped")
func brokenPipe() throws {
    let (reading, writing) = try FileDescriptor.pipe()
    Signal.pipe.ignore()
    reading.close()
    let stream = OutputStream(writing)

    stream.write("hello")
    stream.flush()
    stream.write("again")
    stream.flush()
    writing.close()

    #expect(stream.isClosed)
    #expect(stream.failure == nil)
}

@Test("a full disk is told")
func fullDisk() throws {
    let full = try FileDescriptor.open("/dev/full", .update)
    let stream = OutputStream(full)

    stream.write("hello")
    stream.flush()
    full.close()

    #expect(stream.failure?.isNoSpace == true)
}
