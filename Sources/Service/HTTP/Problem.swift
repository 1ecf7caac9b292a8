internal import Dialects
internal import Model
internal import Web

/// Why a request is answered with something else than what it asked for.
struct Problem: Error, Sendable {
    var status: Int
    var view: ProblemView
    var headers: WebFields

    init(_ status: Int, _ sentence: String, _ headers: WebFields = [:]) {
        self.status = status
        view = ProblemView(message: sentence)
        self.headers = headers
    }

    init(_ refusal: Refusal) {
        status = refusal.status
        view = ProblemView(refusal)
        headers = status == 503 || status == 507 ? ["Retry-After": "5"] : [:]
    }

    /// Whatever was thrown: a refusal, a problem, or a failure of the world.
    init(_ error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case let refusal as Refusal: self.init(refusal)
        default: self.init(500, "\(error)")
        }
    }

    static let ending = Problem(.serviceEnds)

    static func unknownJob(_ name: String, among names: some Sequence<String>) -> Problem {
        let nearest = NearestName.nearest(to: name, among: names)
        let hint = nearest.map { "Did you mean \"\($0)\"?" } ?? "`rota list` shows the jobs."
        return Problem(404, "there is no job \"\(name)\". \(hint)")
    }

    /// A value of the query.
    static func parameter(_ name: String, _ problem: String, _ remedy: String) -> Problem {
        Problem(.document(DocumentProblem(document: "query", path: name, problem: problem, remedy: remedy)))
    }
}

extension Refusal {
    /// What HTTP calls it.
    var status: Int {
        switch self {
        case .diskFull: 507
        case .serviceEnds: 503
        case .unknownTask, .unknownAttempt, .unknownNode, .unknownJob: 404
        case .duplicateJob, .unendedJob, .neededJob, .impossibleChange: 409
        default: 400
        }
    }
}
