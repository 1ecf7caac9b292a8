package import Model

/// Reads bytes into a tape: RFC 8259, and beyond it comments and trailing commas, which a dialect may refuse later.
///
/// - Throws: broken JSON, a key twice in one object, bytes that are not UTF-8, nesting deeper than 64, a document
///   over 64 MiB; each with line and column.
/// - Cost: one pass, no allocation but the nodes.
package struct JSONReader {
    /// Above what a person writes; a million short jobs fit.
    package static let sizeLimit = 64 << 20
    /// Job files need 6 levels; the recursion below stays far from the end of any stack.
    static let depthLimit = 64

    let document: String
    let bytes: [UInt8]
    var position = 0
    var depth = 0
    var nodes: [JSONTape.Node] = []
    var firstExtension: Int?

    package static func read(_ bytes: [UInt8], document: String) throws(Refusal) -> JSONTape {
        guard bytes.count <= sizeLimit else { throw tooLong(bytes.count, document: document) }
        var reader = JSONReader(document: document, bytes: bytes)
        try reader.checkEncoding()
        reader.skipByteOrderMark()
        try reader.skipBlank()
        guard reader.position < bytes.count else {
            throw reader.refusal(at: reader.position, "holds nothing", "Write a job, or a list of jobs.")
        }
        try reader.readValue()
        try reader.skipBlank()
        guard reader.position == bytes.count else {
            throw reader.refusal(
                at: reader.position, "goes on after its end with \(reader.found)",
                "Put several jobs into one list: [ … , … ].")
        }
        return JSONTape(
            document: document, bytes: bytes, nodes: reader.nodes, firstExtension: reader.firstExtension)
    }

    /// For whoever sees a file's size before reading it.
    package static func tooLong(_ count: Int, document: String) -> Refusal {
        .document(
            DocumentProblem(
                document: document, problem: "is \(count) bytes long; at most \(sizeLimit) are read",
                remedy: "Split it, or write an iteration instead of single jobs."))
    }

    private init(document: String, bytes: [UInt8]) {
        self.document = document
        self.bytes = bytes
        nodes.reserveCapacity(bytes.count / 12)
    }

    func refusal(at offset: Int, _ problem: String, _ remedy: String) -> Refusal {
        let (line, column) = JSONPlace.of(offset, in: bytes)
        return .document(
            DocumentProblem(document: document, line: line, column: column, problem: problem, remedy: remedy))
    }

    /// What stands here, for a sentence.
    var found: String {
        guard position < bytes.count else { return "the end of the document" }
        var end = position + 1
        while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
        let text = String(decoding: bytes[position..<end], as: UTF8.self)
        return bytes[position] < 0x20 ? "a control character" : "\"\(text)\""
    }

    private func checkEncoding() throws(Refusal) {
        var damage: Int?
        do throws(UTF8.ValidationError) {
            _ = try UTF8Span(validating: bytes.span)
        } catch {
            damage = error.byteOffsets.lowerBound
        }
        guard let damage else { return }
        let value = String(bytes[damage], radix: 16, uppercase: true)
        throw refusal(
            at: damage, "holds the byte 0x\(value), which is not UTF-8", "Save the file in the encoding UTF-8.")
    }

    private mutating func skipByteOrderMark() {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    /// Blanks, line ends and comments.
    mutating func skipBlank() throws(Refusal) {
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\t"), UInt8(ascii: "\r"): position += 1
            case UInt8(ascii: "/"): try skipComment()
            default: return
            }
        }
    }

    private mutating func skipComment() throws(Refusal) {
        let start = position
        if firstExtension == nil { firstExtension = start }
        let second = start + 1 < bytes.count ? bytes[start + 1] : 0
        position = start + 2
        if second == UInt8(ascii: "/") {
            while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
        } else if second == UInt8(ascii: "*") {
            while position + 1 < bytes.count,
                bytes[position] != UInt8(ascii: "*") || bytes[position + 1] != UInt8(ascii: "/")
            {
                position += 1
            }
            guard position + 1 < bytes.count else {
                throw refusal(at: start, "opens a comment that never ends", "Close it with */.")
            }
            position += 2
        } else {
            throw refusal(at: start, "holds a lone \"/\"", "Write a comment as // … or /* … */.")
        }
    }
}
