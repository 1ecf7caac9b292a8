internal import Dialects
internal import Model
internal import Posix

/// The jobs of one call of `rota run`, from its files and from the program behind `--`.
struct RunJobs {
    var files: [JobFile]
    var jobs: [Job]
    /// Whether the call is one program, run once, that may have the terminal for itself.
    var isLoneProgram: Bool

    /// - Throws: a refusal with the place of what is wrong; a failure to read.
    init(_ options: RunOptions) throws {
        files = try JobFile.read(options.files, context: SubmissionMoment.now())
        jobs = files.flatMap(\.document.jobs)
        isLoneProgram = false
        guard let program = try Self.program(options) else { return Self.adjust(&jobs, options) }
        isLoneProgram = options.files.isEmpty && !program.iterations.isIterated
        jobs.append(program)
        Self.adjust(&jobs, options)
        if isLoneProgram, options.programJob.cores == nil {
            jobs[jobs.count - 1].request.takesWholeNode = true
            jobs[jobs.count - 1].command.binding = .none
        }
    }

    /// The same refusal with the place in the file it is about.
    func placed(_ refusal: Refusal) -> Refusal { JobFile.placed(refusal, in: files) }

    /// What is remembered of the files, to notice on resuming that one changed.
    var sources: [Run.Source] {
        files.map { Run.Source(path: $0.path, checksum: RunSourceChecksum.of($0.bytes)) }
    }

    private static func program(_ options: RunOptions) throws -> Job? {
        guard !options.program.isEmpty else { return nil }
        let asked = options.programJob
        var line = CommandLineJob(words: options.program)
        line.sources = try asked.sources.map { try source($0, isNULSeparated: asked.isNULSeparated) }
        line.zip = asked.isPaired
        line.name = asked.name
        var job = try line.read()
        if let cores = asked.cores { job.request.cores = cores }
        if let memory = asked.memory {
            job.request.memory = memory.lowerBound
            job.request.memoryLimit = memory.upperBound
        }
        job.request.gpus = asked.gpus ?? .zero
        job.request.named = asked.named
        job.request.wallTime = asked.wallTime
        job.request.expectedTime = asked.expectedTime
        job.command.workingDirectory = asked.directory.map { Template($0) }
        job.command.environment = asked.environment.map {
            Command.Variable(name: $0.name, value: Template($0.value))
        }
        job.dependencies = asked.dependencies
        return job
    }

    private static func source(_ source: ProgramJob.Source, isNULSeparated: Bool) throws -> IterationSource {
        switch source {
        case .each(let path):
            return .each(
                try content(of: path), separator: isNULSeparated ? 0 : UInt8(ascii: "\n"), origin: name(of: path))
        case .values(let text): return .values(text)
        case .range(let text): return .range(text)
        case .table(let path): return .table(try content(of: path), origin: name(of: path))
        }
    }

    private static func name(of path: String) -> String { path == "-" ? "standard input" : path }

    private static func content(of path: String) throws -> [UInt8] {
        do {
            return path == "-" ? try FileDescriptor.standardInput.readToEnd() : try FileSystem.content(of: path)
        } catch let failure where failure.isMissing {
            throw Refusal.document(
                DocumentProblem(document: path, problem: "does not exist", remedy: "Name a file that does, or -."))
        }
    }

    /// What the command line says for every job, whoever asked for it.
    private static func adjust(_ jobs: inout [Job], _ options: RunOptions) {
        for position in jobs.indices {
            if let retries = options.retries {
                let asked = jobs[position].retry
                jobs[position].retry = RetryRules(every: retries)
                jobs[position].retry.lost = asked.lost
                jobs[position].retry.delay = asked.delay
                jobs[position].retry.growth = asked.growth
                jobs[position].retry.longestDelay = asked.longestDelay
            }
            if let binding = options.binding { jobs[position].command.binding = binding }
            if let grace = options.grace { jobs[position].grace = grace }
        }
    }
}
