import Model

extension RotaJobReader {
    /// `each` and `range`, in the order they stand in.
    static func iterations(_ fields: RotaJobFields) throws(Refusal) -> Iterations {
        var columns: [Iterations.Column] = []
        for member in fields.own.value.members where !member.value.isNull {
            if member.name == "range" {
                columns.append(.init(values: .range(try member.value.read(WholeRanges.readIterations))))
            } else if member.name == "each" {
                columns += try each(member.value)
            }
        }
        var iterations = Iterations(columns: columns)
        if let zip = fields.own["zip"] {
            let pairs = try zip.flag()
            if pairs { try IterationColumns.checkPairs(columns, at: zip) }
            iterations.combination = pairs ? .pairs : .product
        }
        if !columns.isEmpty { try IterationColumns.checkCount(iterations, at: fields.own.value) }
        return iterations
    }

    /// `["a", "b"]`, `{"case": ["a", "b"], "step": "0-9"}`, or a list of such columns.
    private static func each(_ value: JSONValue) throws(Refusal) -> [Iterations.Column] {
        var columns: [Iterations.Column] = []
        if value.isObject {
            for member in value.members {
                columns.append(.init(name: try columnName(member.key), values: try values(member.value)))
            }
            guard !columns.isEmpty else { throw value.refusal("is an empty object", "Give it a column, or remove it.") }
        } else {
            let elements = try value.list(nonEmpty: "value")
            guard elements.contains(where: { $0.isObject || $0.isList }) else {
                return [.init(values: try values(value))]
            }
            for element in elements {
                guard element.isObject else {
                    columns.append(.init(values: try values(element)))
                    continue
                }
                let fields = try Fields(of: element, known: ["name", "values"])
                let list = try fields.required("values", "List them, or write a range like \"0-9\".")
                columns.append(.init(name: try fields["name"].map(columnName), values: try values(list)))
            }
        }
        for (place, column) in columns.enumerated() {
            guard let name = column.name, columns[..<place].contains(where: { $0.name == name }) else { continue }
            throw value.refusal("has two columns called \"\(name)\"", "Rename one of the two.")
        }
        return columns
    }

    private static func columnName(_ value: JSONValue) throws(Refusal) -> String {
        let name = try value.text()
        do throws(ReadingProblem) {
            try RotaTemplate.checkColumn(name)
        } catch {
            throw value.refusal(error)
        }
        return name
    }

    /// A list of values, or the text of a range.
    private static func values(_ value: JSONValue) throws(Refusal) -> Iterations.Values {
        guard value.isList else { return .range(try value.read(WholeRanges.readIterations)) }
        var texts = Texts()
        for element in try value.list(nonEmpty: "value") {
            switch element.kind {
            case .text, .escapedText, .number, .yes, .no: texts.append(element.decoded.utf8)
            case .object, .list, .null:
                throw element.refusal(
                    "is \(element.summary); a text or a number is needed", "Write it in double quotes.")
            }
        }
        return .list(texts)
    }
}
