/// JSON values as Python prints them: what the old clients show of a reply.
package enum PythonText {
    /// The representation that Python's own prompt would show: `{'code': 0, 'jobs': ['a'], 'more': None}`.
    package static func representation(of value: JSONValue) -> String {
        switch value.kind {
        case .object:
            let members = value.members.map { "\(quoted($0.name)): \(representation(of: $0.value))" }
            return "{\(members.joined(separator: ", "))}"
        case .list: return "[\(value.elements.map(representation).joined(separator: ", "))]"
        case .text, .escapedText: return quoted(value.decoded)
        case .number: return number(value.decoded)
        case .yes: return "True"
        case .no: return "False"
        case .null: return "None"
        }
    }

    /// As `print` shows it: a text without quotes, everything else represented.
    package static func text(of value: JSONValue) -> String {
        value.isText ? value.decoded : representation(of: value)
    }

    /// `str`, `int`, `dict`: for error texts that name one.
    static func typeName(_ value: JSONValue) -> String {
        switch value.kind {
        case .object: "dict"
        case .list: "list"
        case .text, .escapedText: "str"
        case .number: Self.isWhole(value.decoded) ? "int" : "float"
        case .yes, .no: "bool"
        case .null: "NoneType"
        }
    }

    /// In single quotes, unless the text has some and no double ones.
    static func quoted(_ text: String) -> String {
        let mark: Unicode.Scalar = text.contains("'") && !text.contains("\"") ? "\"" : "'"
        var result = String.UnicodeScalarView([mark])
        for scalar in text.unicodeScalars {
            switch scalar {
            case mark, "\\": result += ["\\", scalar]
            case "\n": result += "\\n".unicodeScalars
            case "\r": result += "\\r".unicodeScalars
            case "\t": result += "\\t".unicodeScalars
            default: result += isPrintable(scalar) ? [scalar] : Array(escape(scalar).unicodeScalars)
            }
        }
        result.append(mark)
        return String(result)
    }

    /// By Unicode's categories: neither controls nor separators other than the plain space.
    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        case .spaceSeparator: scalar == " "
        default: true
        }
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16)
        let (letter, width) =
            scalar.value < 0x100 ? ("x", 2) : scalar.value < 0x10000 ? ("u", 4) : ("U", 8)
        return "\\" + letter + String(repeating: "0", count: width - digits.count) + digits
    }

    private static func isWhole(_ digits: String) -> Bool { !digits.contains { ".eE".contains($0) } }

    /// A fraction is read into 64 bits and printed with the fewest digits that read back, as both languages do.
    private static func number(_ digits: String) -> String {
        if isWhole(digits) { return digits == "-0" ? "0" : digits }
        guard let value = Double(digits) else { return digits }
        return value.isInfinite ? (value < 0 ? "-inf" : "inf") : value.description
    }
}
