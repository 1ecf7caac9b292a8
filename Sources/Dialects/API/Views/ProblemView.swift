package import Model

/// Why something was not done: what every answer but a good one holds.
package struct ProblemView: Error, Sendable, Hashable {
    /// The sentence a person reads.
    package var message: String
    package var document: String?
    package var line: Int?
    package var column: Int?
    package var path: String?
    package var remedy: String?

    package init(message: String) { self.message = message }

    package init(_ refusal: Refusal) {
        message = refusal.description
        guard case .document(let problem) = refusal else { return }
        document = problem.document
        line = problem.line
        column = problem.column
        path = problem.path.isEmpty ? nil : problem.path
        remedy = problem.remedy
    }
}

extension ProblemView: JSONWritable {
    package func write(to json: inout JSONText) {
        json.object { json in
            json.key("error")
            json.object { json in
                json.member("message", message)
                json.member("document", optional: document)
                json.member("line", optional: line)
                json.member("column", optional: column)
                json.member("path", optional: path)
                json.member("remedy", optional: remedy)
            }
        }
    }

    package init(_ fields: AnswerFields) throws(Refusal) {
        let fields = try AnswerFields(fields.required("error"))
        message = try fields.text("message")
        document = try fields.optionalText("document")
        line = try fields.optionalNumber("line")
        column = try fields.optionalNumber("column")
        path = try fields.optionalText("path")
        remedy = try fields.optionalText("remedy")
    }
}

extension ProblemView: CustomStringConvertible {
    package var description: String { message }
}
