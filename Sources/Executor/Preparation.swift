internal import Launch
internal import Model

/// The cores and nodes that attempts of one hand-over share, in the words a launcher and a task understand.
struct PlacedWidth {
    let placement: Placement
    let nodeNames: [String]
    let devices: [String]
    /// Empty when the nodes' core numbers are not real.
    let processors: [Int]

    init(_ placement: Placement, nodes: [NodeIdentifier: Node]) {
        self.placement = placement
        let placed = placement.parts.compactMap { part in nodes[part.node].map { (part, $0) } }
        nodeNames = placed.map { $0.1.name }
        devices = placed.flatMap { part, node in part.gpus.map { node.gpus[$0.position] } }
        let areBindable = placed.allSatisfy { $0.1.isBindable }
        processors = areBindable ? placed.flatMap { part, node in part.cores.map { node.cores[$0.position] } } : []
    }
}

/// Fills a job's templates for one attempt after another.
struct Preparation {
    let job: Job
    let width: PlacedWidth
    let configuration: Executor.Configuration
    let surroundings: Surroundings

    func request(_ attempt: AttemptIdentifier, iteration: Int) -> LaunchRequest {
        let context = RenderingContext(
            iterations: job.iterations, iteration: iteration, cores: width.placement.width, nodes: width.nodeNames,
            rootDirectory: configuration.directory)
        let command = job.command
        var request = LaunchRequest(attempt: attempt, arguments: arguments(context))
        request.environment = Texts(
            bytes: surroundings.variables(
                of: attempt, job: job, placement: width.placement, devices: width.devices, context: context))
        request.inheritsEnvironment = command.inheritsEnvironment
        request.workingDirectory = folder(command.workingDirectory, context)
        request.isForeground = configuration.isForeground
        let streams: (LaunchRequest.Stream, LaunchRequest.Stream) =
            configuration.isForeground ? (.inherited, .inherited) : (.nothing, .captured)
        request.standardInput = command.standardInput.map { .file($0.text(context)) } ?? streams.0
        request.standardOutput = command.standardOutput.map { .file($0.text(context)) } ?? streams.1
        request.standardError = command.standardError.map { .file($0.text(context)) } ?? streams.1
        if command.binding == .automatic { request.processors = width.processors }
        request.wallTime = job.request.wallTime
        request.grace = job.grace
        request.memory = width.placement.parts.first?.memory ?? .zero
        return request
    }

    private func folder(_ template: Template?, _ context: RenderingContext) -> String {
        guard let path = template?.text(context), !path.isEmpty else { return configuration.directory }
        return path.hasPrefix("/") ? path : configuration.directory + "/" + path
    }

    private func arguments(_ context: RenderingContext) -> Texts {
        let prelude = prelude
        switch job.command.action {
        case .program(let program, let arguments):
            var texts = Texts()
            // The shell only prepares; the program then takes its place with its arguments untouched.
            if !prelude.isEmpty { texts = Texts(["bash", "-l", "-c", prelude + "exec \"$@\"", "rota"]) }
            for template in [program] + arguments { texts.append(template.bytes(context)) }
            return texts
        case .script(let script):
            return Texts(["bash", "-l", "-c", prelude + script.text(context)])
        }
    }

    /// Shell text that loads modules and activates a virtual environment; empty when there are none.
    private var prelude: String {
        var lines = job.command.modules.map { "module load \(quoted($0)) || exit\n" }
        if let environment = job.command.virtualEnvironment {
            lines.append(". \(quoted(environment + "/bin/activate")) || exit\n")
        }
        return lines.joined()
    }

    private func quoted(_ text: String) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}

extension Texts {
    init(bytes texts: [[UInt8]]) {
        self.init()
        for text in texts { append(text) }
    }
}

extension Template {
    func bytes(_ context: RenderingContext) -> [UInt8] {
        var bytes: [UInt8] = []
        render(into: &bytes, context)
        return bytes
    }

    func text(_ context: RenderingContext) -> String { constant ?? String(decoding: bytes(context), as: UTF8.self) }
}
