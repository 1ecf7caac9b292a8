import Model

/// One job of Rota's own job file.
struct RotaJobReader {
    let name: String
    let fields: RotaJobFields
    let iterations: Iterations
    let templates: RotaTemplate

    init(of value: JSONValue, defaults: Fields?) throws(Refusal) {
        fields = try RotaJobFields(of: value, defaults: defaults)
        let field = try fields.own.required("name", "Add one; dependencies and reports need it.")
        name = try field.text()
        do throws(ReadingProblem) {
            try Names.checkJob(name)
        } catch {
            throw field.refusal(error)
        }
        iterations = try Self.iterations(fields)
        templates = RotaTemplate(jobName: name, columns: iterations.columns)
    }

    func job() throws(Refusal) -> Job {
        var job = Job(name: name, command: try command())
        job.request = try request()
        job.iterations = iterations
        if case .equalParts(0) = job.request.sharing { job.request.sharing = .equalParts(iterations.count) }
        job.dependencies = try dependencies()
        if let at = fields["at"] { job.startAt = try at.read(Dates.read) }
        if let priority = fields["priority"] { job.priority = try priority.integer(in: Self.priorities) }
        if let retries = fields["retries"] { job.retry = try RotaRetryRules.read(retries) }
        if let loss = fields["onExecutorLoss"] {
            job.onExecutorLoss = try loss.word(of: [("retry", .retry), ("fail", .fail)])
        }
        if let grace = fields["lossGrace"] { job.lossGrace = try grace.read(Durations.read) }
        if let grace = fields["grace"] { job.grace = try grace.read(Durations.read) }
        if let tags = fields["tags"] { job.tags = try tags.texts() }
        if let user = fields["user"] { job.user = try user.text() }
        if let kind = fields["kind"] { job.kind = try kind.text() }
        if let most = fields["atMost"] { job.atMost = try most.integer(in: 1...1_000_000_000) }
        if let metadata = fields["metadata"] {
            job.metadata = try metadata.object()
                .map { .init(name: $0.name, value: $0.value.source) }.sorted { $0.name < $1.name }
        }
        return job
    }

    /// ±2^31: ageing adds to a priority and must not overflow.
    private static let priorities = -2_147_483_648...2_147_483_647

    private func dependencies() throws(Refusal) -> [Dependency] {
        guard let after = fields.own["after"] else { return [] }
        var dependencies: [Dependency] = []
        for element in after.isList ? after.elements : [after] {
            let dependency = try dependency(element)
            if !dependencies.contains(dependency) { dependencies.append(dependency) }
        }
        return dependencies
    }

    /// `"mesh:${it}"`, or `{"job": "mesh", "when": "ended"}`.
    private func dependency(_ value: JSONValue) throws(Refusal) -> Dependency {
        guard value.isObject else {
            return try DependencyText.read(try value.text(), isIterated: iterations.isIterated, at: value)
        }
        let members = try Fields(of: value, known: ["job", "when"])
        let job = try members.required("job", "Name the job to wait for.")
        var dependency = try DependencyText.read(try job.text(), isIterated: iterations.isIterated, at: job)
        if let when = members["when"] {
            dependency.condition = try when.word(of: [("succeeded", .success), ("ended", .end)])
        }
        return dependency
    }
}
