import Model

/// Facts as a run of short tasks leaves them.
enum Samples {
    static let opening: [Fact] = [
        .runOpened(
            Run(
                number: 1, token: 0x0123_4567_89AB_CDEF, arguments: ["--range", "0-99", "--", "true"],
                directory: "/home/ada/mesh", host: "n1", version: "1"), at: instant(0)),
        .nodeJoined(
            Node(identifier: NodeIdentifier(0), name: "n1", cores: [0, 1], memory: .gibibytes(8)), at: instant(0)),
        .jobsSubmitted(first: JobIdentifier(0), jobs: [job("mesh", 100_000_000)], at: instant(0)),
    ]

    static func job(_ name: String, _ count: Int) -> Job {
        var job = Job(name: name, command: Command(action: .program("true", arguments: [])))
        job.iterations = Iterations(range: 0..<count)
        return job
    }

    /// 300 µs apart.
    static func instant(_ number: Int) -> Instant {
        Instant(nanoseconds: 1_800_000_000_000_000_000 + Int64(number) * 300_017)
    }

    static func handOver(first: Int, count: Int, core: Int = 0) -> HandOver {
        HandOver(
            firstAttempt: AttemptIdentifier(first),
            placement: Placement(parts: [
                Placement.Part(node: NodeIdentifier(0), cores: [Placement.CoreShare(position: core)])
            ]),
            after: first == 0 ? nil : AttemptIdentifier(first - 1),
            tasks: [TaskRange(job: JobIdentifier(0), iterations: first..<first + count)], at: instant(first))
    }

    static func end(_ number: Int) -> AttemptEnd {
        AttemptEnd(
            attempt: AttemptIdentifier(number), startedAt: instant(number - 2), endedAt: instant(number),
            processIdentifier: 4000 + number, outcome: .succeeded,
            usage: Usage(
                userMicroseconds: 310 + Int64(number % 50), systemMicroseconds: 420 + Int64(number % 70),
                peakMemory: .kibibytes(1500 + Int64(number % 100)), voluntarySwitches: 1, involuntarySwitches: 0))
    }

    static func ends(_ numbers: ClosedRange<Int>) -> [AttemptEnd] { numbers.map(end) }

    /// Hand-overs of a hundred, each followed by its ends, from attempt `first` on.
    static func work(_ first: Int, _ count: Int) -> [Fact] {
        var facts: [Fact] = []
        facts.reserveCapacity(count + count / 100 + 1)
        for number in first..<first + count {
            if number % 100 == 0 {
                facts.append(.attemptsHandedOver(handOver(first: number, count: 100, core: number / 100 % 2)))
            }
            facts.append(.attemptEnded(end(number)))
        }
        return facts
    }
}
