import Dialects
import Model
import Plan
import Rehearsal

/// How long one planning pass takes after one task has ended, and a forecast, where very many wait.
struct Passes {
    private var planner: Planner
    private var now = Instant(nanoseconds: 1)
    private let running: Int

    private static let nodes = 1000
    private static let coresOfNode = 128
    // Eight tasks fill a node; no more fit until one of them ends.
    private static let width = 16
    // Odd, so that the ends are spread over nodes and times.
    private static let stride = 97

    /// - Parameter waiting: how many tasks wait, with as many different estimates.
    init(_ waiting: Int, policy: String) throws {
        var configuration = Planner.Configuration()
        configuration.policy = try PolicyName.read(policy)
        planner = Planner(configuration: configuration)
        running = Self.nodes * Self.coresOfNode / Self.width
        for number in 0..<Self.nodes {
            let node = Node(
                identifier: NodeIdentifier(number), name: "n\(number)", cores: Array(0..<Self.coresOfNode),
                memory: .gibibytes(512))
            try planner.take(.nodeJoined(node, at: now), at: now)
        }
        let first = (0..<running).map { Self.job("r\($0)", cores: Self.width, seconds: 36_000 + $0) }
        try planner.take(.jobsSubmitted(first: JobIdentifier(0), jobs: first, at: now), at: now)
        begin(planner.plan(at: now))
        let line = (0..<waiting).map { number in
            // From one core to a whole node; who is first in line needs a whole one.
            let cores = number == 0 ? Self.coresOfNode : 1 + number * Self.stride % Self.coresOfNode
            return Self.job("w\(number)", cores: cores, seconds: 600 + number * Self.stride % 1_000_003)
        }
        try planner.take(.jobsSubmitted(first: JobIdentifier(running), jobs: line, at: now), at: now)
        begin(planner.plan(at: now))
    }

    private static func job(_ name: String, cores: Int, seconds: Int) -> Job {
        var job = Job(name: name, command: Command(action: .script("")))
        job.request = Request(cores: Cores(cores))
        job.request.wallTime = .seconds(Int64(seconds))
        return job
    }

    private mutating func begin(_ decision: Decision) {
        for case .start(let handOver) in decision.orders {
            planner.apply(.attemptStarted(handOver.firstAttempt, at: now))
        }
    }

    /// One JSON object: of so many passes, each after the end of one task, the median and the longest.
    mutating func line(_ count: Int) throws -> String {
        var times: [Swift.Duration] = []
        for pass in 0..<count {
            now = now + .seconds(1)
            let attempt = AttemptIdentifier(pass * Self.stride % running)
            let startedAt = Instant(nanoseconds: 1)
            let end = AttemptEnd(attempt: attempt, startedAt: startedAt, endedAt: now, outcome: .succeeded)
            let clock = ContinuousClock.now
            try planner.take(.attemptEnded(end), at: now)
            let decision = planner.plan(at: now)
            times.append(ContinuousClock.now - clock)
            begin(decision)
        }
        times.sort()
        return """
            {"median": \(Pace.seconds(times[times.count / 2])), "longest": \(Pace.seconds(times[times.count - 1]))}
            """
    }

    /// One JSON object: how long a forecast of all that runs and waits takes.
    mutating func forecast() -> String {
        _ = planner.plan(at: now)
        let clock = ContinuousClock.now
        let forecast = Forecast(of: planner, at: now)
        let seconds = Pace.seconds(ContinuousClock.now - clock)
        let starts = forecast.spans.reduce(0) { $0 + ($1?.starts ?? 0) }
        return "{\"seconds\": \(seconds), \"starts\": \(starts)}"
    }
}
