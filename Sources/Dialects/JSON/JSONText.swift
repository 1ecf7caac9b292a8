/// Writes JSON by hand: members in the order they are given, so that equal answers are equal bytes.
///
/// - Shape: the caller nests as JSON does; commas, quotes and indentation come by themselves.
package struct JSONText: Sendable {
    package private(set) var bytes: [UInt8] = []
    private let isIndented: Bool
    private var depth = 0
    /// Whether the next value or key follows another one at the same depth.
    private var followsSibling = false
    private var followsKey = false

    /// Indented is for people; on one line is for a stream of many.
    package init(indented: Bool = true) { isIndented = indented }

    package var text: String { String(decoding: bytes, as: UTF8.self) }

    /// A text by itself, in quotes, everything escaped that must be.
    package static func quoted(_ text: String) -> String {
        var json = JSONText(indented: false)
        json.value(text)
        return json.text
    }

    package mutating func object(_ members: (inout JSONText) throws -> Void) rethrows {
        try nest(open: 0x7B, close: 0x7D, members)
    }

    package mutating func array(_ elements: (inout JSONText) throws -> Void) rethrows {
        try nest(open: 0x5B, close: 0x5D, elements)
    }

    package mutating func key(_ name: String) {
        separate()
        quote(name)
        bytes.append(0x3A)
        if isIndented { bytes.append(0x20) }
        followsKey = true
    }

    package mutating func value(_ text: String) {
        separate()
        quote(text)
        followsSibling = true
    }

    package mutating func value(_ number: some BinaryInteger) { literal(String(number)) }
    package mutating func value(_ truth: Bool) { literal(truth ? "true" : "false") }
    package mutating func null() { literal("null") }

    /// A whole number of thousandths as the decimal number it stands for: 500 is `0.5`.
    package mutating func value(thousandths: Int64) {
        let rest = thousandths.magnitude % 1000
        guard rest != 0 else { return literal(String(thousandths / 1000)) }
        var digits = String(rest + 1000).dropFirst()
        while digits.last == "0" { digits.removeLast() }
        literal("\(thousandths < 0 ? "-" : "")\(thousandths.magnitude / 1000).\(digits)")
    }

    /// JSON that exists already, taken as it is.
    package mutating func literal(_ json: String) {
        separate()
        bytes.append(contentsOf: json.utf8)
        followsSibling = true
    }

    package mutating func member(_ name: String, _ text: String) {
        key(name)
        value(text)
    }

    package mutating func member(_ name: String, _ number: some BinaryInteger) {
        key(name)
        value(number)
    }

    package mutating func member(_ name: String, _ truth: Bool) {
        key(name)
        value(truth)
    }

    /// Ends a document, or a line of a stream of documents.
    package mutating func endLine() {
        precondition(depth == 0, "a JSON document ends outside of its objects")
        bytes.append(0x0A)
        followsSibling = false
    }

    private mutating func nest(
        open: UInt8, close: UInt8, _ content: (inout JSONText) throws -> Void
    ) rethrows {
        separate()
        bytes.append(open)
        depth += 1
        followsSibling = false
        try content(&self)
        depth -= 1
        if followsSibling { breakLine() }
        bytes.append(close)
        followsSibling = true
    }

    private mutating func separate() {
        if followsKey {
            followsKey = false
            return
        }
        if followsSibling { bytes.append(0x2C) }
        if depth > 0 { breakLine() }
        followsSibling = true
    }

    private mutating func breakLine() {
        guard isIndented else { return }
        bytes.append(0x0A)
        bytes.append(contentsOf: repeatElement(0x20, count: depth * 2))
    }

    private mutating func quote(_ text: String) {
        bytes.append(0x22)
        for byte in text.utf8 {
            switch byte {
            case 0x22, 0x5C: bytes.append(contentsOf: [0x5C, byte])
            case 0x0A: bytes.append(contentsOf: [0x5C, 0x6E])
            case 0x0D: bytes.append(contentsOf: [0x5C, 0x72])
            case 0x09: bytes.append(contentsOf: [0x5C, 0x74])
            case 0..<0x20:
                bytes.append(contentsOf: [0x5C, 0x75, 0x30, 0x30, Self.digit(byte >> 4), Self.digit(byte & 15)])
            default: bytes.append(byte)
            }
        }
        bytes.append(0x22)
    }

    private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }
}
