import Model

/// The words of a command line with GNU parallel's marks in them, and the pilot-job users' `${it}` beside.
///
/// What is not known stays as it is: `awk '{print $1}'` needs no quoting beyond the shell's.
struct BraceTemplate {
    let columns: [Iterations.Column]

    private static let forms: [(mark: String, form: Template.Form)] = [
        ("//", .directory), ("/.", .baseNameWithoutExtension), ("/", .baseName), (".", .withoutExtension),
    ]

    func read(_ text: String) -> Template {
        var pieces: [Template.Piece] = []
        var plain = ""
        var rest = text[...]
        while let brace = rest.utf8.firstIndex(of: UInt8(ascii: "{")) {
            plain += rest[..<brace]
            rest = rest[rest.utf8.index(after: brace)...]
            let isDollar = plain.utf8.last == UInt8(ascii: "$")
            guard let close = rest.utf8.firstIndex(of: UInt8(ascii: "}")),
                let hole = isDollar ? dollarHole(String(rest[..<close])) : hole(String(rest[..<close]))
            else {
                plain += "{"
                continue
            }
            if isDollar { plain.unicodeScalars.removeLast() }
            if !plain.isEmpty { pieces.append(.text(plain)) }
            plain = ""
            pieces.append(.hole(hole))
            rest = rest[rest.utf8.index(after: close)...]
        }
        plain += rest
        if !plain.isEmpty { pieces.append(.text(plain)) }
        return Template(pieces: pieces)
    }

    private func hole(_ name: String) -> Template.Hole? {
        guard !columns.isEmpty else { return nil }
        if name == "#" { return .sequence }
        if let position = columns.firstIndex(where: { $0.name == name }) { return .column(position, .whole) }
        if name.isEmpty { return .value(.whole) }
        for (mark, form) in Self.forms where name.hasSuffix(mark) {
            let word = String(name.dropLast(mark.count))
            return word.isEmpty ? .value(form) : column(word, form)
        }
        return column(name, .whole)
    }

    private func column(_ name: String, _ form: Template.Form) -> Template.Hole? {
        if let position = columns.firstIndex(where: { $0.name == name }) { return .column(position, form) }
        guard let number = Int(name), columns.indices.contains(number - 1), name.utf8.first != UInt8(ascii: "+") else {
            return nil
        }
        return .column(number - 1, form)
    }

    /// `${1}` stays the shell's; a column's name does not.
    private func dollarHole(_ name: String) -> Template.Hole? {
        if columns.isEmpty, name == "it" || name == "itval" { return nil }
        return DollarTemplate.runTimeHole(name)
            ?? columns.firstIndex { $0.name == name }.map { .column($0, .whole) }
    }
}
