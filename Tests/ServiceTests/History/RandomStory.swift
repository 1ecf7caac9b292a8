import Model

/// Facts as an eventful run records them: chains behind chains, retries, losses, interruptions and resumptions.
struct RandomStory {
    private(set) var facts: [Fact] = []
    private var state: UInt64
    private var now: Int64 = 0
    private var node = 0
    private var nextAttempt = 0
    private var waiting: [Int]
    /// By core, the attempts that are open, in the order they run, each with its iteration.
    private var lanes: [[(attempt: Int, iteration: Int)]] = [[], [], []]

    private static let job = JobIdentifier(1)

    init(seed: UInt64, tasks: Int) {
        state = seed &* 2 &+ 1
        waiting = Array((0..<tasks).reversed())
        open()
        let names = ["first", "many", "last"]
        let jobs = names.map { name in
            var job = Job(name: name, command: Command(action: .program("true", arguments: [])))
            if name == "many" { job.iterations = Iterations(range: 0..<tasks) }
            return job
        }
        facts.append(.jobsSubmitted(first: JobIdentifier(0), jobs: jobs, at: moment()))
        while !waiting.isEmpty || lanes.contains(where: { !$0.isEmpty }) { step() }
        facts.append(.runClosed(.complete, at: moment()))
    }

    /// A number below a bound.
    mutating func number(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % bound
    }

    private mutating func step() {
        let lane = number(lanes.count)
        switch number(400) {
        case 0: interrupt()
        case 1..<4: lose(lane)
        case 4..<14: takeBack(lane)
        case 14..<24: facts.append(.tasksCancelled(range(number(waiting.count + 1)), at: moment()))
        case 24..<200 where !waiting.isEmpty: handOver(lane)
        default: for _ in 0..<number(12) { end(lane) }
        }
    }

    /// Not always later than the one before: executors report what happened a moment ago.
    private mutating func moment() -> Instant {
        now += Int64(number(1000))
        return Instant(nanoseconds: 1_700_000_000_000_000_000 + now - Int64(number(3000)))
    }

    private mutating func open() {
        let run = Run(number: 1, token: 7, arguments: [], directory: "/", host: "here", version: "1")
        facts.append(.runOpened(run, at: moment()))
        let joined = Node(identifier: NodeIdentifier(node), name: "here", cores: [0, 1, 2], memory: .gibibytes(8))
        facts.append(.nodeJoined(joined, at: moment()))
    }

    private mutating func interrupt() {
        let run = Run(number: 1, token: 7, arguments: [], directory: "/", host: "here", version: "1")
        facts.append(.runOpened(run, at: moment()))
        facts.append(.nodeLost(NodeIdentifier(node), at: moment()))
        node += 1
        for lane in lanes.indices {
            waiting += lanes[lane].map(\.iteration)
            lanes[lane] = []
        }
        let joined = Node(identifier: NodeIdentifier(node), name: "here", cores: [0, 1, 2], memory: .gibibytes(8))
        facts.append(.nodeJoined(joined, at: moment()))
        facts.append(.retryRequested(Self.job, at: moment()))
    }

    private mutating func handOver(_ lane: Int) {
        let taken = Array(waiting.suffix(1 + number(60)).reversed())
        waiting.removeLast(taken.count)
        let part = Placement.Part(node: NodeIdentifier(node), cores: [Placement.CoreShare(position: lane)])
        facts.append(
            .attemptsHandedOver(
                HandOver(
                    firstAttempt: AttemptIdentifier(nextAttempt), placement: Placement(parts: [part]),
                    after: lanes[lane].last.map { AttemptIdentifier($0.attempt) }, tasks: taken.map(range),
                    at: moment())))
        for iteration in taken {
            lanes[lane].append((nextAttempt, iteration))
            nextAttempt += 1
        }
    }

    private mutating func end(_ lane: Int) {
        guard let (attempt, iteration) = lanes[lane].first else { return }
        lanes[lane].removeFirst()
        let startedAt = moment()
        if number(5) == 0 { facts.append(.attemptStarted(AttemptIdentifier(attempt), at: startedAt)) }
        let outcome = number(12) == 0 ? Outcome.exited(code: 1) : .succeeded
        facts.append(
            .attemptEnded(
                AttemptEnd(
                    attempt: AttemptIdentifier(attempt), startedAt: startedAt, endedAt: moment(), outcome: outcome)))
        guard outcome != .succeeded else { return }
        let task = TaskIdentifier(job: Self.job, iteration: iteration)
        if number(2) == 0 { return facts.append(.taskFailed(task, at: moment())) }
        facts.append(.taskReturned(task, readyAt: moment(), memory: .zero))
        waiting.insert(iteration, at: number(waiting.count + 1))
    }

    /// As when a lane dies: nobody knows which of its attempts had started.
    private mutating func lose(_ lane: Int) {
        let at = moment()
        for (attempt, _) in lanes[lane].reversed() {
            let end = AttemptEnd(attempt: AttemptIdentifier(attempt), startedAt: nil, endedAt: at, outcome: .lost)
            facts.append(.attemptEnded(end))
        }
        waiting += lanes[lane].map(\.iteration)
        lanes[lane] = []
    }

    private mutating func takeBack(_ lane: Int) {
        let back = Array(lanes[lane].dropFirst(1 + number(20)))
        guard let first = back.first, zip(back, back.dropFirst()).allSatisfy({ $0.attempt + 1 == $1.attempt }) else {
            return
        }
        facts.append(.attemptsTakenBack(first: AttemptIdentifier(first.attempt), count: back.count, at: moment()))
        lanes[lane].removeLast(back.count)
        waiting += back.map(\.iteration)
    }

    private func range(_ iteration: Int) -> TaskRange {
        TaskRange(job: Self.job, iterations: iteration..<iteration + 1)
    }
}
