import Model
import Plan

/// The service's loop with an executor whose every task succeeds at once.
struct Drive {
    private var planner = Planner()
    private var now = Instant(nanoseconds: 1)
    /// Makes a decision's facts durable before its orders are performed.
    private let record: ([Fact]) throws -> Void
    private(set) var facts = 0
    private(set) var ended = 0
    private(set) var tenths: [Pace.Tenth] = []
    /// Of the present tenth.
    private var commits: [Swift.Duration] = []
    /// This process's when the present tenth began.
    private var processorTime = 0.0

    /// What every task is said to have taken.
    ///
    /// 1 ms: chains of about 50, as with the shortest real programs.
    private static let runTime = Duration.milliseconds(1)
    private let nodes: [Node]

    /// One node of 16 cores, or so many of one core.
    init(nodes count: Int?, record: @escaping ([Fact]) throws -> Void) {
        self.record = record
        nodes = (0..<(count ?? 1)).map { number in
            Node(
                identifier: NodeIdentifier(number), name: "bench\(number)", cores: Array(0..<(count == nil ? 16 : 1)),
                memory: .gibibytes(64))
        }
    }

    mutating func run(_ jobs: [Job]) throws -> Pace {
        let total = jobs.reduce(0) { $0 + $1.iterations.count }
        let begin = ContinuousClock.now
        for node in nodes { try planner.take(.nodeJoined(node, at: now), at: now) }
        try planner.take(.jobsSubmitted(first: JobIdentifier(0), jobs: jobs, at: now), at: now)
        let accepted = ContinuousClock.now
        processorTime = Pace.processorTime()
        while ended < total {
            let before = ended
            try step(of: total)
            precondition(ended > before, "every plan starts something while tasks are left")
        }
        // The last ends belong into the record too.
        try record(planner.plan(at: now).record)
        precondition(planner.isComplete, "every task has succeeded")
        return Pace(begin: begin, accepted: accepted, tenths: tenths, tasks: total, facts: facts)
    }

    private mutating func step(of total: Int) throws {
        let decision = planner.plan(at: now)
        facts += decision.record.count
        commits.append(try ContinuousClock().measure { try record(decision.record) })
        now = now + Self.runTime
        for case .start(let handOver) in decision.orders {
            for offset in 0..<handOver.count {
                let end = AttemptEnd(
                    attempt: AttemptIdentifier(handOver.firstAttempt.number + offset), startedAt: handOver.at,
                    endedAt: now, processIdentifier: 1, outcome: .succeeded)
                try planner.take(.attemptEnded(end), at: now)
                ended += 1
                if ended * 10 >= (tenths.count + 1) * total { endTenth() }
            }
        }
    }

    private mutating func endTenth() {
        let processorTime = Pace.processorTime()
        tenths.append(
            Pace.Tenth(endedAt: .now, processorTime: processorTime - self.processorTime, commits: commits))
        self.processorTime = processorTime
        commits = []
    }
}
