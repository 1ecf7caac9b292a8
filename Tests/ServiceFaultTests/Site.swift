import Dialects
import Ledger
import Model
import Posix
import Testing
import Web

/// A service and its executors, started as people start them, in a folder of their own.
final class Site {
    let place: Workplace
    /// What lets executors and clients in.
    let accessPath: String
    private(set) var service: Running
    private(set) var executors: [String: Running] = [:]
    /// Further options of the service.
    private let options: [String]

    /// - Parameter state: the state folder; none: one in the workplace.
    init(in place: Workplace, state: String? = nil, options: [String] = []) throws {
        self.place = place
        self.options = options
        accessPath = place.path("access.json")
        if let state { place.state = state }
        service = try Self.start(place, accessPath, options)
        try awaitService()
    }

    convenience init() throws { try self.init(in: Workplace()) }

    private static func start(_ place: Workplace, _ accessPath: String, _ options: [String]) throws -> Running {
        try place.start([Executables.rota, "serve", "--state", place.state, "--access", accessPath] + options)
    }

    private func awaitService() throws {
        try #require(
            wait { self.service.output.contains("state ") || self.service.isOver } && !service.isOver,
            "\(service.errors)")
    }

    /// Starts the service again; the one before must have ended.
    func serveAgain() throws {
        try #require(wait { self.service.isOver })
        service = try Self.start(place, accessPath, options)
        try awaitService()
    }

    /// - Parameter cores: as a list, so that no two executors lend the same.
    @discardableResult
    func lend(_ name: String, cores: String, _ options: [String] = []) throws -> Running {
        let line = ["executor", "--service", accessPath, "--name", name, "--use-cores", cores] + options
        let executor = try place.start([Executables.rota] + line)
        executors[name] = executor
        return executor
    }

    /// Kills an executor, and waits until its tasks have gone with it: its cores are to be lent again.
    func kill(_ name: String) throws {
        guard let executor = executors.removeValue(forKey: name) else { return }
        let descendants = Processes.descendants(of: executor.number).compactMap { ProcessIdentity(running: $0) }
        executor.kill()
        try #require(wait { executor.isOver && !descendants.contains { $0.isAlive } })
    }

    /// Gives the service one job of Rota's own kind.
    ///
    /// - Parameter fields: beside the name and the program, as JSON members.
    func submit(_ name: String, _ program: String, _ fields: String = "") throws {
        let more = fields.isEmpty ? "" : ", \(fields)"
        try place.write(#"{"name": "\#(name)", "run": ["\#(program)", "${it}"]\#(more)}"#, to: "\(name).json")
        let finished = try rota("submit", "\(name).json")
        try #require(finished.code == 0, "\(finished.testDescription)")
    }

    /// A command that asks this service.
    @discardableResult
    func rota(_ command: String, _ arguments: String...) throws -> Finished {
        try place.start([Executables.rota, command, "--service", accessPath] + arguments).finish()
    }

    var access: AccessFile {
        get throws { try AccessFile(reading: FileSystem.content(of: accessPath), document: accessPath) }
    }

    func client() throws -> WebClient {
        let access = try access
        return try WebClient(access.http, token: access.token, pin: access.pin)
    }

    /// None while nobody answers.
    func counts(of job: String) -> StateCounts? {
        guard let response = try? client().request(.get, ["v1", "jobs", job]), response.isSuccess,
            let root = try? JSONReader.read(response.body, document: "job").root
        else { return nil }
        return try? JobView(AnswerFields(root)).counts
    }

    /// Waits until every task of a job has ended.
    func awaitEnd(of job: String, seconds: Int64 = 180) throws {
        var last: StateCounts?
        let isOver = wait(seconds: seconds) {
            pause(microseconds: 50_000)
            last = self.counts(of: job) ?? last
            return last.map { $0.ended == $0.total } ?? false
        }
        let progress = last.map { "\($0.ended) of \($0.total) tasks" } ?? "nobody knows how many tasks"
        try #require(isOver, "after \(seconds) s \(progress) of \(job) had ended: \(testDescription)")
    }

    var record: Record { get throws { try Record(in: place.state) } }

    /// Waits until the record holds what is looked for.
    func awaitRecord(_ what: String, _ isThere: (Record) -> Bool) throws {
        let found = wait {
            pause(microseconds: 20_000)
            return (try? self.record).map(isThere) ?? false
        }
        try #require(found, "the record never said that \(what): \(testDescription)")
    }

    /// Ends the service in order; executors go on.
    func shutDown() throws {
        let finished = try rota("shutdown")
        #expect(finished.code == 0, "\(finished.testDescription)")
        #expect(try service.finish().code == 0)
    }

    /// Everything that a failed expectation should show.
    var testDescription: String {
        let all = executors.sorted { $0.key < $1.key }
            .map { "\($0.key): \($0.value.output.suffix(1000)) \($0.value.errors.suffix(1000))" }
        return (["service: \(service.errors.suffix(2000))"] + all).joined(separator: "\n")
    }
}
