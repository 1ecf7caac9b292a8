import Model

extension QCGRequestReader {
    /// The global queue's requests, by the value of `cmd` in any case.
    ///
    /// Beside those it answered, the ones it knew but did not support mean here what their names say; `notify` asks
    /// where changes are published, and `cancel_job` and `remove_job` are spelled as the others are.
    mutating func readGlobalQueue(_ name: JSONValue, _ request: JSONValue) throws(QCGRequestProblem) -> QCGRequest {
        QCGRequest(dialect: .globalQueue, action: try globalQueueAction(name.decoded, request))
    }

    private mutating func globalQueueAction(
        _ name: String, _ request: JSONValue
    ) throws(QCGRequestProblem) -> QCGRequest.Action {
        switch name.lowercased() {
        case "submit_job":
            guard let jobs = request.field("jobs")?.elements, !jobs.isEmpty else {
                throw QCGRequestProblem("Wrong format of `submit_job` request", .error)
            }
            return .submit(try self.jobs(jobs, dialect: .globalQueue))
        case "job_info":
            let names = try Self.names(of: request, "job_info")
            return Self.wantsIterations(request) ? .information(names, withIterations: true) : .status(names)
        case "cancel_job": return .cancel(try Self.names(of: request, "cancel_job"))
        case "remove_job": return .remove(try Self.names(of: request, "remove_job"))
        case "list_jobs": return .list
        case "list_executors": return .listExecutors
        case "stats": return .systemStatus
        case "finish": return .finish
        case "notify": return .eventAddress
        case "register_executor": return .register(try QCGExecutor.read(request.field("executor")))
        case "executor_heartbeat": return .heartbeat(try Self.executor(of: request))
        case "get_iterations":
            let name = try Self.executor(of: request)
            return .takeIterations(name, cores: try Self.wantedCores(request))
        case "iterations_finished":
            let name = try Self.executor(of: request)
            return .iterationsEnded(name, try QCGIterationReport.read(request.field("jobs")))
        // The quote that stays open is the old service's own.
        default: throw QCGRequestProblem("unknown request `\(name)", .error)
        }
    }

    private static func names(of request: JSONValue, _ command: String) throws(QCGRequestProblem) -> [QCGTaskName] {
        guard let names = names(request.field("jobs")) else {
            throw QCGRequestProblem("Wrong format of `\(command)` request - missing job names", .error)
        }
        return names
    }

    private static func executor(of request: JSONValue) throws(QCGRequestProblem) -> String {
        guard let name = request.field("executor")?.field("name"), name.isText, !name.decoded.isEmpty else {
            throw QCGRequestProblem("Missing executor data", .code)
        }
        return name.decoded
    }

    private static func wantedCores(_ request: JSONValue) throws(QCGRequestProblem) -> Int? {
        guard let field = request.field("allocation")?.field("max_cores") else { return nil }
        guard let cores = field.whole, cores >= 0 else {
            throw QCGRequestProblem("`max_cores` is \(field.summary); a whole number is needed", .code)
        }
        return cores
    }
}
