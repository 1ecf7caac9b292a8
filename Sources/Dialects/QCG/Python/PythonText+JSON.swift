extension PythonText {
    /// JSON as Python's `json.dumps(…, indent=2)` lays it out, plain ASCII: what `qcg-client` shows of a request.
    package static func json(of value: JSONValue) -> String { json(of: value, indentation: "") }

    private static func json(of value: JSONValue, indentation: String) -> String {
        let inner = indentation + "  "
        switch value.kind {
        case .object:
            let members = value.members.map { "\(ascii($0.name)): \(json(of: $0.value, indentation: inner))" }
            return nest(members, "{", "}", indentation)
        case .list:
            return nest(value.elements.map { json(of: $0, indentation: inner) }, "[", "]", indentation)
        case .text, .escapedText: return ascii(value.decoded)
        case .number:
            let number = representation(of: value)
            return ["inf": "Infinity", "-inf": "-Infinity"][number] ?? number
        case .yes, .no, .null: return value.source
        }
    }

    private static func nest(_ parts: [String], _ open: String, _ close: String, _ indentation: String) -> String {
        guard !parts.isEmpty else { return open + close }
        let lines = parts.map { "\(indentation)  \($0)" }.joined(separator: ",\n")
        return "\(open)\n\(lines)\n\(indentation)\(close)"
    }

    private static func ascii(_ text: String) -> String {
        JSONText.quoted(text).utf16.reduce(into: "") { result, unit in
            if let scalar = Unicode.Scalar(unit), scalar.isASCII, unit != 0x7F {
                result.unicodeScalars.append(scalar)
            } else if unit == 0x7F {
                result.append("\u{7F}")
            } else {
                let digits = String(unit, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        }
    }
}
