import Model

/// The fields of one job as JSON texts, in the order a person would write them.
struct RotaJobText {
    struct Field {
        var name: String
        /// JSON text.
        var value: String
    }

    let job: Job
    private let templates: RotaTemplate
    private(set) var fields: [Field] = []

    init(job: Job) {
        self.job = job
        templates = RotaTemplate(jobName: job.name, columns: job.iterations.columns)
        add("name", JSONText.quoted(job.name))
        addAction()
        addIterations()
        addDependencies()
        addRequest(job.request)
        addSurroundings(job.command)
        addRules()
    }

    private mutating func add(_ name: String, _ value: String) { fields.append(Field(name: name, value: value)) }

    private mutating func add(_ name: String, _ template: Template?) {
        if let template { add(name, quoted(template)) }
    }

    private func quoted(_ template: Template) -> String { JSONText.quoted(templates.text(template)) }

    private func list(_ texts: [String]) -> String { "[\(texts.joined(separator: ", "))]" }

    private func object(_ members: [(String, String)]) -> String {
        members.isEmpty
            ? "{}" : "{ " + members.map { "\(JSONText.quoted($0)): \($1)" }.joined(separator: ", ") + " }"
    }

    private mutating func addAction() {
        switch job.command.action {
        // The image's own.
        case .program(Template(""), _): break
        case .program(let program, let arguments): add("run", list(([program] + arguments).map(quoted)))
        case .script(let script): add("script", quoted(script))
        }
    }

    private mutating func addIterations() {
        let columns = job.iterations.columns
        if columns.count == 1, columns[0].name == nil {
            switch columns[0].values {
            case .range(let range): add("range", JSONText.quoted(WholeRanges.text(range)))
            case .list: add("each", values(columns[0]))
            }
        } else if !columns.isEmpty {
            let isNamed = columns.allSatisfy { $0.name != nil }
            add("each", isNamed ? object(columns.map { ($0.name ?? "", values($0)) }) : list(columns.map(column)))
        }
        if job.iterations.combination == .pairs { add("zip", "true") }
    }

    private func column(_ column: Iterations.Column) -> String {
        let name = column.name.map { [("name", JSONText.quoted($0))] } ?? []
        return object(name + [("values", values(column))])
    }

    private func values(_ column: Iterations.Column) -> String {
        switch column.values {
        case .range(let range): JSONText.quoted(WholeRanges.text(range))
        case .list(let texts):
            list((0..<texts.count).map { JSONText.quoted(String(decoding: texts[$0], as: UTF8.self)) })
        }
    }

    private mutating func addDependencies() {
        guard !job.dependencies.isEmpty else { return }
        add(
            "after",
            list(
                job.dependencies.map { dependency in
                    let name = JSONText.quoted(DependencyText.text(dependency))
                    return dependency.condition == .success ? name : object([("job", name), ("when", "\"ended\"")])
                }))
    }

    private mutating func addRequest(_ request: Request) {
        if request.alternatives.isEmpty {
            for (name, value) in members(of: request) { add(name, value) }
        } else {
            add("either", list(([request] + request.alternatives).map { object(members(of: $0)) }))
        }
        if request.isMalleable { add("malleable", "true") }
        switch request.sharing {
        case .none: break
        case .fewestRounds: add("share", "\"fewest-rounds\"")
        case .equalParts(let parts): add("share", object([("parts", "\(parts)")]))
        }
        if let most = job.atMost { add("atMost", "\(most)") }
    }

