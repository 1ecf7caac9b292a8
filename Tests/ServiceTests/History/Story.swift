import Model

/// Facts as a run would record them, written down in few words; times in milliseconds since the run was opened.
struct Story {
    private(set) var facts: [Fact] = []
    private var nextAttempt = 0
    private var nextJob = 0

    static let origin: Int64 = 1_700_000_000_000

    static func at(_ milliseconds: Int64) -> Instant {
        Instant(nanoseconds: (origin + milliseconds) * 1_000_000)
    }

    init(cores: Int = 2) {
        opened(at: 0)
        facts.append(
            .nodeJoined(
                Node(identifier: NodeIdentifier(0), name: "here", cores: Array(0..<cores), memory: .gibibytes(8)),
                at: Self.at(0)))
    }

    mutating func opened(at milliseconds: Int64) {
        let run = Run(number: 1, token: 7, arguments: [], directory: "/", host: "here", version: "1")
        facts.append(.runOpened(run, at: Self.at(milliseconds)))
    }

    mutating func add(_ fact: Fact) { facts.append(fact) }

    mutating func submit(_ name: String, _ iterations: Range<Int>? = nil, change: (inout Job) -> Void = { _ in }) {
        var job = Job(name: name, command: Command(action: .program("true", arguments: [])))
        if let iterations { job.iterations = Iterations(range: iterations) }
        change(&job)
        facts.append(.jobsSubmitted(first: JobIdentifier(nextJob), jobs: [job], at: Self.at(0)))
        nextJob += 1
    }

    /// Hands over a chain on these cores; the answer is its first attempt's number.
    @discardableResult
    mutating func handOver(_ job: Int, _ iterations: Range<Int>, cores: Range<Int>, at milliseconds: Int64) -> Int {
        let first = nextAttempt
        nextAttempt += iterations.count
        let shares = cores.map { Placement.CoreShare(position: $0) }
        facts.append(
            .attemptsHandedOver(
                HandOver(
                    firstAttempt: AttemptIdentifier(first),
                    placement: Placement(parts: [Placement.Part(node: NodeIdentifier(0), cores: shares)]),
                    after: nil, tasks: [TaskRange(job: JobIdentifier(job), iterations: iterations)],
                    at: Self.at(milliseconds))))
        return first
    }

    mutating func end(
        _ attempt: Int, from: Int64?, to: Int64, _ outcome: Outcome = .succeeded, processor: Int64 = 0,
        memory: Bytes = .zero
    ) {
        var end = AttemptEnd(
            attempt: AttemptIdentifier(attempt), startedAt: from.map(Self.at), endedAt: Self.at(to),
            processIdentifier: 100 + attempt, outcome: outcome)
        end.usage.userMicroseconds = processor * 1000
        end.usage.peakMemory = memory
        facts.append(.attemptEnded(end))
    }

    static func task(_ job: Int, _ iteration: Int) -> TaskIdentifier {
        TaskIdentifier(job: JobIdentifier(job), iteration: iteration)
    }
}
