import Model

/// A run that could have been: facts from a small simulated machine that starts whatever fits, first come first served.
struct SampleRun {
    private(set) var facts: [Fact] = []
    private let cores: Int
    private var freeAt: [Int64]
    private var nextAttempt = 0
    private var jobs: [Job] = []
    private var seed: UInt64 = 42
    private(set) var clock: Int64 = 0

    static let origin: Int64 = 1_772_370_309_000

    static func at(_ milliseconds: Int64) -> Instant {
        Instant(nanoseconds: (origin + milliseconds) * 1_000_000)
    }

    init(cores: Int, nodes: Int = 1, arguments: [String] = ["run", "pipeline.json"]) {
        self.cores = cores
        freeAt = [Int64](repeating: 0, count: cores * nodes)
        open(at: 0, arguments)
        for node in 0..<nodes {
            facts.append(
                .nodeJoined(
                    Node(
                        identifier: NodeIdentifier(node), name: nodes == 1 ? "frost" : "n\(node + 1)",
                        cores: Array(0..<cores), memory: .gibibytes(64)), at: Self.at(0)))
        }
    }

    /// Another run with all its facts but those.
    init(_ other: SampleRun, without isLeftOut: (Fact) -> Bool) {
        self = other
        facts.removeAll(where: isLeftOut)
    }

    mutating func open(at milliseconds: Int64, _ arguments: [String] = []) {
        let run = Run(
            number: 3, token: 7, arguments: arguments, directory: "/home/ada/mesh", host: "frost", version: "0.1.0")
        facts.append(.runOpened(run, at: Self.at(milliseconds)))
        for core in freeAt.indices { freeAt[core] = max(freeAt[core], milliseconds) }
    }

    mutating func add(_ fact: Fact) { facts.append(fact) }

    mutating func submit(_ name: String, _ iterations: Range<Int>? = nil, change: (inout Job) -> Void = { _ in }) {
        var job = Job(name: name, command: Command(action: .program("true", arguments: [])))
        if let iterations { job.iterations = Iterations(range: iterations) }
        change(&job)
        facts.append(.jobsSubmitted(first: JobIdentifier(jobs.count), jobs: [job], at: Self.at(clock)))
        jobs.append(job)
    }

    /// A number below the bound, the same in every test.
    mutating func random(_ bound: Int64) -> Int64 {
        seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int64(seed >> 33) % bound
    }

    /// Runs some iterations on the cores that are free first, each for about so long.
    mutating func run(
        _ job: Int, _ iterations: Range<Int>? = nil, width: Int, milliseconds: Int64, use: Int64 = 95,
        memory: Bytes = .mebibytes(200), failing: (Int) -> Outcome? = { _ in nil }
    ) {
        for iteration in iterations ?? jobs[job].iterations.indices {
            let node = (0..<(freeAt.count / cores)).min { earliest($0, width) < earliest($1, width) } ?? 0
            let start = earliest(node, width) + 1
            let length = max(1, milliseconds * (70 + random(60)) / 100)
            let outcome = failing(iteration)
            let taken = (0..<cores).filter { freeAt[node * cores + $0] < start }.prefix(width)
            for core in taken { freeAt[node * cores + core] = start + length }
            clock = max(clock, start + length)
            finish(
                TaskIdentifier(job: JobIdentifier(job), iteration: iteration), node: node, cores: Array(taken),
                from: start, to: start + length, use: use, memory: memory, outcome: outcome ?? .succeeded)
        }
    }

    private func earliest(_ node: Int, _ width: Int) -> Int64 {
        freeAt[(node * cores)..<((node + 1) * cores)].sorted()[width - 1]
    }

    private mutating func finish(
        _ task: TaskIdentifier, node: Int, cores: [Int], from: Int64, to: Int64, use: Int64, memory: Bytes,
        outcome: Outcome
    ) {
        let shares = cores.map { Placement.CoreShare(position: $0) }
        let attempt = AttemptIdentifier(nextAttempt)
        nextAttempt += 1
        facts.append(
            .attemptsHandedOver(
                HandOver(
                    firstAttempt: attempt,
                    placement: Placement(parts: [Placement.Part(node: NodeIdentifier(node), cores: shares)]),
                    after: nil,
                    tasks: [TaskRange(job: task.job, iterations: task.iteration..<(task.iteration + 1))],
                    at: Self.at(from))))
        var end = AttemptEnd(
            attempt: attempt, startedAt: Self.at(from), endedAt: Self.at(to), processIdentifier: 4000,
            outcome: outcome)
        end.usage.userMicroseconds = (to - from) * Int64(cores.count) * use * 10
        end.usage.peakMemory = memory
        facts.append(.attemptEnded(end))
        switch outcome {
        case .succeeded, .interrupted, .cancelled: break
        default: facts.append(.taskFailed(task, at: Self.at(to)))
        }
    }

    mutating func close(_ end: RunEnd = .complete) { facts.append(.runClosed(end, at: Self.at(clock))) }
}

extension SampleRun {
    /// Data is made, analysed in parallel and merged; two parts fail.
    static func pipeline() -> SampleRun {
        var run = SampleRun(cores: 8)
        run.submit("make-data", 0..<6)
        run.submit("mesh", 0..<24)
        run.submit("solve <α & β>", 0..<8) { $0.request = Request(cores: Cores(4)) }
        run.submit("statistics", 0..<30)
        run.submit("merge")
        run.run(0, width: 1, milliseconds: 4000)
        run.run(1, width: 1, milliseconds: 2600, failing: { $0 == 7 ? .exited(code: 3) : nil })
        run.run(
            2, width: 4, milliseconds: 5200, use: 27, memory: .gibibytes(2), failing: { $0 == 5 ? .outOfMemory : nil })
        run.run(3, width: 1, milliseconds: 900)
        run.run(4, width: 8, milliseconds: 2500, use: 80)
        run.close()
        return run
    }

    /// More tasks than a picture can show one by one.
    static func crowd(_ count: Int, cores: Int, nodes: Int) -> SampleRun {
        var run = SampleRun(cores: cores, nodes: nodes)
        run.submit("draw", 0..<count)
        run.submit("weigh", 0..<count)
        run.submit("sort", 0..<(count / 2))
        run.run(0, width: 1, milliseconds: 900, failing: { $0 % 997 == 5 ? .signalled(11) : nil })
        run.run(2, width: cores / 2, milliseconds: 300)
        run.run(1, width: 1, milliseconds: 600)
        run.close()
        return run
    }
}
