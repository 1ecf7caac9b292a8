package import Model

/// One value of a document: what it holds, and a refusal that says where it stands.
package struct JSONValue: Sendable {
    package let tape: JSONTape
    let index: Int

    init(tape: JSONTape, index: Int) {
        self.tape = tape
        self.index = index
    }

    private var node: JSONTape.Node { tape.nodes[index] }
    var kind: JSONTape.Kind { node.kind }
    package var isObject: Bool { kind == .object }
    package var isList: Bool { kind == .list }
    package var isText: Bool { kind == .text || kind == .escapedText }
    package var isNumber: Bool { kind == .number }
    package var isNull: Bool { kind == .null }

    /// The bytes as they stand in the document; a text without its quotes.
    var raw: ArraySlice<UInt8> { tape.bytes[Int(node.start)..<Int(node.end)] }

    /// The value as JSON text, as it stands in the document.
    package var source: String {
        isText ? "\"" + String(decoding: raw, as: UTF8.self) + "\"" : String(decoding: raw, as: UTF8.self)
    }

    /// What a text says, or the letters of any other value.
    var decoded: String {
        kind == .escapedText
            ? String(decoding: JSONEscapes.unescaped(raw), as: UTF8.self) : String(decoding: raw, as: UTF8.self)
    }

    package var elements: [JSONValue] {
        var result: [JSONValue] = []
        guard isList else { return result }
        var child = index + 1
        while child < Int(node.next) {
            result.append(JSONValue(tape: tape, index: child))
            child = Int(tape.nodes[child].next)
        }
        return result
    }

    package var members: [Member] {
        var result: [Member] = []
        guard isObject else { return result }
        var child = index + 1
        while child < Int(node.next) {
            result.append(
                Member(key: JSONValue(tape: tape, index: child), value: JSONValue(tape: tape, index: child + 1)))
            child = Int(tape.nodes[child + 1].next)
        }
        return result
    }

    package struct Member {
        package let key: JSONValue
        package let value: JSONValue
        package let name: String

        init(key: JSONValue, value: JSONValue) {
            self.key = key
            self.value = value
            name = key.decoded
        }
    }

    package func refusal(_ problem: String, _ remedy: String) -> Refusal { tape.refusal(of: index, problem, remedy) }

    func refusal(_ problem: ReadingProblem) -> Refusal { refusal(problem.problem, problem.remedy) }

    /// The value for a sentence: `the text "four"`, `a list`.
    var summary: String {
        switch kind {
        case .object: "an object"
        case .list: "a list"
        case .text, .escapedText: "the text \"\(Abridged.text(decoded))\""
        case .number: "the number \(Abridged.text(decoded))"
        case .yes: "true"
        case .no: "false"
        case .null: "null"
        }
    }
}

enum Abridged {
    /// The beginning of a long text: a refusal has to fit a screen.
    static func text(_ text: String) -> String {
        // 60: leaves room for path and remedy on a line of a wide terminal.
        text.count <= 60 ? text : text.prefix(57) + "…"
    }
}
