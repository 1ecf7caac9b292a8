internal import Posix

/// What would have gone to a terminal, kept.
final class CollectedText {
    private(set) var bytes: [UInt8] = []
    private let traits: TerminalTraits

    init(traits: TerminalTraits = .pipe) { self.traits = traits }

    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// A screen that writes here.
    func screen() -> Screen {
        let stream = OutputStream(traits: traits) { [self] bytes throws(SystemFailure) in self.bytes += bytes }
        return Screen(output: stream, messages: stream)
    }
}
