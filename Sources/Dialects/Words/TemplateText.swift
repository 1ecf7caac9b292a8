package import Model

/// A template as its author could have written it, its holes in the spelling of Rota's own file.
package enum TemplateText {
    package static func text(of template: Template) -> String {
        template.pieces.map { piece in
            switch piece {
            case .text(let text): text
            case .hole(let hole): spelling(of: hole)
            }
        }.joined()
    }

    /// The command line, quoted as a shell would need it; or the script.
    package static func text(of action: Command.Action) -> String {
        switch action {
        case .script(let script): text(of: script)
        case .program(let program, let arguments):
            ([program] + arguments).map { CommandLineText.quoted(text(of: $0)) }.joined(separator: " ")
        }
    }

    private static func spelling(of hole: Template.Hole) -> String {
        switch hole {
        case .iteration: "${it}"
        case .sequence: "{#}"
        case .value(let form): "{\(suffix(of: form))}"
        case .column(let position, let form): "{\(position + 1)\(suffix(of: form))}"
        case .coreCount: "${ncores}"
        case .nodeCount: "${nnodes}"
        case .nodeList: "${nlist}"
        case .rootDirectory: "${root_wd}"
        }
    }

    private static func suffix(of form: Template.Form) -> String {
        switch form {
        case .whole: ""
        case .withoutExtension: "."
        case .baseName: "/"
        case .directory: "//"
        case .baseNameWithoutExtension: "/."
        }
    }
}
