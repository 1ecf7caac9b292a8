/// Reads markup just far enough to see that every element is closed in its order and every attribute quoted.
struct MarkupReader {
    private(set) var elements: [String: Int] = [:]
    private(set) var problems: [String] = []
    private(set) var references: [String] = []

    private static let voids: Set<String> = ["meta", "br", "!DOCTYPE"]

    init(_ text: String) {
        var open: [String] = []
        var rest = Array(text.utf8)[...]
        while let start = rest.firstIndex(of: UInt8(ascii: "<")) {
            guard let end = rest[start...].firstIndex(of: UInt8(ascii: ">")) else {
                problems.append("a tag without an end")
                return
            }
            let tag = String(decoding: rest[(start + 1)..<end], as: UTF8.self)
            rest = rest[(end + 1)...]
            let name = String(tag.drop { $0 == "/" }.prefix { $0 != " " && $0 != "/" && $0 != "\n" })
            if tag.hasPrefix("/") {
                if open.popLast() != name { problems.append("</\(name)> closes something else") }
                continue
            }
            elements[name, default: 0] += 1
            noteAttributes(tag, of: name)
            if name == "style" {
                // Its content is no markup; it ends with the first end tag.
                guard let close = rest.firstIndex(of: UInt8(ascii: "<")) else { return }
                rest = rest[close...]
            }
            if !tag.hasSuffix("/"), !Self.voids.contains(name) { open.append(name) }
        }
        if !open.isEmpty { problems.append("left open: \(open)") }
    }

    private mutating func noteAttributes(_ tag: String, of name: String) {
        if tag.filter({ $0 == "\"" }).count % 2 != 0 { problems.append("<\(tag)> has an open quote") }
        for attribute in ["src=", "href=", "xlink", "@import", "onload", "onclick"] where tag.contains(attribute) {
            references.append("<\(name) \(attribute)>")
        }
    }
}
