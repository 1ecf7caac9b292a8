/// One thing that can be asked of a service over HTTP.
package struct APIOperation: Sendable {
    /// In small letters.
    package var method: String
    /// With its variables in braces: `/v1/jobs/{name}`.
    package var path: String
    /// Unique, for those who generate clients.
    package var name: String
    package var summary: String
    package var query: [Parameter] = []
    package var headers: [Parameter] = []
    /// The shape of the body; none: there is none.
    var body: String?
    var answer: Answer
    /// Whether it needs no token.
    var isOpen = false

    package struct Parameter: Sendable {
        package var name: String
        var schema: APISchema
        package var meaning: String
        var repeats = false
    }

    enum Answer: Sendable {
        /// JSON of this shape.
        case shape(String, status: Int = 200)
        /// Anything else, by its media type.
        case bytes(String)
    }

    init(_ method: String, _ path: String, _ name: String, _ summary: String, _ answer: Answer) {
        self.method = method
        self.path = path
        self.name = name
        self.summary = summary
        self.answer = answer
    }

    func asking(_ parameters: Parameter...) -> Self {
        var operation = self
        operation.query += parameters
        return operation
    }

    func withHeader(_ parameter: Parameter) -> Self {
        var operation = self
        operation.headers.append(parameter)
        return operation
    }

    func taking(_ body: String) -> Self {
        var operation = self
        operation.body = body
        return operation
    }

    var open: Self {
        var operation = self
        operation.isOpen = true
        return operation
    }
}

extension APIOperation.Parameter {
    static func number(_ name: String, _ meaning: String) -> Self {
        Self(name: name, schema: .number, meaning: meaning)
    }
    static func text(_ name: String, _ meaning: String) -> Self { Self(name: name, schema: .text, meaning: meaning) }
    static func flag(_ name: String, _ meaning: String) -> Self { Self(name: name, schema: .flag, meaning: meaning) }

    static func words(_ name: String, _ words: [String], _ meaning: String) -> Self {
        Self(name: name, schema: .words(words), meaning: meaning)
    }

    static func texts(_ name: String, _ meaning: String) -> Self {
        Self(name: name, schema: .text, meaning: meaning, repeats: true)
    }
}
