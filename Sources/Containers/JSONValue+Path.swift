internal import Dialects

extension JSONValue {
    /// What stands at a path of members; none when one is missing or null.
    func member(_ path: String...) -> JSONValue? {
        var value = self
        for name in path {
            guard let next = value.members.first(where: { $0.name == name })?.value, !next.isNull else { return nil }
            value = next
        }
        return value
    }
}
