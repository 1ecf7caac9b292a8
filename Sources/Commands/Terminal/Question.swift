import Posix

/// Something that only a person can decide, who answers with a letter.
struct Question {
    private let text: String

    /// - Parameter text: with the letters at its end: `Cancel or leave? [c/l]`.
    init(_ text: String) { self.text = text }

    /// Whether somebody sits there who can be asked.
    static func canBeAsked(on screen: Screen) -> Bool {
        FileDescriptor.standardInput.isTerminal && screen.messages.traits.isTerminal
    }

    /// The first letter of the answer, small; none when nobody can be asked, nothing was said, or a signal came.
    ///
    /// - Parameter signals: one that comes instead of an answer stays to be read.
    func answer(on screen: Screen, _ signals: SignalDescriptor) throws -> Character? {
        guard Self.canBeAsked(on: screen) else { return nil }
        screen.messages.write("\(text) ")
        screen.flush()
        let ready = try Readiness.wait(
            for: [(FileDescriptor.standardInput, .readable), (signals.descriptor, .readable)], nanoseconds: nil)
        guard !ready[1].contains(.readable) else {
            screen.messages.write("\n")
            return nil
        }
        var answer = [UInt8](repeating: 0, count: 64)
        let count = try FileDescriptor.standardInput.read(into: &answer)
        return String(decoding: answer.prefix(count), as: UTF8.self).lowercased().first { $0.isLetter }
    }
}