    private func members(of request: Request) -> [(String, String)] {
        var members: [(String, String)] = []
        if request.cores != Cores.one...Cores.one {
            members.append(("cores", JSONText.quoted(CoreCounts.text(request.cores))))
        }
        if let cores = request.preferredCores { members.append(("preferredCores", "\(cores)")) }
        if request.nodes != 1...1 { members.append(("nodes", JSONText.quoted(WholeRanges.text(request.nodes)))) }
        if request.takesWholeNode { members.append(("wholeNodes", "true")) }
        if request.memory != .zero || request.memoryLimit != .zero {
            let memory = MemoryAmounts.text(request.memory)
            let limit = MemoryAmounts.text(request.memoryLimit)
            members.append(("memory", JSONText.quoted(memory == limit ? memory : "\(memory)…\(limit)")))
        }
        if request.gpus != .zero { members.append(("gpus", "\(request.gpus)")) }
        if !request.named.isEmpty {
            members.append(("resources", object(request.named.map { ($0.name, "\($0.amount)") })))
        }
        if let time = request.wallTime { members.append(("time", JSONText.quoted(Durations.text(time)))) }
        if let time = request.expectedTime { members.append(("expect", JSONText.quoted(Durations.text(time)))) }
        return members
    }

    private mutating func addSurroundings(_ command: Command) {
        if !command.environment.isEmpty { add("env", object(command.environment.map { ($0.name, quoted($0.value)) })) }
        if !command.inheritsEnvironment { add("inherit", "false") }
        add("dir", command.workingDirectory)
        add("stdin", command.standardInput)
        add("stdout", command.standardOutput)
        add("stderr", command.standardError)
        if !command.modules.isEmpty { add("modules", list(command.modules.map(JSONText.quoted))) }
        if let folder = command.virtualEnvironment { add("venv", JSONText.quoted(folder)) }
        if let container = command.container { add("container", text(of: container)) }
        if command.model != .plain { add("model", JSONText.quoted(LaunchModels.name(of: command.model))) }
        if command.binding == .none { add("bind", "\"none\"") }
    }

    private func text(of container: Container) -> String {
        var members = [("image", JSONText.quoted(container.image))]
        if let user = container.user { members.append(("user", JSONText.quoted(user))) }
        if !container.volumes.isEmpty {
            members.append(("volumes", list(container.volumes.map { JSONText.quoted($0.text) })))
        }
        if !container.ports.isEmpty {
            members.append(("ports", list(container.ports.map { JSONText.quoted($0.text) })))
        }
        if let network = container.network { members.append(("network", JSONText.quoted(network))) }
        return members.count == 1 ? members[0].1 : object(members)
    }

    private mutating func addRules() {
        if job.retry != .standard { add("retries", retries(job.retry)) }
        if job.onExecutorLoss == .fail { add("onExecutorLoss", "\"fail\"") }
        if job.lossGrace != .seconds(60) { add("lossGrace", JSONText.quoted(Durations.text(job.lossGrace))) }
        if job.grace != .seconds(10) { add("grace", JSONText.quoted(Durations.text(job.grace))) }
        if let date = job.startAt { add("at", JSONText.quoted(Dates.text(date))) }
        if job.priority != 0 { add("priority", "\(job.priority)") }
        if !job.tags.isEmpty { add("tags", list(job.tags.map(JSONText.quoted))) }
        if !job.user.isEmpty { add("user", JSONText.quoted(job.user)) }
        if !job.kind.isEmpty { add("kind", JSONText.quoted(job.kind)) }
        if !job.metadata.isEmpty { add("metadata", object(job.metadata.map { ($0.name, $0.value) })) }
    }

    private func retries(_ rules: RetryRules) -> String {
        if rules == RetryRules(every: rules.exitCode) { return "\(rules.exitCode)" }
        let standard = RetryRules.standard
        var members: [(String, String)] = []
        for (name, rule) in RotaRetryRules.causes where rules[keyPath: rule] != standard[keyPath: rule] {
            members.append((name, "\(rules[keyPath: rule])"))
        }
        if rules.delay != standard.delay { members.append(("delay", JSONText.quoted(Durations.text(rules.delay)))) }
        if rules.growth != standard.growth { members.append(("growth", "\(Amount(thousandths: rules.growth))")) }
        if rules.longestDelay != standard.longestDelay {
            members.append(("longest", JSONText.quoted(Durations.text(rules.longestDelay))))
        }
        return object(members)
    }
}
