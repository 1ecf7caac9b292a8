package import Dialects
internal import Model

/// As much of JSON Schema (draft 2020-12) as the job file's schema uses; a keyword it does not know is a complaint.
package struct SchemaValidator {
    package let root: JSONValue

    package init(root: JSONValue) { self.root = root }

    /// What is wrong with a value, each with the path inside it; empty when nothing is.
    package func complaints(about value: JSONValue, by schema: JSONValue? = nil, at path: String = "") throws
        -> [String]
    {
        var complaints: [String] = []
        for keyword in (schema ?? root).members {
            complaints += try check(keyword.name, keyword.value, value, path, all: schema ?? root)
        }
        return complaints
    }

    private func check(
        _ keyword: String, _ rule: JSONValue, _ value: JSONValue, _ path: String, all: JSONValue
    ) throws -> [String] {
        switch keyword {
        case "$schema", "$defs", "title", "description", "format": return []
        case "$ref": return try complaints(about: value, by: try definition(rule.text()), at: path)
        case "type":
            let names = rule.isList ? try rule.texts() : [try rule.text()]
            return names.contains { hasType(value, $0) } ? [] : ["\(path): is not \(names)"]
        case "oneOf":
            let matching = try rule.elements.filter { try complaints(about: value, by: $0).isEmpty }.count
            return matching == 1 ? [] : ["\(path): matches \(matching) of \(rule.elements.count) choices"]
        case "enum":
            return rule.elements.contains { $0.source == value.source } ? [] : ["\(path): is none of the words"]
        case "items", "minItems": return try checkList(keyword, rule, value, path)
        case "properties", "additionalProperties", "required", "minProperties":
            return try checkObject(keyword, rule, value, path, all: all)
        case "minLength": return try value.isText && value.text().count < count(rule) ? ["\(path): is too short"] : []
        case "pattern":
            guard value.isText else { return [] }
            return try value.text().contains(Regex(rule.text())) ? [] : ["\(path): does not match \(rule.source)"]
        case "minimum", "maximum", "exclusiveMinimum":
            guard value.isNumber, let number = Double(value.source), let bound = Double(rule.source) else { return [] }
            let holds = keyword == "minimum" ? number >= bound : keyword == "maximum" ? number <= bound : number > bound
            return holds ? [] : ["\(path): is beyond its \(keyword)"]
        default: return ["the schema uses \"\(keyword)\", which this validator does not know"]
        }
    }

    private func checkList(_ keyword: String, _ rule: JSONValue, _ value: JSONValue, _ path: String) throws -> [String]
    {
        guard value.isList else { return [] }
        if keyword == "minItems" { return value.elements.count < count(rule) ? ["\(path): has too few elements"] : [] }
        return try value.elements.enumerated().flatMap { try complaints(about: $1, by: rule, at: "\(path)[\($0)]") }
    }

    private func checkObject(
        _ keyword: String, _ rule: JSONValue, _ value: JSONValue, _ path: String, all: JSONValue
    ) throws -> [String] {
        guard value.isObject else { return [] }
        switch keyword {
        case "required":
            let names = value.members.map(\.name)
            return try rule.texts().filter { !names.contains($0) }.map { "\(path): lacks \"\($0)\"" }
        case "minProperties": return value.members.count < count(rule) ? ["\(path): has too few members"] : []
        case "properties":
            return try value.members.flatMap { member in
                guard let schema = rule.members.first(where: { $0.name == member.name })?.value else {
                    return [String]()
                }
                return try complaints(about: member.value, by: schema, at: "\(path).\(member.name)")
            }
        default:
            let known = all.members.first { $0.name == "properties" }?.value.members.map(\.name) ?? []
            return try value.members.filter { !known.contains($0.name) }.flatMap { member in
                rule.isObject
                    ? try complaints(about: member.value, by: rule, at: "\(path).\(member.name)")
                    : ["\(path).\(member.name): is not known"]
            }
        }
    }

    private func hasType(_ value: JSONValue, _ name: String) -> Bool {
        switch name {
        case "object": value.isObject
        case "array": value.isList
        case "string": value.isText
        case "number": value.isNumber
        case "integer": value.isNumber && Int(value.source) != nil
        case "boolean": value.source == "true" || value.source == "false"
        case "null": value.isNull
        default: false
        }
    }

    func definition(_ reference: String) throws -> JSONValue {
        var value = root
        for name in reference.split(separator: "/").dropFirst() {
            guard let next = value.members.first(where: { $0.name == name }) else {
                throw MissingDefinition(name: reference)
            }
            value = next.value
        }
        return value
    }

    private func count(_ rule: JSONValue) -> Int { Int(rule.source) ?? 0 }

    struct MissingDefinition: Error { let name: String }
}
