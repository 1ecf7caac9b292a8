internal import Dialects
internal import Model
internal import Posix
internal import Service

/// The auxiliary folder of a service of the stable family, and what is written there by it.
struct QCGPilotFiles: Sendable {
    /// Where tasks run, absolute.
    let directory: String
    let instance: String
    let folder: String
    let reportPath: String
    private let requestFile: String?
    /// Whether the folder was there before, and its work goes on.
    private let isResumed: Bool
    private let log: FileDescriptor
    private let logLevel: LogLevel

    private static let program = "qcg-pm-service"

    /// The service's own record, from which it resumes.
    var state: String { Self.state(in: folder) }

    private static func state(in folder: String) -> String { "\(folder)/state" }

    init(_ options: QCGServiceOptions) throws {
        let here = try FileSystem.currentDirectory()
        func absolute(_ path: String, in folder: String) -> String {
            path == "." ? folder : path.hasPrefix("/") ? path : "\(folder)/\(path)"
        }
        requestFile = options.requestFile.map { absolute($0, in: here) }
        isResumed = options.resumedFolder != nil
        if let resumed = options.resumedFolder {
            folder = try QCGAuxiliaryFolder.find(absolute(resumed, in: here), program: Self.program)
            let name = folder.split(separator: "/").last.map(String.init) ?? ""
            instance = String(name.dropFirst(QCGServiceFolder.name(ofInstance: "").count))
            directory = FileSystem.folder(of: folder)
            let isTaken = QCGInheritance.isTaken(in: Self.state(in: folder))
            guard isTaken || FileSystem.exists("\(folder)/\(QCGServiceFolder.requests)") else {
                throw Refusal.document(
                    DocumentProblem(
                        document: Self.program, path: "--resume",
                        problem: "names \(folder), which holds neither a record nor \(QCGServiceFolder.requests)",
                        remedy: "Submit what is left of its jobs anew."))
            }
        } else {
            directory = absolute(options.workingDirectory, in: here)
            var random = SystemRandomNumberGenerator()
            instance =
                options.instance ?? QCGServiceFolder.instance(host: Machine.hostName(), number: random.next())
            folder = directory + "/" + QCGServiceFolder.name(ofInstance: instance)
            try FileSystem.makeDirectories(folder)
        }
        reportPath = absolute(options.reportFile, in: folder)
        logLevel = options.logLevel.level
        log = try FileDescriptor.open("\(folder)/\(QCGServiceFolder.log)", .append)
        let variables = Environment.variables().sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) }
        try FileSystem.replace(
            "\(folder)/\(QCGServiceFolder.environment)", with: Array(QCGServiceFolder.environmentText(variables).utf8))
    }

    /// What the old program left in a folder that is gone on with; none when there is a record of this one.
    func inheritance() throws -> QCGInheritance? {
        guard isResumed, !QCGInheritance.isTaken(in: state) else { return nil }
        func content(of name: String) -> [UInt8] { (try? FileSystem.content(of: "\(folder)/\(name)")) ?? [] }
        let moment = SubmissionMoment.now()
        let requests = try FileSystem.content(of: "\(folder)/\(QCGServiceFolder.requests)")
        // A report in text, or none, leaves nothing unknown but times and places.
        let account = try? QCGRunAccount(report: content(of: QCGServiceFolder.report), finalStatus: nil)
        return QCGInheritance(
            jobs: try QCGTrack.jobs(requests, name: QCGServiceFolder.requests, context: moment),
            ends: try QCGTrack.ends(content(of: QCGServiceFolder.states), name: QCGServiceFolder.states),
            reports: account?.tasks ?? [], zoneOffsetSeconds: moment.zoneOffsetSeconds)
    }

    /// Those of the file, in their order; none without one.
    func requests() throws -> [[UInt8]] {
        guard let requestFile else { return [] }
        let root = try JSONReader.read(FileSystem.content(of: requestFile), document: requestFile).root
        guard root.isList else {
            throw root.refusal("is no list of requests", "Write it as [ { \"request\": \"submit\", … }, … ].")
        }
        return root.elements.map { Array($0.source.utf8) }
    }

    /// Writes where it listens; answers why it could not.
    func announce(_ access: AccessFile) -> SystemFailure? {
        guard !access.plain.isEmpty else { return nil }
        do throws(SystemFailure) {
            try FileSystem.replace(
                "\(folder)/\(QCGServiceFolder.address)", with: Array(access.plain.utf8), mode: 0o644)
            return nil
        } catch { return error }
    }

    /// Has a request answered; the answer is for the log.
    func take(_ request: [UInt8], _ counter: QCGRequests) {
        do {
            log("request: \(String(decoding: request, as: UTF8.self))")
            let reply = try counter.put(request)
            log("reply: \(reply)")
            // Nobody else would hear why nothing is run.
            if !reply.contains("\"code\": 0") { try FileDescriptor.standardError.writeAll("\(reply)\n") }
        } catch { log("\(error)", .error) }
    }

    func log(_ sentence: String, _ level: LogLevel = .info) {
        guard level <= logLevel else { return }
        let at = CalendarTime.iso(Instant(nanoseconds: Clock.wallNanoseconds()))
        try? log.writeAll("\(at): \(sentence)\n")
    }

    /// Leaves the counts for those who ask later.
    func conclude(_ status: QCGServiceStatus) throws {
        try FileSystem.replace(
            "\(folder)/\(QCGServiceFolder.finalStatus)", with: Array(status.file.utf8), mode: 0o644)
        log("finished")
        log.close()
    }
}

extension QCGServiceOptions.LogLevel {
    fileprivate var level: LogLevel {
        switch self {
        case .critical, .error: .error
        case .warning: .warning
        case .info: .info
        case .debug, .notset: .debug
        }
    }
}
