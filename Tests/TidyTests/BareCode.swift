/// A source text parted into its code and its comments, so that a rule about code is not misled by prose.
///
/// - Shape: both texts keep every line and column of the original; what belongs elsewhere is blank. The content of
///   string literals is in neither, but what is interpolated into them is code.
struct BareCode {
    let code: String
    let comments: String

    init(_ text: String) {
        var reader = Reader(bytes: Array(text.utf8))
        reader.readCode(until: nil)
        code = String(decoding: reader.code, as: UTF8.self)
        comments = String(decoding: reader.comments, as: UTF8.self)
    }
}

private struct Reader {
    let bytes: [UInt8]
    var position = 0
    var code: [UInt8] = []
    var comments: [UInt8] = []

    init(bytes: [UInt8]) { self.bytes = bytes }

    private enum Kind { case code, comment, literal }

    private func byte(_ offset: Int) -> UInt8? {
        position + offset < bytes.count ? bytes[position + offset] : nil
    }

    private func isNext(_ text: String, at offset: Int = 0) -> Bool {
        bytes.dropFirst(position + offset).starts(with: text.utf8)
    }

    private mutating func take(_ count: Int, as kind: Kind) {
        for byte in bytes[position..<min(position + count, bytes.count)] {
            let blank = byte == UInt8(ascii: "\n") ? byte : UInt8(ascii: " ")
            code.append(kind == .code ? byte : blank)
            comments.append(kind == .comment ? byte : blank)
        }
        position = min(position + count, bytes.count)
    }

    /// Reads to the end, or to the closing bracket that ends an interpolation.
    mutating func readCode(until closing: UInt8?) {
        var depth = 0
        while let byte = byte(0) {
            if byte == closing, depth == 0 { return }
            if isNext("//") {
                readLine()
            } else if isNext("/*") {
                readBlock()
            } else if byte == UInt8(ascii: "\"") {
                readLiteral(hashes: 0)
            } else if byte == UInt8(ascii: "#"), let hashes = hashesBeforeQuote() {
                readLiteral(hashes: hashes)
            } else if byte == UInt8(ascii: "'"), self.byte(2) == byte {
                take(3, as: .literal)  // C's '"'
            } else {
                if byte == UInt8(ascii: "(") { depth += 1 }
                if byte == UInt8(ascii: ")") { depth -= 1 }
                take(1, as: .code)
            }
        }
    }

    private mutating func readLine() {
        while let byte = byte(0), byte != UInt8(ascii: "\n") { take(1, as: .comment) }
    }

    private mutating func readBlock() {
        var depth = 0
        while byte(0) != nil {
            if isNext("/*") { depth += 1 }
            if isNext("*/") { depth -= 1 }
            take(isNext("/*") || isNext("*/") ? 2 : 1, as: .comment)
            if depth == 0 { return }
        }
    }

    private func hashesBeforeQuote() -> Int? {
        var count = 0
        while byte(count) == UInt8(ascii: "#") { count += 1 }
        return byte(count) == UInt8(ascii: "\"") ? count : nil
    }

    private mutating func readLiteral(hashes: Int) {
        let fence = String(repeating: "#", count: hashes)
        let spansLines = isNext("\"\"\"", at: hashes)
        let quote = spansLines ? "\"\"\"" : "\""
        take(hashes + quote.utf8.count, as: .literal)
        while let byte = byte(0) {
            if isNext(quote + fence) {
                take(quote.utf8.count + hashes, as: .literal)
                return
            }
            if !spansLines, byte == UInt8(ascii: "\n") { return }
            if isNext("\\" + fence + "(") {
                take(hashes + 2, as: .literal)
                readCode(until: UInt8(ascii: ")"))
                take(1, as: .literal)
            } else {
                take(isNext("\\" + fence) ? hashes + 2 : 1, as: .literal)
            }
        }
    }
}
