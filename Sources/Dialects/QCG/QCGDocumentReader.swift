import Model

/// The shapes a QCG file may have: one job, a list of jobs, a list of requests, or one request.
struct QCGDocumentReader {
    private(set) var context: SubmissionContext
    private(set) var jobs: [Job] = []
    private(set) var places: [Int] = []
    private(set) var remarks: [DocumentProblem] = []

    init(context: SubmissionContext) { self.context = context }

    mutating func read(_ root: JSONValue) throws(Refusal) {
        guard root.isList else {
            try readRequestOrJob(root)
            return
        }
        let elements = try root.list(nonEmpty: "job")
        let areRequests = elements.contains { element in element.members.contains { $0.name == "request" } }
        if areRequests {
            for element in elements { try readRequest(element) }
        } else {
            try readJobs(elements, dialect: nil)
        }
    }

    private mutating func readRequestOrJob(_ value: JSONValue) throws(Refusal) {
        let names = try value.object().map(\.name)
        if names.contains("request") { return try readRequest(value) }
        if names.contains("cmd") { return try readCommand(value) }
        if names.contains("jobs") {
            let fields = try Fields(of: value, known: ["jobs"])
            let jobs = try fields.required("jobs", "Add the list of jobs.")
            return try readJobs(try jobs.list(nonEmpty: "job"), dialect: nil)
        }
        try readJobs([value], dialect: nil)
    }

    /// All jobs of one request share its macros, so that they may name each other by `${uniq}`.
    mutating func readJobs(_ elements: [JSONValue], dialect: QCGDialect?) throws(Refusal) {
        let macros = QCGMacros(context: &context)
        jobs.reserveCapacity(jobs.count + elements.count)
        for element in elements {
            let reader = try QCGJobReader(of: element, macros: macros, dialect: dialect, context: &context)
            jobs.append(try reader.job())
            places.append(element.index)
        }
        context.requestNumber += 1
    }

    // MARK: The experimental version's requests: `cmd`, in any case.

    private mutating func readCommand(_ value: JSONValue) throws(Refusal) {
        let member = value.members.first { $0.name == "cmd" }?.value ?? value
        let name = try member.text()
        guard name.lowercased() == "submit_job" else {
            let known = [
                "submit_job", "job_info", "register_executor", "executor_heartbeat", "get_iterations",
                "iterations_finished", "list_jobs", "list_executors", "finish", "stats", "notify",
            ]
            throw Self.needsService(
                member, name, isKnown: known.contains(name.lowercased()), submit: "submit_job", known)
        }
        let fields = try Fields(of: value, known: ["cmd", "jobs"])
        let list = try fields.required("jobs", "Add the list of jobs to submit.")
        try readJobs(try list.list(nonEmpty: "job"), dialect: .globalQueue)
    }

    // MARK: The stable version's requests: `request`.

    private mutating func readRequest(_ value: JSONValue) throws(Refusal) {
        guard let member = try value.object().first(where: { $0.name == "request" })?.value else {
            throw value.refusal("has no \"request\", as the others in this list have", "Add it, or take this one out.")
        }
        let name = try member.text()
        switch name {
        case "submit":
            let fields = try Fields(of: value, known: ["request", "jobs"])
            let list = try fields.required("jobs", "Add the list of jobs to submit.")
            try readJobs(try list.list(nonEmpty: "job"), dialect: .stable)
        case "control":
            let fields = try Fields(of: value, known: ["request", "command"])
            let command = try fields.required("command", "Write \"finishAfterAllTasksDone\".")
            // A run of files ends when all its tasks have ended; that is what this command asks for.
            _ = try command.word(of: [("finishAfterAllTasksDone", ())])
        case "jobStatus", "jobInfo", "listJobs", "resourcesInfo", "status":
            guard
                case .document(let remark) = value.refusal(
                    "asks \"\(name)\" of a running service; nobody would read the answer here",
                    "It is passed over; see rota status, rota list and rota show.")
            else { return }
            remarks.append(remark)
        default:
            let known = [
                "submit", "control", "jobStatus", "jobInfo", "listJobs", "resourcesInfo", "status", "cancelJob",
                "removeJob", "finish", "register", "notify",
            ]
            throw Self.needsService(member, name, isKnown: known.contains(name), submit: "submit", known)
        }
    }

    private static func needsService(
        _ value: JSONValue, _ name: String, isKnown: Bool, submit: String, _ known: [String]
    ) -> Refusal {
        if isKnown {
            return value.refusal(
                "is the request \"\(name)\", which only a running service can fulfil",
                "A file of jobs holds \"\(submit)\"; remove this one.")
        }
        let near = NearestName.nearest(to: name, among: known)
        return value.refusal(
            "is \(value.summary), a request that is not known",
            near.map { "Did you mean \"\($0)\"?" } ?? "Known are \(known.joined(separator: ", ")).")
    }
}
