import Model

/// A JSON document as one flat list of nodes over its bytes, so that every value knows where it stands.
///
/// - Shape: a node is followed by its children, depth first; a member of an object is its key, then its value.
/// - Cost: 16 bytes a node. Texts and numbers are decoded when asked for; lines and paths only when something is
///   refused.
package final class JSONTape: Sendable {
    /// What the document is called in a refusal: a path, `standard input`.
    package let document: String
    let bytes: [UInt8]
    let nodes: [Node]
    /// Where the first comment or trailing comma stands, which plain JSON does not have.
    let firstExtension: Int?

    struct Node {
        /// Of a text: without its quotes.
        var start: UInt32
        var end: UInt32
        /// The node after this one and all it holds.
        var next: UInt32
        var kind: Kind
    }

    enum Kind: UInt8 { case object, list, text, escapedText, number, yes, no, null }

    init(document: String, bytes: [UInt8], nodes: [Node], firstExtension: Int?) {
        self.document = document
        self.bytes = bytes
        self.nodes = nodes
        self.firstExtension = firstExtension
    }

    package var root: JSONValue { JSONValue(tape: self, index: 0) }

    /// The fields that lead to a node, as a person would write them: `jobs[2].resources.cores`.
    func path(to index: Int) -> String {
        var path = ""
        var current = 0
        while current != index {
            var child = current + 1
            if nodes[current].kind == .list {
                var position = 0
                while Int(nodes[child].next) <= index {
                    child = Int(nodes[child].next)
                    position += 1
                }
                path += "[\(position)]"
                current = child
            } else {
                while Int(nodes[child + 1].next) <= index { child = Int(nodes[child + 1].next) }
                let key = JSONValue(tape: self, index: child).decoded
                path += path.isEmpty ? key : ".\(key)"
                if child == index { return path }
                current = child + 1
            }
        }
        return path
    }

    /// Refuses the document with the place of one of its nodes.
    func refusal(of index: Int, _ problem: String, _ remedy: String) -> Refusal {
        let node = nodes[index]
        let quoted = node.kind == .text || node.kind == .escapedText
        let (line, column) = JSONPlace.of(Int(node.start) - (quoted ? 1 : 0), in: bytes)
        return .document(
            DocumentProblem(
                document: document, line: line, column: column, path: path(to: index), problem: problem,
                remedy: remedy))
    }
}

enum JSONPlace {
    /// Line and column of a byte, both from 1; a column is a character as Unicode counts scalars.
    static func of(_ offset: Int, in bytes: [UInt8]) -> (line: Int, column: Int) {
        var line = 1
        var column = 1
        for byte in bytes[..<min(offset, bytes.count)] {
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
        return (line, column)
    }
}
