import Dialects
import Model
import Posix
import Service
import Web

/// Jobs on their way to a service.
struct Submission {
    /// Under which the service takes them once, however often they are sent.
    let key: String
    private let given: RunJobs
    private let document: [UInt8]
    /// Whether its name was made from a program's, so that another one does as well.
    private let isNamedByProgram: Bool

    /// - Parameter key: none: a new one.
    /// - Throws: a refusal with the place of what is wrong; a failure to read.
    init(_ options: RunOptions, key: String?) throws {
        given = try RunJobs(options, isShared: true)
        let directory = try FileSystem.currentDirectory()
        let jobs = given.jobs.map { $0.beginning(in: directory) }
        document = Array(RotaJobWriter.text(jobs).utf8)
        isNamedByProgram = options.program.map { !$0.isNamed } ?? false
        var moment = SubmissionMoment.now()
        self.key = key ?? moment.drawUnique()
    }

    var jobs: [Job] { given.jobs }
    var remarks: [String] { given.files.flatMap(\.document.remarks).map(\.description) }

    /// Sends them, and once more when the connection broke before there was an answer.
    func send(to client: ServiceClient) throws -> SubmitAnswer {
        let headers: WebFields = ["Idempotency-Key": key]
        do { return try answer(client, headers) } catch WebFailure.brokenOff { return try answer(client, headers) }
    }

    private func answer(_ client: ServiceClient, _ headers: WebFields) throws -> SubmitAnswer {
        let query: WebQuery = isNamedByProgram ? ["rename": "true"] : [:]
        return try SubmitAnswer(client.send(.post, ["jobs"], document, query: query, headers: headers))
    }
}
