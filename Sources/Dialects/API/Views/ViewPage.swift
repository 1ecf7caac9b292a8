package import Model

/// A part of a long list, and where the next part begins.
package struct ViewPage<Element: Sendable & Hashable>: Sendable, Hashable {
    package var elements: [Element]
    /// What `after` is to be for the next part; none: this was the last.
    package var next: Int?
    /// Of the whole list.
    package var total: Int

    package init(_ elements: [Element], next: Int? = nil, total: Int) {
        self.elements = elements
        self.next = next
        self.total = total
    }
}

extension ViewPage where Element: JSONWritable {
    /// - Parameter name: of the member that holds the elements: `jobs`, `tasks`.
    package func write(_ name: String, to json: inout JSONText) {
        json.object { json in
            json.member(name, list: elements)
            json.member("next", optional: next)
            json.member("total", total)
        }
    }
}

extension ViewPage {
    package init(
        _ name: String, _ fields: AnswerFields, _ reading: (AnswerFields) throws(Refusal) -> Element
    ) throws(Refusal) {
        elements = try fields.list(name, reading)
        next = try fields.optionalNumber("next")
        total = try fields.number("total")
    }
}
