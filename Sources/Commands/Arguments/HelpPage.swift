/// What `--help` prints, from a command's description.
///
/// - Range: at most 80 columns, whatever the terminal: longer lines are harder to read.
package enum HelpPage {
    private static let width = 80
    // Two of indentation, a letter, the longest option, two of gap; longer ones get a line of their own.
    private static let purposeColumn = 28

    /// All commands, grouped by what a person wants.
    package static func overview(of commands: [CommandDescription], colours: Bool) -> String {
        var lines = [
            Tone.strong.painted("rota", colours: colours) + ": a place and a time for every task", "",
            heading("Usage", colours), "  rota COMMAND [OPTIONS] [ARGUMENTS]",
        ]
        let column = 2 + (commands.map(\.name.count).max() ?? 0) + 2
        for group in CommandDescription.Group.allCases {
            let members = commands.filter { $0.group == group }
            guard !members.isEmpty else { continue }
            lines += ["", heading(group.rawValue, colours)]
            for member in members { lines += entry(member.name, member.purpose, column, colours) }
        }
        lines += ["", "`rota COMMAND --help` explains a command, with an example."]
        return lines.joined(separator: "\n")
    }

    package static func page(of command: CommandDescription, colours: Bool) -> String {
        var lines = ShownText.wrapped("rota \(command.name): \(command.purpose)", width: width)
        lines += ["", heading("Usage", colours)]
        lines += command.usage.map { "  rota \(command.name)\($0.isEmpty ? "" : " ")\($0)" }
        for note in command.notes { lines += [""] + ShownText.wrapped(note, width: width) }
        for section in command.sections {
            lines += ["", heading(section, colours)]
            for option in command.options where option.section == section {
                lines += entry(option.spelling, explanation(of: option), purposeColumn, colours)
            }
        }
        if !command.examples.isEmpty {
            lines += ["", heading(command.examples.count == 1 ? "Example" : "Examples", colours)]
            for example in command.examples {
                lines.append("  " + Tone.strong.painted(example.line, colours: colours))
                lines += ShownText.wrapped(example.meaning, width: width - 6).map { "      \($0)" }
            }
        }
        if !command.exitCodes.isEmpty {
            lines += ["", heading("Exit code", colours)]
            for code in command.exitCodes { lines += entry(code.code, code.meaning, 8, colours) }
        }
        return lines.joined(separator: "\n")
    }

    private static func heading(_ text: String, _ colours: Bool) -> String {
        Tone.lively.painted("\(text):", colours: colours)
    }

    private static func explanation(of option: OptionDescription) -> String {
        let repeated = option.repeats ? "; may be repeated" : ""
        let standard = option.standard.map { " (default: \($0))" } ?? ""
        return option.purpose + repeated + standard
    }

    /// A term with its meaning in a column of its own.
    private static func entry(_ term: String, _ meaning: String, _ column: Int, _ colours: Bool) -> [String] {
        let meanings = ShownText.wrapped(meaning, width: width - column)
        let indentation = String(repeating: " ", count: column)
        let head = "  " + Tone.strong.painted(term, colours: colours)
        let room = column - 2 - DisplayWidth.of(term)
        guard room >= 2 else { return [head] + meanings.map { indentation + $0 } }
        let rest = meanings.dropFirst().map { indentation + $0 }
        return [head + String(repeating: " ", count: room) + (meanings.first ?? "")] + rest
    }
}
