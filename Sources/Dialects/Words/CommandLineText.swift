package import Model

/// What a task would run, as a person would type it into a shell.
package enum CommandLineText {
    /// With its folder, its own environment and its redirections; a script's first line only.
    package static func text(of command: Command, in context: RenderingContext) -> String {
        func filled(_ template: Template) -> String {
            var bytes: [UInt8] = []
            template.render(into: &bytes, context)
            return String(decoding: bytes, as: UTF8.self)
        }
        var words = command.environment.map { "\($0.name)=\(quoted(filled($0.value)))" }
        switch command.action {
        case .program(let program, let arguments): words += ([program] + arguments).map { quoted(filled($0)) }
        case .script(let script):
            let lines = filled(script).split(separator: "\n")
            words += ["bash -l -c", quoted(String(lines.first ?? "")) + (lines.count > 1 ? " …" : "")]
        }
        if let input = command.standardInput { words.append("< \(quoted(filled(input)))") }
        if let output = command.standardOutput { words.append("> \(quoted(filled(output)))") }
        if let error = command.standardError {
            words.append(error == command.standardOutput ? "2>&1" : "2> \(quoted(filled(error)))")
        }
        if let container = command.container { words.insert("in \(container.image):", at: 0) }
        let folder = command.workingDirectory.map { "cd \(quoted(filled($0))) && " } ?? ""
        return folder + words.joined(separator: " ")
    }

    /// A word that a shell would read as this text.
    package static func quoted(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case 0x2B...0x3A, 0x40...0x5A, 0x5F, 0x61...0x7A, 0x25, 0x3D, 0x80...: true
            default: false
            }
        }
        return isPlain && !text.isEmpty ? text : "'" + text.replacing("'", with: "'\\''") + "'"
    }
}
