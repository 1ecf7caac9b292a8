import Posix

@testable import Commands

/// What a command would have written to a terminal or a pipe, both outputs together.
enum Shown {
    static func text(width: Int? = nil, _ body: (Screen) throws -> Void) rethrows -> String {
        let traits = TerminalTraits(isTerminal: width != nil, width: width, hasColours: false, isUnicode: true)
        let collected = CollectedText(traits: traits)
        let screen = collected.screen()
        try body(screen)
        screen.flush()
        return collected.text
    }
}
