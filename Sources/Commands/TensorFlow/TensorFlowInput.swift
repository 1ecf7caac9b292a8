internal import Dialects
internal import Glibc
internal import Model
internal import Posix
internal import Rehearsal

/// The files of `rota tensorflow`: parameters, and the requests that are read or created.
struct TensorFlowInput {
    let parameters: TensorFlowParameters
    /// None: nobody says how long containers run.
    let profile: RunTimeProfile?
    /// Where the requests are, or will be written when they are created.
    let requestsPath: String
    private let options: TensorFlowOptions
    /// Of a file that is read; none: they are created.
    private let lines: [TensorFlowRequestsFile.Line]?

    /// The folder in which the original keeps both.
    private static let usualFolder = "Scheduler-host"

    init(_ options: TensorFlowOptions) throws {
        self.options = options
        if let path = options.parametersPath ?? Self.usual("parameters.json") {
            parameters = try TensorFlowParameters.read(Self.content(of: path, "parameters"), name: path)
        } else {
            parameters = TensorFlowParameters()
        }
        profile = try options.profilePath.map(ProfileFile.read)
        let usual = Self.usual("requests_file.txt") ?? "requests_file.txt"
        requestsPath = options.requestsPath ?? parameters.requestsFile ?? usual
        // Who names a file on the command line means what is in it.
        if parameters.source == .file || options.requestsPath != nil && options.parametersPath == nil {
            lines = try TensorFlowRequestsFile.read(Self.content(of: requestsPath, "requests"), name: requestsPath)
        } else {
            lines = nil
        }
    }

    var areCreated: Bool { lines == nil }

    /// How many containers an iteration has, counted from 0.
    func containers(in iteration: Int) throws(Refusal) -> Int {
        let first = options.containers ?? lines?.count { $0.request.kind == .execution } ?? parameters.containers
        guard options.doubles else { return first }
        guard iteration < 17, first << iteration <= Self.mostContainers else {
            throw ParsedArguments.refusal(
                of: "--double",
                "makes more than \(Self.mostContainers) containers of \(first) in iteration \(iteration + 1)",
                "Lower ITERATIONS.")
        }
        return first << iteration
    }

    // 100,000: as many as a file may ask for.
    private static let mostContainers = 100_000

    /// The requests of so many containers, with the lines they stand in.
    func requests(_ count: Int) throws(Refusal) -> [TensorFlowRequestsFile.Line] {
        guard let lines else {
            return created(count).enumerated().map { .init(number: $0.offset + 1, request: $0.element) }
        }
        if let first = TensorFlowWorkload.first(count, of: lines) { return first }
        let there = lines.count { $0.request.kind == .execution }
        throw .document(
            DocumentProblem(
                document: requestsPath,
                problem: "asks for \(Wording.count(there, "container")); \(count) are to be run",
                remedy: "Lower CONTAINERS, or add executions."))
    }

    /// The same for the same seed, however many they are.
    private func created(_ count: Int) -> [TensorFlowRequest] {
        var numbers = SeededNumbers(seed: options.seed)
        return (0..<count).map { instance in
            let threads =
                switch parameters.threads {
                case .fixed(let threads): threads
                case .random(let range): Int.random(in: range, using: &numbers)
                }
            let seconds =
                switch parameters.gap {
                case .fixed(let gap): gap
                case .normal(let mean, let deviation): Self.gap(mean, deviation, &numbers)
                }
            let priority = Int.random(in: TensorFlowRequest.priorities, using: &numbers)
            return TensorFlowRequest(
                .execution, instance: instance, image: parameters.image, threads: threads, seconds: seconds,
                priority: priority)
        }
    }

    /// To the millisecond, and never below zero.
    private static func gap(_ mean: Duration, _ deviation: Duration, _ numbers: inout SeededNumbers) -> Duration {
        let distribution = Distribution.normal(
            mean: Double(mean.nanoseconds) / 1e6, deviation: Double(deviation.nanoseconds) / 1e6)
        return .milliseconds(Int64(max(0, distribution.draw(using: &numbers).rounded())))
    }

    private static func usual(_ name: String) -> String? {
        ["\(usualFolder)/\(name)", name].first(where: FileSystem.exists)
    }

    private static func content(of path: String, _ option: String) throws -> [UInt8] {
        do throws(SystemFailure) { return try FileSystem.content(of: path) } catch {
            guard error.errorNumber == ENOENT else { throw error }
            throw Refusal.document(
                DocumentProblem(
                    document: path, problem: "does not exist", remedy: "Name the file: --\(option) FILE."))
        }
    }
}
