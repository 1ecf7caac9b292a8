internal import Dialects
internal import Web

/// Everything that can be asked for over HTTP, by the names that `openapi.json` gives it.
enum Operation: String, Sendable, Hashable, CaseIterable {
    case submit, listJobs, job, setJob, whyJob
    case listTasks, task, whyTask, output
    case cancel, pause, unpause, retry, remove, wait
    case listNodes, drain
    case statistics, forecast, events, service, shutdown
    case description, metrics, health

    private static let described = Dictionary(APIOperations.all.map { ($0.name, $0) }) { first, _ in first }

    /// What is said of it to those who ask; none would be a bug that a test finds.
    var described: APIOperation? { Self.described[rawValue] }

    var method: WebMethod? { described.flatMap { WebMethod(rawValue: $0.method.uppercased()) } }

    /// What of the query it understands.
    var parameters: [String] { described?.query.map(\.name) ?? [] }
}
