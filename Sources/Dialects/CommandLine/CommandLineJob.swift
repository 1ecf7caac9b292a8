package import Model

/// The job of `rota run [OPTIONS] -- PROGRAM ARG…`: the options' values as they were typed.
package struct CommandLineJob: Sendable {
    /// The program and its arguments.
    package var words: [String]
    /// In the order they were given.
    package var sources: [IterationSource] = []
    package var zip = false
    /// None: the program's own name.
    package var name: String?
    package var cores: String?
    package var preferredCores: String?
    package var isMalleable = false
    package var atMost: String?
    package var user = ""
    package var kind = ""
    package var memory: String?
    package var gpus: String?
    /// `licence=2`, each.
    package var resources: [String] = []
    package var time: String?
    package var expect: String?
    /// `cores=16,time=4h`, each: what would do instead.
    package var either: [String] = []
    package var retries: String?
    /// Jobs to wait for: `mesh`, `mesh:3`, `mesh:${it}`.
    package var after: [String] = []
    package var bind: String?
    /// Of the container it runs in; none: the machine itself.
    package var image: String?
    package var volumes: [String] = []
    package var ports: [String] = []
    /// The marks of the words have their meaning here too.
    package var directory: String?
    /// Likewise in the values.
    package var environment: [(name: String, value: String)] = []

    package init(words: [String]) { self.words = words }

    package func read() throws(Refusal) -> Job {
        guard let program = words.first, !program.isEmpty else {
            throw Self.refusal("", ReadingProblem("names no program", "Write it behind --: rota run -- date."))
        }
        var groups: [[Iterations.Column]] = []
        for source in sources { groups.append(try source.columns()) }
        let iterations = try option("--zip") { () throws(ReadingProblem) in
            groups.isEmpty ? .single : try IterationGroups.combine(groups, zip: zip)
        }
        let templates = BraceTemplate(columns: iterations.columns)
        var arguments = words.map(templates.read)
        if sources.contains(where: \.isAppended), !arguments.contains(where: \.namesIteration) {
            arguments.append(Template(pieces: [.hole(.value(.whole))]))
        }
        let jobName = try option("--name") { () throws(ReadingProblem) in
            guard let name else { return Self.jobName(of: program) }
            try Names.checkJob(name)
            return name
        }
        var job = Job(
            name: jobName, command: Command(action: .program(arguments[0], arguments: Array(arguments.dropFirst()))))
        job.iterations = iterations
        job.command.workingDirectory = directory.map(templates.read)
        job.command.environment = environment.map {
            Command.Variable(name: $0.name, value: templates.read($0.value))
        }
        job.user = user
        job.kind = kind
        try readRequest(into: &job.request)
        if image != nil || !volumes.isEmpty || !ports.isEmpty {
            job.command.container = try container()
            job.request.askForContainer()
        }
        if let atMost {
            job.atMost = try option("--at-most") { () throws(ReadingProblem) in
                try WholeRanges.read(atMost, in: 1...1_000_000_000).lowerBound
            }
        }
        if let retries {
            job.retry = try option("--retries") { () throws(ReadingProblem) in
                RetryRules(every: try WholeRanges.read(retries, in: 0...1_000_000).lowerBound)
            }
        }
        for text in after {
            job.dependencies.append(
                try option("--after") { () throws(ReadingProblem) in
                    try DependencyText.read(text, isIterated: iterations.isIterated)
                })
        }
        if let bind {
            job.command.binding = try option("--bind") { () throws(ReadingProblem) in try Self.binding(bind) }
        }
        return job
    }

    private func container() throws(Refusal) -> Container {
        guard let image else {
            throw Self.refusal(
                volumes.isEmpty ? "--port" : "--volume",
                ReadingProblem("is for programs in a container", "Name its image: --image debian:12."))
        }
        var container = Container(
            image: try option("--image") { () throws(ReadingProblem) in try ContainerTexts.image(image) })
        for text in volumes {
            let volume = try option("--volume") { () throws(ReadingProblem) in try ContainerTexts.volume(text) }
            container.volumes.append(volume)
        }
        for text in ports {
            let port = try option("--port") { () throws(ReadingProblem) in try ContainerTexts.port(text) }
            container.ports.append(port)
        }
        return container
    }

    private func readRequest(into request: inout Request) throws(Refusal) {
        if let cores {
            request.cores = try option("--cores") { () throws(ReadingProblem) in try CoreCounts.readRange(cores) }
        }
        request.isMalleable = isMalleable
        if let preferredCores {
            let range = request.cores
            request.preferredCores = try option("--preferred-cores") { () throws(ReadingProblem) in
                try CoreCounts.readPreferred(preferredCores, of: range)
            }
        }
        if let memory {
            let range = try option("--memory") { () throws(ReadingProblem) in try MemoryAmounts.readRange(memory) }
            request.memory = range.lowerBound
            request.memoryLimit = range.upperBound
        }
        if let gpus { request.gpus = try option("--gpus") { () throws(ReadingProblem) in try Amounts.read(gpus) } }
        for text in resources {
            let named = try option("--resource") { () throws(ReadingProblem) in try Amounts.readNamed(text) }
            request.named.removeAll { $0.name == named.name }
            request.named.append(named)
        }
        request.named.sort { $0.name < $1.name }
        if let time {
            request.wallTime = try option("--time") { () throws(ReadingProblem) in try Durations.readPositive(time) }
        }
        if let expect {
            request.expectedTime = try option("--expect") { () throws(ReadingProblem) in
                try Durations.readPositive(expect)
            }
        }
        for text in either {
            let first = request
            request.alternatives.append(
                try option("--either") { () throws(ReadingProblem) in try alternative(text, to: first) })
        }
    }

    private func option<Value>(
        _ name: String, _ reading: () throws(ReadingProblem) -> Value
    ) throws(Refusal) -> Value {
        do throws(ReadingProblem) {
            return try reading()
        } catch {
            throw Self.refusal(name, error)
        }
    }

    static func refusal(_ option: String, _ problem: ReadingProblem) -> Refusal {
        problem.refusal(document: "command line", path: option)
    }

    private static func binding(_ text: String) throws(ReadingProblem) -> Command.Binding {
        switch text {
        case "none": return .none
        case "auto": return .automatic
        default:
            throw ReadingProblem("is \"\(Abridged.text(text))\"; known are none and auto", "Choose one of the two.")
        }
    }

    /// The program's own name, made fit to be a job's.
    private static func jobName(of program: String) -> String {
        let base = program.split(separator: "/").last.map(String.init) ?? ""
        var name = ""
        for scalar in base.unicodeScalars.prefix(60) {
            let isFit = scalar.value > 0x20 && scalar.value != 0x7F && !"${}()'\":".unicodeScalars.contains(scalar)
            name.unicodeScalars.append(isFit ? scalar : "-")
        }
        return name.isEmpty ? "job" : name
    }
}

extension Template {
    /// Whether it differs from iteration to iteration.
    var namesIteration: Bool {
        pieces.contains { piece in
            switch piece {
            case .hole(.iteration), .hole(.sequence), .hole(.value), .hole(.column): true
            case .hole(.coreCount), .hole(.nodeCount), .hole(.nodeList), .hole(.rootDirectory), .text: false
            }
        }
    }
}
