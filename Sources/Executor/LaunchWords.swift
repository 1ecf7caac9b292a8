internal import Model

/// What a command is run as: the program with its arguments, behind what launches its ranks, behind what prepares them.
struct LaunchWords {
    let templates: [Template]

    /// - Parameter launch: what starts ranks; none: there is one only, which starts as any program does.
    init(_ command: Command, launch: RankLaunch?) {
        var preparation = Self.preparation(command)
        var words: [Template]
        switch command.action {
        case .program(let program, let arguments): words = [program] + arguments
        case .script(let script):
            // Without ranks one shell does both.
            let text = launch == nil ? preparation : ""
            if launch == nil { preparation = "" }
            words = ["bash", "-l", "-c", Template(pieces: [.text(text)] + script.pieces)]
        }
        if let launch { words = launch.words(words) }
        let files = launch?.files ?? []
        // The shell only prepares; the program then takes its place with its arguments untouched.
        if !preparation.isEmpty || !files.isEmpty {
            let text = files.flatMap(Self.writing) + [.text(preparation + "exec \"$@\"")]
            // Modules are functions of a login shell.
            words = ["bash"] + (preparation.isEmpty ? [] : ["-l"]) + ["-c", Template(pieces: text), "rota"] + words
        }
        templates = words
    }

    /// Shell text that writes a file.
    private static func writing(_ name: Template, _ content: String) -> [Template.Piece] {
        let pieces = name.pieces.map { piece -> Template.Piece in
            if case .text(let text) = piece { return .text(quoted(text)) }
            return piece
        }
        return [.text("printf %s \(quoted(content)) >")] + pieces + [.text(" || exit\n")]
    }

    /// Shell text that loads modules and activates a virtual environment; empty when there are none.
    private static func preparation(_ command: Command) -> String {
        var lines = command.modules.map { "module load \(quoted($0)) || exit\n" }
        if let environment = command.virtualEnvironment {
            lines.append(". \(quoted(environment + "/bin/activate")) || exit\n")
        }
        return lines.joined()
    }

    private static func quoted(_ text: String) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}
