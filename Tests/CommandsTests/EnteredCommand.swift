import Posix

@testable import Commands

/// What a command line came to, entered at the door by somebody whose outputs are pipes.
struct EnteredCommand: Equatable {
    var code: Int32
    var output = ""
    var messages = ""

    /// - Parameter bodies: the commands that the door knows.
    init(_ arguments: [String], bodies: [CommandBody] = Door.standardBodies) {
        final class Text { var text = "" }
        let (output, messages) = (Text(), Text())
        let screen = Screen(
            output: OutputStream(traits: .pipe) { bytes throws(SystemFailure) in
                output.text += String(decoding: bytes, as: UTF8.self)
            },
            messages: OutputStream(traits: .pipe) { bytes throws(SystemFailure) in
                messages.text += String(decoding: bytes, as: UTF8.self)
            })
        code = Door(bodies: bodies).enter(arguments, screen)
        screen.flush()
        (self.output, self.messages) = (output.text, messages.text)
    }

    init(code: Int32, output: String, messages: String) {
        self.code = code
        self.output = output
        self.messages = messages
    }
}
