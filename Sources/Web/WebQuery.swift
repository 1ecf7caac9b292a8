/// What stands after the question mark, in its order; a name may come several times, and its case matters.
package struct WebQuery: Sendable, Hashable {
    package struct Item: Sendable, Hashable {
        package var name: String
        /// Empty when there is no equals sign.
        package var value: String
    }

    package private(set) var items: [Item] = []

    package init() {}

    package mutating func append(_ name: String, _ value: String) { items.append(Item(name: name, value: value)) }

    /// The first value of a name.
    package subscript(_ name: String) -> String? { items.first { $0.name == name }?.value }

    package func values(of name: String) -> [String] { items.filter { $0.name == name }.map(\.value) }

    /// Reads the encoded form; none when it is malformed.
    init?(encoded: Substring.UTF8View) {
        for part in encoded.split(separator: UInt8(ascii: "&")) {
            let sides = part.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentCoding.decoded(sides[0], plusIsBlank: true),
                let value = sides.count > 1 ? PercentCoding.decoded(sides[1], plusIsBlank: true) : ""
            else { return nil }
            append(name, value)
        }
    }

    /// Empty, or with the question mark in front.
    var encoded: String {
        let parts = items.map { "\(PercentCoding.encoded($0.name))=\(PercentCoding.encoded($0.value))" }
        return parts.isEmpty ? "" : "?" + parts.joined(separator: "&")
    }
}

extension WebQuery: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral elements: (String, String)...) {
        for (name, value) in elements { append(name, value) }
    }
}
