package import Dialects
internal import Model

extension SchemaValidator {
    /// The members of a value that its schema does not name.
    package func unnamed(_ value: JSONValue, by schema: JSONValue, at path: String) throws -> [String] {
        if let reference = member("$ref", of: schema) {
            return try unnamed(value, by: definition(reference.text()), at: path)
        }
        if let choices = member("oneOf", of: schema), let first = choices.elements.first {
            return try unnamed(value, by: first, at: path)
        }
        if value.isList, let items = member("items", of: schema) {
            return try value.elements.flatMap { try unnamed($0, by: items, at: path + "[]") }
        }
        guard value.isObject, member("additionalProperties", of: schema) == nil else { return [] }
        let known = member("properties", of: schema)
        return try value.members.flatMap { found in
            guard let schema = known.flatMap({ member(found.name, of: $0) }) else {
                return ["\(path).\(found.name) is not described"]
            }
            return try unnamed(found.value, by: schema, at: "\(path).\(found.name)")
        }
    }

    private func member(_ name: String, of value: JSONValue) -> JSONValue? {
        value.members.first { $0.name == name }?.value
    }
}
