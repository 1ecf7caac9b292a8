package import Model

/// `parameters.json`: the policy, where the requests come from, and what those are like that are made up.
package struct TensorFlowParameters: Sendable, Hashable {
    package var scheduling = TensorFlowScheduling()
    package var version = Version.malleable
    /// Of the created requests: what the containers train, for the files that tell of it.
    package var model = ""
    package var image = "tf_scheduler"
    package var containers = 1
    package var source = Source.file
    /// None: the file usual with this one.
    package var requestsFile: String?
    package var gap = Gap.fixed(.seconds(60))
    /// How many threads a created request asks for.
    package var threads = Threads.fixed(2)
    /// The widest that a container may become, save under STRICT; none: all cores of the machine.
    package var mostCores: Int?

    /// Whether the containers' TensorFlow takes part when its width changes.
    package enum Version: String, Sendable, Hashable, CaseIterable {
        // Spelled so in every file there is.
        case malleable = "maleable"
        case original
    }

    package enum Source: String, Sendable, Hashable, CaseIterable {
        case create, file
    }

    /// The seconds between two created requests.
    package enum Gap: Sendable, Hashable {
        case fixed(Duration)
        case normal(mean: Duration, deviation: Duration)
    }

    package enum Threads: Sendable, Hashable {
        case fixed(Int)
        /// Each as likely as any other.
        case random(Range<Int>)
    }

    package init() {}

    static let keys = [
        "policy", "assignment_policy", "tf_version", "tf_model", "tf_dockerimage", "number_containers",
        "time_distribution", "time_gap", "resources_distribution", "resources_per_container", "get_requests",
        "requests_file", "max_resources_per_container", "quantum", "preemption", "feedback",
    ]

    private static let mostContainers = 100_000
    private static let mostThreads = 65_536

    /// - Parameter name: of the file, for refusals.
    package static func read(_ bytes: [UInt8], name: String) throws(Refusal) -> TensorFlowParameters {
        let fields = try Fields(of: try JSONReader.read(bytes, document: name).root, known: keys)
        var parameters = TensorFlowParameters()
        parameters.scheduling = try scheduling(fields)
        parameters.version = try word(fields["tf_version"]) ?? .malleable
        parameters.model = try fields["tf_model"]?.text() ?? ""
        if let image = try fields["tf_dockerimage"]?.text() { parameters.image = image }
        parameters.containers = try fields["number_containers"]?.integer(in: 1...mostContainers) ?? 1
        parameters.source = try word(fields["get_requests"]) ?? .file
        parameters.requestsFile = try fields["requests_file"]?.text()
        parameters.mostCores = try fields["max_resources_per_container"]?.integer(in: 1...mostThreads)
        try parameters.readGap(fields)
        try parameters.readThreads(fields)
        return parameters
    }

    private static func scheduling(_ fields: Fields) throws(Refusal) -> TensorFlowScheduling {
        var scheduling = TensorFlowScheduling(
            planning: try word(fields["policy"]) ?? .firstCome,
            assignment: try word(fields["assignment_policy"]) ?? .strict)
        if let value = fields["preemption"], try value.text() != "none" { scheduling.preemption = try word(value) }
        scheduling.feedback = try fields["feedback"]?.read(Durations.readPositive)
        if let quantum = try fields["quantum"]?.read(Durations.readPositive) { scheduling.quantum = quantum }
        if let (path, problem, remedy) = scheduling.contradiction({ $0 }) {
            throw (fields[path] ?? fields.value).refusal(problem, remedy)
        }
        return scheduling
    }

    private mutating func readGap(_ fields: Fields) throws(Refusal) {
        enum Distribution: String, CaseIterable { case `static`, normal }
        let distribution: Distribution = try Self.word(fields["time_distribution"]) ?? .static
        guard let value = fields["time_gap"] else { return }
        let numbers = try Self.pair(value, "the mean and the deviation, in seconds")
        let mean = try numbers[0].read(Durations.read)
        let deviation = try numbers[1].read(Durations.read)
        gap = distribution == .static ? .fixed(mean) : .normal(mean: mean, deviation: deviation)
    }

    /// The second number is the first that is too many.
    private mutating func readThreads(_ fields: Fields) throws(Refusal) {
        enum Distribution: String, CaseIterable { case `static`, random }
        let distribution: Distribution = try Self.word(fields["resources_distribution"]) ?? .static
        guard let value = fields["resources_per_container"] else { return }
        let numbers = try Self.pair(value, "the least number of threads, and the first that is too many")
        let least = try numbers[0].integer(in: 1...Self.mostThreads)
        guard distribution == .random else { return threads = .fixed(least) }
        let end = try numbers[1].integer(in: 0...Self.mostThreads + 1)
        guard end > least else {
            throw numbers[1].refusal(
                "is \(end), the first number that is too many, and the least is \(least)", "Raise it above that.")
        }
        threads = .random(least..<end)
    }

    private static func pair(_ value: JSONValue, _ meaning: String) throws(Refusal) -> [JSONValue] {
        let elements = try value.list()
        guard elements.count == 2 else {
            throw value.refusal("is a list of \(elements.count); it has 2 elements: \(meaning)", "Write both.")
        }
        return elements
    }

    private static func word<Word: RawRepresentable & CaseIterable>(
        _ value: JSONValue?
    ) throws(Refusal) -> Word? where Word.RawValue == String {
        guard let value else { return nil }
        return try value.word(of: Word.allCases.map { ($0.rawValue, $0) })
    }
}
