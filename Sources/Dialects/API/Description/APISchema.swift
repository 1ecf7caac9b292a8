/// The shape of a value in a request or an answer, as far as the API's description says it.
package indirect enum APISchema: Sendable {
    case text
    /// A whole number.
    case number
    /// A number with decimals.
    case decimal
    case flag
    /// ISO 8601 in universal time.
    case moment
    case words([String])
    case list(APISchema)
    /// Any names, each with such a value.
    case map(APISchema)
    case reference(String)
    case object([Member])
    case either([APISchema])

    package struct Member: Sendable {
        package var name: String
        package var schema: APISchema
        /// Without a full stop at its end.
        package var meaning: String
        package var isRequired: Bool
    }
}

extension APISchema.Member {
    /// A member that is always there.
    static func member(_ name: String, _ schema: APISchema, _ meaning: String) -> Self {
        Self(name: name, schema: schema, meaning: meaning, isRequired: true)
    }

    /// A member that may be missing, or null.
    static func optional(_ name: String, _ schema: APISchema, _ meaning: String) -> Self {
        Self(name: name, schema: schema, meaning: meaning, isRequired: false)
    }
}

extension APISchema {
    /// As JSON Schema spells it.
    func write(to json: inout JSONText) { json.object { json in writeMembers(to: &json) } }

    private func writeMembers(to json: inout JSONText) {
        switch self {
        case .text: json.member("type", "string")
        case .number: json.member("type", "integer")
        case .decimal: json.member("type", "number")
        case .flag: json.member("type", "boolean")
        case .moment:
            json.member("type", "string")
            json.member("format", "date-time")
        case .words(let words):
            json.member("type", "string")
            json.member("enum", texts: words)
        case .list(let element):
            json.member("type", "array")
            json.key("items")
            element.write(to: &json)
        case .map(let value):
            json.member("type", "object")
            json.key("additionalProperties")
            value.write(to: &json)
        case .reference(let name): json.member("$ref", "#/components/schemas/\(name)")
        case .either(let choices):
            json.key("oneOf")
            json.array { json in for choice in choices { choice.write(to: &json) } }
        case .object(let members): write(members, to: &json)
        }
    }

    private func write(_ members: [Member], to json: inout JSONText) {
        json.member("type", "object")
        let required = members.filter(\.isRequired).map(\.name)
        if !required.isEmpty { json.member("required", texts: required) }
        json.key("properties")
        json.object { json in
            for member in members {
                json.key(member.name)
                json.object { json in
                    json.member("description", member.meaning)
                    if member.isRequired {
                        member.schema.writeMembers(to: &json)
                    } else {
                        json.key("oneOf")
                        json.array { json in
                            member.schema.write(to: &json)
                            json.object { json in json.member("type", "null") }
                        }
                    }
                }
            }
        }
    }
}
