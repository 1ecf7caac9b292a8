import Model

/// The `${…}` of Rota's own job file, read and written.
///
/// Beside the names that pilot-job users know: `${seq}` (from 1), `${jname}`, a column by its name or number, and
/// after `itval` or a column the marks of GNU parallel: `${file/.}` is the name without folder and extension.
/// `${$}` is a dollar sign, for a text that would be taken for one of these.
struct RotaTemplate {
    let jobName: String
    let columns: [Iterations.Column]

    /// Names that mean something already, which no column may take.
    static let reserved: Set<String> = ["it", "itval", "seq", "jname", "ncores", "nnodes", "nlist", "root_wd", "$"]

    private static let forms: [(mark: String, form: Template.Form)] = [
        ("//", .directory), ("/.", .baseNameWithoutExtension), ("/", .baseName), (".", .withoutExtension),
    ]

    static func checkColumn(_ name: String) throws(ReadingProblem) {
        guard !reserved.contains(name), Int(name) == nil, !name.isEmpty, name.utf8.count <= Names.limit,
            !name.unicodeScalars.contains(where: { "{}".unicodeScalars.contains($0) || $0.value < 0x20 }),
            !name.hasSuffix("."), !name.hasSuffix("/")
        else {
            throw ReadingProblem(
                "calls a column \"\(Abridged.text(name))\", which means something else",
                "Choose a word that is no number, without braces and a dot or slash at its end, and none of "
                    + "\(reserved.sorted().joined(separator: " ")).")
        }
    }

    func read(_ text: String) -> Template { DollarTemplate.read(text, meaning: meaning(of:)) }

    private func meaning(of name: String) -> DollarTemplate.Meaning? {
        switch name {
        case "$": return .text("$")
        case "jname": return .text(jobName)
        case "seq": return columns.isEmpty ? nil : .hole(.sequence)
        case "it", "itval": if columns.isEmpty { return nil }
        default: break
        }
        if let hole = DollarTemplate.runTimeHole(name) ?? column(name, .whole) { return .hole(hole) }
        for (mark, form) in Self.forms where name.hasSuffix(mark) {
            let word = String(name.dropLast(mark.count))
            if word == "itval", !columns.isEmpty { return .hole(.value(form)) }
            return column(word, form).map { .hole($0) }
        }
        return nil
    }

    private func column(_ name: String, _ form: Template.Form) -> Template.Hole? {
        if let position = columns.firstIndex(where: { $0.name == name }) { return .column(position, form) }
        guard let number = Int(name), columns.indices.contains(number - 1), name.utf8.first != UInt8(ascii: "+") else {
            return nil
        }
        return .column(number - 1, form)
    }

    /// The text that reads as this template.
    func text(_ template: Template) -> String {
        var result = ""
        for piece in template.pieces {
            switch piece {
            case .text(let text): result += escaped(text)
            case .hole(let hole): result += "${\(name(of: hole))}"
            }
        }
        return result
    }

    private func name(of hole: Template.Hole) -> String {
        switch hole {
        case .iteration: "it"
        case .sequence: "seq"
        case .value(let form): "itval" + mark(of: form)
        case .column(let position, let form):
            (columns[position].name ?? "\(position + 1)") + mark(of: form)
        case .coreCount: "ncores"
        case .nodeCount: "nnodes"
        case .nodeList: "nlist"
        case .rootDirectory: "root_wd"
        }
    }

    private func mark(of form: Template.Form) -> String { Self.forms.first { $0.form == form }?.mark ?? "" }

    /// A plain text in which a name would be found gets its dollars written out.
    private func escaped(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "$")), read(text).constant != text else { return text }
        return text.split(separator: "$", omittingEmptySubsequences: false).joined(separator: "${$}")
    }
}
