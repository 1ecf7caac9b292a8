import Model

/// Reads a request of either family, told apart by its first word: `cmd` or `request`.
struct QCGRequestReader {
    let endpoint: QCGDialect
    private(set) var context: SubmissionContext

    init(endpoint: QCGDialect, context: SubmissionContext) {
        self.endpoint = endpoint
        self.context = context
    }

    mutating func read(_ bytes: [UInt8]) throws(QCGRequestProblem) -> QCGRequest {
        let tape: JSONTape
        do throws(Refusal) {
            tape = try JSONReader.read(bytes, document: "request")
        } catch {
            let sentence = QCGRequestProblem.sentence(of: error)
            throw endpoint == .stable ? Self.invalid(sentence) : QCGRequestProblem(sentence, .error)
        }
        let request = tape.root
        if let name = request.field("request") { return try readStable(name, request) }
        if let name = request.field("cmd") { return try readGlobalQueue(name, request) }
        throw endpoint == .stable
            ? Self.invalid("Invalid request")
            : QCGRequestProblem("missing request command (`cmd` element)", .error)
    }

    /// The stable service says so in front of whatever it could not take apart.
    static func invalid(_ text: String) -> QCGRequestProblem {
        QCGRequestProblem("Invalid request: \(text)", .code)
    }

    /// The names of a list, or nothing when it is no list of at least one text.
    static func names(_ value: JSONValue?) -> [QCGTaskName]? {
        guard let elements = value?.elements, !elements.isEmpty, elements.allSatisfy(\.isText) else { return nil }
        return elements.map { QCGTaskName($0.decoded) }
    }

    static func wantsIterations(_ request: JSONValue) -> Bool {
        request.field("params")?.field("withChilds")?.kind == .yes
    }

    /// All jobs or none, checked first as the old service did and then read as a job file is.
    mutating func jobs(_ elements: [JSONValue], dialect: QCGDialect) throws(QCGRequestProblem) -> [Job] {
        let check = QCGSubmissionCheck(dialect: dialect)
        for element in elements { try check.checkForm(of: element) }
        for element in elements { try check.checkContent(of: element) }
        var reader = QCGDocumentReader(context: context)
        do throws(Refusal) {
            try reader.readJobs(elements, dialect: dialect)
        } catch {
            throw check.problem(error, in: elements)
        }
        var names: Set<String> = []
        for job in reader.jobs where !names.insert(job.name).inserted {
            throw QCGRequestProblem.duplicate(job.name, dialect)
        }
        context = reader.context
        return reader.jobs
    }
}

extension JSONValue {
    /// A member that is there and not null; looked up by its bytes, for requests of many thousand jobs.
    func field(_ name: String) -> JSONValue? {
        guard isObject else { return nil }
        var child = index + 1
        while child < Int(tape.nodes[index].next) {
            let key = JSONValue(tape: tape, index: child)
            let value = JSONValue(tape: tape, index: child + 1)
            let isMeant = key.kind == .text ? key.raw.elementsEqual(name.utf8) : key.decoded == name
            if isMeant { return value.isNull ? nil : value }
            child = Int(tape.nodes[child + 1].next)
        }
        return nil
    }

    /// A whole number that is written as one.
    var whole: Int? { isNumber ? Int(decoded) : nil }
}
