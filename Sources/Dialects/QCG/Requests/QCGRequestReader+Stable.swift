import Model

extension QCGRequestReader {
    /// The stable family's requests, by the value of `request`.
    mutating func readStable(_ name: JSONValue, _ request: JSONValue) throws(QCGRequestProblem) -> QCGRequest {
        QCGRequest(dialect: .stable, action: try stableAction(name.decoded, request))
    }

    private mutating func stableAction(
        _ name: String, _ request: JSONValue
    ) throws(QCGRequestProblem) -> QCGRequest.Action {
        switch name {
        case "submit":
            guard let jobs = request.field("jobs")?.elements, !jobs.isEmpty else {
                throw Self.invalid("Wrong submit request - missing jobs data")
            }
            return .submit(try self.jobs(jobs, dialect: .stable))
        case "jobStatus": return .status(try Self.jobNames(of: request, "job status"))
        case "jobInfo":
            let names = try Self.jobNames(of: request, "job info")
            return .information(names, withIterations: Self.wantsIterations(request))
        case "cancelJob": return .cancel(try Self.jobNames(of: request, "cancel job"))
        case "removeJob": return .remove(try Self.jobNames(of: request, "remove job"))
        case "listJobs": return .list
        case "resourcesInfo": return .resources
        case "status":
            let isShort = request.field("options")?.field("allJobsFinished")?.kind == .yes
            return isShort ? .allJobsFinished : .systemStatus
        case "control": return try Self.control(request)
        case "finish": return .finish
        case "register": throw try Self.register(request)
        case "notify": throw try Self.notify(request)
        default: throw Self.invalid("Unknown request name: \(name)")
        }
    }

    private static func jobNames(
        of request: JSONValue, _ what: String
    ) throws(QCGRequestProblem) -> [QCGTaskName] {
        guard let names = names(request.field("jobNames")) else {
            throw invalid("Wrong \(what) request - missing job names")
        }
        return names
    }

    private static func control(_ request: JSONValue) throws(QCGRequestProblem) -> QCGRequest.Action {
        guard let command = request.field("command") else { throw invalid("Wrong control request - missing command") }
        guard command.decoded == "finishAfterAllTasksDone" else {
            throw invalid("Wrong control request - unknown command \"\(command.decoded)\"")
        }
        return .finishAfterAllTasks
    }

    /// What one of several services in a hierarchy says to the one above; here one service does without.
    private static func register(_ request: JSONValue) throws(QCGRequestProblem) -> QCGRequestProblem {
        guard request.field("entity")?.decoded == "manager" else {
            throw invalid("Wrong register request - missing/unknown entity")
        }
        guard request.field("params")?.isObject ?? false else {
            throw invalid("Wrong register request - missing register parameters")
        }
        return QCGRequestProblem("Register manager request not supported in this kind of manager (direct)", .code)
    }

    private static func notify(_ request: JSONValue) throws(QCGRequestProblem) -> QCGRequestProblem {
        guard request.field("entity")?.decoded == "job" else {
            throw invalid("Wrong notify request - missing/unknown entity")
        }
        guard request.field("params")?.isObject ?? false else {
            throw invalid("Wrong notify request - missing register parameters")
        }
        return QCGRequestProblem("Operation not supported", .code)
    }
}
