import Model

/// What the old services refused in a submitted job, in their order and their words.
///
/// What passes is then read as a job file is, which refuses what they let through and failed on later.
struct QCGSubmissionCheck {
    let dialect: QCGDialect
    var isStable: Bool { dialect == .stable }

    /// Of every job, before the content of any: the stable service takes a request apart before it looks at its jobs.
    func checkForm(of job: JSONValue) throws(QCGRequestProblem) {
        guard isStable else { return }
        guard job.isObject else { throw QCGRequestReader.invalid("Wrong submit request - wrong job data") }
        guard job.field("name") != nil else { throw QCGRequestReader.invalid("Missing name in job description") }
        guard job.field("execution") != nil else {
            throw QCGRequestReader.invalid("Missing execution element in job description")
        }
        guard let iteration = job.field("iteration") else { return }
        let directive = "Wrong format of iteration directive: "
        guard iteration.field("stop") != nil || iteration.field("values") != nil else {
            throw QCGRequestReader.invalid(directive + "not a dictionary")
        }
        guard let stop = iteration.field("stop")?.whole else { return }
        guard iteration.field("start")?.whole ?? 0 <= stop else {
            throw QCGRequestReader.invalid(directive + "start index larger then stop one")
        }
    }

    func checkContent(of job: JSONValue) throws(QCGRequestProblem) {
        if !isStable {
            guard job.isObject else { throw problem("Wrong format of `submit_job` request") }
            if let name = job.field("name"), !name.isText || name.decoded.isEmpty { throw Self.invalidName }
        }
        try checkExecution(job.field("execution"))
        if let resources = job.field("resources") { try checkResources(resources) }
        if let iteration = job.field("iteration") { try checkIteration(iteration) }
        if let dependencies = job.field("dependencies") { try checkDependencies(dependencies) }
    }

    /// A text of the old service, where both families have the same.
    func problem(_ text: String) -> QCGRequestProblem {
        isStable ? QCGRequestProblem("Wrong submit request: \(text)", .code) : QCGRequestProblem(text, .error)
    }

    /// For a part of a wrong shape: each family has its own words.
    func problem(stable: String, element: String, _ detail: String = "") -> QCGRequestProblem {
        problem(isStable ? stable : "wrong job description - illformed \(element) element" + detail)
    }

    static let invalidName = QCGRequestProblem("Missing or invalid content of job name", .error)

    /// A refusal by the reader of job files, for what the old services did not look at.
    func problem(_ refusal: Refusal, in jobs: [JSONValue]) -> QCGRequestProblem {
        guard case .document(let found) = refusal else { return QCGRequestProblem(refusal, dialect: dialect) }
        let fields = found.path.split(separator: ".")
        let field = fields.count > 1 ? String(fields[1]) : ""
        if field == "name" {
            guard isStable else { return Self.invalidName }
            let position = fields[0].dropFirst("jobs[".count).dropLast()
            let name = Int(position).flatMap { jobs.indices.contains($0) ? jobs[$0].field("name") : nil }?.decoded ?? ""
            if name.contains(":") { return problem("Invalid job name \(name)") }
            return QCGRequestProblem(
                "Job identifier '(\(name))' contains invalid characters or unknown variables", .code)
        }
        let sentence = QCGRequestProblem.sentence(of: refusal)
        let elements = ["execution", "resources", "dependencies", "iteration"]
        guard !isStable, elements.contains(field) else { return problem(sentence) }
        let element = field == "resources" ? "resource" : field
        return problem("wrong job description - illformed \(element) element: \(sentence)")
    }
}
