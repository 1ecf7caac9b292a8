package import Model

/// The members of an object whose names are all known; a null counts as not there.
///
/// A name that nobody knows is refused rather than ignored: a misspelled limit that is silently absent costs more than
/// a refusal.
package struct Fields {
    package let value: JSONValue
    private let members: [JSONValue.Member]

    package init(of value: JSONValue, known: [String]) throws(Refusal) {
        self.value = value
        members = try value.object()
        for member in members where !known.contains(member.name) {
            let near = NearestName.nearest(to: member.name, among: known)
            let remedy =
                near.map { "Did you mean \"\($0)\"?" }
                ?? "Known here: \(known.joined(separator: ", "))."
            throw member.key.refusal("is a field that is not known here", remedy)
        }
    }

    package subscript(name: String) -> JSONValue? {
        members.first { $0.name == name && !$0.value.isNull }?.value
    }

    /// Those of the names that are present.
    package func present(_ names: [String]) -> [String] { names.filter { self[$0] != nil } }

    package func required(_ name: String, _ remedy: String) throws(Refusal) -> JSONValue {
        guard let field = self[name] else { throw value.refusal("has no \"\(name)\"", remedy) }
        return field
    }
}
