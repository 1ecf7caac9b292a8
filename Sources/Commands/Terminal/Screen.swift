package import Dialects
internal import Model
internal import Posix

/// What a person sees: answers on standard output, messages and progress on standard error, never mixed up.
package final class Screen {
    package let output: OutputStream
    package let messages: OutputStream
    private var progress: ProgressDisplay?
    /// Whether a bar stands on the terminal now.
    private var isDrawn = false
    /// Whether what was last written to a terminal left the cursor within a line.
    private var isMidLine = false

    package init(output: OutputStream, messages: OutputStream) {
        self.output = output
        self.messages = messages
    }

    package convenience init() {
        self.init(output: OutputStream(.standardOutput), messages: OutputStream(.standardError))
    }

    /// An answer's line.
    package func print(_ line: String) { write("\(typography(line, on: output))\n", to: output) }

    package func print(_ table: Table) { for line in table.lines(for: output.traits) { print(line) } }

    package func print(_ json: JSONText) {
        write(bytes: json.bytes, to: output)
        if json.bytes.last != 0x0A { output.write("\n") }
    }

    /// A message's line, written at once.
    package func tell(_ line: String) {
        write("\(typography(line, on: messages))\n", to: messages)
        flush()
    }

    /// A message that begins with the program's name, as a shell's do.
    package func complain(_ problem: String) {
        tell(Tone.bad.painted("rota:", colours: messages.traits.hasColours) + " " + problem)
    }

    /// Bytes of a task, as they are. They leave at the next `flush`, or when there are many.
    package func write(bytes: some BidirectionalCollection<UInt8>, to stream: OutputStream) {
        guard let last = bytes.last else { return }
        if stream.traits.isTerminal {
            clearProgress()
            isMidLine = last != 0x0A
        }
        stream.write(bytes: bytes)
        if stream === messages { output.flush() }
    }

    package func write(_ text: String, to stream: OutputStream) { write(bytes: Array(text.utf8), to: stream) }

    package func flush() {
        output.flush()
        messages.flush()
    }

    /// From now on `show` has an effect.
    package func beginProgress() { progress = ProgressDisplay(traits: messages.traits) }

    /// Shows how far the run has come, when it is time for it; costs next to nothing when it is not.
    package func show(_ state: ProgressState) {
        guard var display = progress, state.elapsed >= display.nextAt else { return }
        messages.measure()
        display.traits = messages.traits
        let text = display.update(state)
        progress = display
        guard !text.isEmpty else { return }
        output.flush()
        // A task's last line without an end would otherwise share its line with the bar, and be erased with it.
        if isMidLine, messages.traits.isTerminal { messages.write("\n") }
        isMidLine = false
        isDrawn = messages.traits.isTerminal
        messages.write(text)
        messages.flush()
    }

    /// Takes the progress away; nothing is left of a bar.
    package func endProgress() {
        clearProgress()
        progress = nil
        flush()
    }

    private func clearProgress() {
        guard isDrawn, let text = progress?.clear() else { return }
        isDrawn = false
        messages.write(text)
        messages.flush()
    }

    private func typography(_ text: String, on stream: OutputStream) -> String {
        stream.traits.isUnicode ? text : ShownText.ascii(text)
    }
}
