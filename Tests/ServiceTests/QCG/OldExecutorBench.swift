import Dialects
import Model
import Plan
import Testing

@testable import Service

/// A service's planner and its old executors, with the test as the loop.
struct OldExecutorBench {
    var planner: Planner
    var executors: QCGExecutors
    var now = Instant(nanoseconds: 0)
    /// Everything that was recorded.
    var record: [Fact] = []

    init() {
        var configuration = Planner.Configuration()
        configuration.refusesTooLarge = false
        planner = Planner(configuration: configuration)
        executors = QCGExecutors(planner, directory: "/home/u", at: now) { _ in }
    }

    static func executor(_ name: String = "executor-ABCDE", cores: Int...) -> QCGExecutor {
        let nodes = cores.enumerated().map { position, count in
            Node(identifier: NodeIdentifier(0), name: "n\(position)", cores: Array(0..<count), memory: .zero)
        }
        return QCGExecutor(name: name, address: "tcp://10.0.0.5:7040", kind: "LOCAL", nodes: nodes)
    }

    static func job(_ name: String, _ iterations: Range<Int>? = nil, cores: Cores = .one) -> Job {
        var job = Job(name: name, command: Command(action: .program("date", arguments: [])))
        job.request = Request(cores: cores)
        if let iterations { job.iterations = Iterations(range: iterations) }
        return job
    }

    mutating func submit(_ jobs: Job...) throws {
        try take([.jobsSubmitted(first: JobIdentifier(planner.jobCount), jobs: jobs, at: now)])
    }

    /// Takes facts and whatever follows from them, as the loop does.
    mutating func take(_ facts: [Fact]) throws {
        var facts = facts
        repeat {
            for fact in facts { try planner.take(fact, at: now) }
            let decision = planner.plan(at: now)
            record += decision.record
            for order in decision.orders {
                if let node = node(of: order), executors.has(node) {
                    executors.perform(order, on: node, planner, at: now)
                }
            }
            executors.committed(decision.record)
            facts = executors.collect(planner, at: now)
        } while !facts.isEmpty
    }

    private func node(of order: Order) -> NodeIdentifier? {
        switch order {
        case .start(let handOver): handOver.placement.parts.first?.node
        case .end(let attempt, _, _), .takeBack(let attempt, _), .adjust(let attempt, _): planner.node(of: attempt)
        }
    }

    /// Time passes a second at a time, since silence is looked for so often.
    mutating func pass(seconds: Int) throws {
        for _ in 0..<seconds {
            now = now + .seconds(1)
            try take([])
        }
    }

    mutating func register(_ executor: QCGExecutor) throws {
        try take(executors.register(executor, identity: 7, planner, at: now))
    }

    mutating func beat(_ name: String = "executor-ABCDE") throws {
        try take(#require(executors.heard(name, planner, at: now)))
    }

    /// What it is given: of each job its name, and the offsets.
    mutating func fetch(_ name: String = "executor-ABCDE", limit: Int? = nil) throws -> [String] {
        let (facts, reservations) = try #require(executors.fetch(name, limit: limit, planner, at: now))
        try take(facts)
        return reservations.map { given in
            let first = given.job.iterations.indices.lowerBound
            return ([given.job.name] + given.iterations.map { "\($0 - first)" }).joined(separator: " ")
        }
    }

    mutating func report(
        _ job: String, _ offset: Int = 0, _ state: QCGState = .succeeded, from name: String = "executor-ABCDE"
    ) throws {
        let report = QCGIterationReport(job: job, offset: offset, state: state)
        try take(#require(executors.ended(name, [report], planner, at: now)))
    }

    /// A new service that knows what was recorded.
    mutating func restart() throws {
        planner = planner.configured(Planner.Configuration())
        executors = QCGExecutors(planner, directory: "/home/u", at: now) { _ in }
        try take(planner.presentNodes.map { .nodeSilent($0.identifier, at: now) })
    }

    func state(_ job: Int, _ iteration: Int = 0) -> TaskState? {
        planner.state(of: TaskIdentifier(job: JobIdentifier(job), iteration: iteration))
    }
}
