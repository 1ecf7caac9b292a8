internal import Launch
internal import Model

/// Fills a job's templates for one attempt of a hand-over after another.
struct Preparation {
    let job: Job
    /// What its processes can be brought to while they run.
    let reach: Adjustments.Reach
    private let configuration: Executor.Configuration
    private let surroundings: Surroundings
    private let arguments: PreparedTexts
    private let variables: PreparedTexts
    /// Everything of a request that no attempt of the hand-over changes.
    private let common: LaunchRequest
    private var context: RenderingContext
    private let constantFolder: String?

    init(job: Job, placed: PlacedNodes, configuration: Executor.Configuration, surroundings: Surroundings) {
        self.job = job
        self.configuration = configuration
        self.surroundings = surroundings
        let command = job.command
        context = RenderingContext(
            iterations: job.iterations, iteration: job.iterations.indices.lowerBound, cores: placed.width,
            nodes: placed.names, rootDirectory: configuration.directory)
        var arguments = PreparedTexts()
        let launch =
            configuration.conventions.launch(job, placed.nodes)
            ?? RankLaunch(command.model, ranks: placed.width.touched)
        let words =
            command.container.map { ContainerWords($0, of: job, placed: placed, configuration).templates }
            ?? LaunchWords(command, launch: launch).templates
        for word in words { arguments.append(word) }
        self.arguments = arguments
        // Ranks that Slurm or Hydra start are children of theirs, not of ours.
        let isHere = placed.isOnOneMachine && (launch == nil || command.model == .openMPI)
        reach = !isHere ? .elsewhere : command.binding == .automatic ? .bound : .unbound
        let customary = configuration.conventions.variables(job, placed.nodes) + (launch?.variables ?? [])
        variables = surroundings.variables(of: job, placed, customary)
        // A container's folder is inside of it.
        let folder = command.container == nil ? command.workingDirectory : nil
        constantFolder = Self.folder(folder.map { $0.constant } ?? "", configuration)
        var request = LaunchRequest(attempt: AttemptIdentifier(0), arguments: Texts())
        request.inheritsEnvironment = command.inheritsEnvironment && command.container == nil
        request.isForeground = configuration.isForeground
        if command.binding == .automatic { request.processors = placed.processors }
        request.wallTime = job.request.wallTime
        request.grace = job.grace
        if command.container == nil { request.memory = placed.memory }
        common = request
    }

    /// - Parameter widthFile: where it reads how wide it is; none: it is that wide for good.
    mutating func request(
        _ attempt: AttemptIdentifier, iteration: Int, widthFile: String? = nil
    ) -> LaunchRequest {
        context.iteration = iteration
        let command = job.command
        var request = common
        request.attempt = attempt
        request.arguments = arguments.texts(context)
        var own = [surroundings.mark(of: attempt)]
        if let widthFile { own.append(Surroundings.widthFile(widthFile)) }
        request.environment = variables.texts(context, and: own)
        request.workingDirectory =
            constantFolder ?? Self.folder(command.workingDirectory?.text(context), configuration) ?? ""
        let isForeground = configuration.isForeground
        request.standardInput = stream(command.standardInput, else: isForeground ? .inherited : .nothing)
        request.standardOutput = stream(command.standardOutput, else: isForeground ? .inherited : .captured)
        request.standardError = stream(command.standardError, else: isForeground ? .inherited : .captured)
        return request
    }

    /// Where the program of the last request tells of itself, as it is called here; none: it does not, or where nobody
    /// outside sees it.
    func epochsFile() -> String? {
        let name = "ROTA_EPOCHS_FILE"
        let command = job.command
        var path = command.environment.last { $0.name == name }?.value.text(context) ?? ""
        if let container = command.container { return container.outside(of: path) }
        if path.isEmpty, command.inheritsEnvironment {
            let entry = configuration.environment.first { $0.starts(with: "\(name)=".utf8) }
            path = entry.map { String(decoding: $0.dropFirst(name.utf8.count + 1), as: UTF8.self) } ?? ""
        }
        if path.isEmpty || path.hasPrefix("/") { return path.isEmpty ? nil : path }
        let folder = constantFolder ?? Self.folder(command.workingDirectory?.text(context), configuration)
        return folder.map { "\($0)/\(path)" }
    }

    private func stream(_ file: Template?, else other: LaunchRequest.Stream) -> LaunchRequest.Stream {
        file.map { .file($0.text(context)) } ?? other
    }

    /// - Parameter path: none: it is not known yet.
    private static func folder(_ path: String?, _ configuration: Executor.Configuration) -> String? {
        guard let path else { return nil }
        guard !path.isEmpty else { return configuration.directory }
        return path.hasPrefix("/") ? path : configuration.directory + "/" + path
    }
}

extension Container {
    /// The machine's name for a file inside; none: it is in none of its volumes.
    fileprivate func outside(of path: String) -> String? {
        let holding = volumes.filter { path.hasPrefix($0.inside + "/") }
        guard let volume = holding.max(by: { $0.inside.count < $1.inside.count }) else { return nil }
        return volume.outside + path.dropFirst(volume.inside.count)
    }
}

extension Template {
    fileprivate func text(_ context: RenderingContext) -> String {
        if let constant { return constant }
        var bytes: [UInt8] = []
        render(into: &bytes, context)
        return String(decoding: bytes, as: UTF8.self)
    }
}
