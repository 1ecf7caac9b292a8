import Model

/// Texts with `${name}` in them, as the pilot-job users and Rota's own job file write them.
enum DollarTemplate {
    enum Meaning: Sendable {
        case text(String)
        case hole(Template.Hole)
    }

    /// - Parameter meaning: what a name between the braces stands for; nothing: the text stays as it is, so that
    ///   `${HOME}` reaches the shell.
    static func read(_ text: String, meaning: (String) -> Meaning?) -> Template {
        guard text.utf8.contains(UInt8(ascii: "$")) else { return Template(text) }
        var pieces: [Template.Piece] = []
        var plain = ""
        var rest = text[...]
        while let dollar = rest.utf8.firstIndex(of: UInt8(ascii: "$")) {
            plain += rest[..<dollar]
            rest = rest[dollar...]
            guard rest.utf8.dropFirst().first == UInt8(ascii: "{"),
                let close = rest.utf8.firstIndex(of: UInt8(ascii: "}")),
                let found = meaning(String(rest[rest.utf8.index(dollar, offsetBy: 2)..<close]))
            else {
                plain += "$"
                rest = rest[rest.utf8.index(after: dollar)...]
                continue
            }
            rest = rest[rest.utf8.index(after: close)...]
            switch found {
            case .text(let text): plain += text
            case .hole(let hole):
                if !plain.isEmpty { pieces.append(.text(plain)) }
                plain = ""
                pieces.append(.hole(hole))
            }
        }
        plain += rest
        if !plain.isEmpty { pieces.append(.text(plain)) }
        return Template(pieces: pieces)
    }

    /// The names that the pilot-job users know while a task runs.
    static func runTimeHole(_ name: String) -> Template.Hole? {
        switch name {
        case "it": .iteration
        case "itval": .value(.whole)
        case "ncores": .coreCount
        case "nnodes": .nodeCount
        case "nlist": .nodeList
        case "root_wd": .rootDirectory
        default: nil
        }
    }
}
