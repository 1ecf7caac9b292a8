import Model
import Plan
import Testing

@Suite("Widths") struct WidthTests {
    /// A job of one task with a range of cores.
    private func job(_ name: String, _ cores: ClosedRange<Int>, preferred: Int? = nil, seconds: Int64? = nil) -> Job {
        var job = Samples.job(name)
        job.request = Request(cores: Cores(cores.lowerBound)...Cores(cores.upperBound))
        job.request.preferredCores = preferred.map { Cores($0) }
        job.request.wallTime = seconds.map { .seconds($0) }
        return job
    }

    private func live(_ width: Policy.Width, nodes: [Int], _ jobs: [Job]) throws -> Live {
        var configuration = Planner.Configuration()
        configuration.policy.width = width
        return try Live(nodes: nodes, jobs, configuration: configuration)
    }

    /// The widths that one plan gives, in the order of the starts.
    private func widths(_ width: Policy.Width, _ nodes: [Int], _ jobs: [Job]) throws -> [Int] {
        var live = try live(width, nodes: nodes, jobs)
        return live.plan().handOvers.map(\.placement.width.whole)
    }

    /// What the system of seed 004 does with so many free cores, where it does what it says.
    @Test(
        "each rule gives what the seed's table says",
        arguments: [
            // Strict: all of it, or nothing.
            (Policy.Width.strict, 8, [(12, 2...12)], [8]),
            (.strict, 8, [(6, 1...12), (4, 1...12)], [6]),
            (.strict, 8, [(6, 1...12), (4, 1...12), (2, 1...12)], [6, 2]),
            // Always attend: all of it, else what there is.
            (.whateverIsThere, 8, [(6, 1...12), (4, 1...12)], [6, 2]),
            (.whateverIsThere, 8, [(6, 1...12), (4, 3...12)], [6]),
            (.whateverIsThere, 1, [(4, 1...4)], [1]),
            // In proportion: f = 4 / 8, so that each gets twice what it asked.
            (.proportional, 8, [(2, 1...8), (2, 1...8)], [4, 4]),
            // f = 16 / 8.
            (.proportional, 8, [(12, 1...16), (4, 1...16)], [5, 3]),
            // Twelve threads on eight free cores.
            (.proportional, 8, [(12, 1...12)], [8]),
            (.proportional, 8, [(4, 1...4), (4, 1...4), (4, 1...4)], [3, 3, 2]),
            // Up to each one's maximum, and what that leaves goes to the others.
            (.proportional, 8, [(2, 1...3), (2, 1...8)], [3, 5]),
            (.proportional, 8, [(1, 1...2), (1, 1...2)], [2, 2]),
            // Not below each one's minimum.
            (.proportional, 8, [(1, 4...8), (7, 1...8)], [4, 4]),
        ] as [(Policy.Width, Int, [(Int, ClosedRange<Int>)], [Int])])
    func table(rule: Policy.Width, free: Int, asked: [(Int, ClosedRange<Int>)], expected: [Int]) throws {
        let jobs = asked.enumerated().map { job("job\($0)", $1.1, preferred: $1.0) }

        #expect(try widths(rule, [free], jobs) == expected)
    }

    @Test("exact requests are the same under every rule", arguments: Policy.Width.allCases)
    func exact(rule: Policy.Width) throws {
        let jobs = [Samples.job("three", cores: 3), Samples.job("four", cores: 4), Samples.job("two", cores: 2)]

        #expect(try widths(rule, [8], jobs) == [3, 4])
    }

    @Test("what an exact request leaves is dealt out to the others")
    func besideExact() throws {
        let jobs = [job("a", 1...8, preferred: 2), Samples.job("exact", cores: 3), job("b", 1...8, preferred: 2)]

        #expect(try widths(.proportional, [8], jobs) == [3, 3, 2])
    }

    @Test("every node is dealt out on its own, and all are as crowded")
    func nodes() throws {
        var live = try live(.proportional, nodes: [8, 8], (0..<4).map { job("job\($0)", 1...8, preferred: 2) })

        live.plan()

        #expect(live.last.handOvers.map(\.placement.width.whole) == [4, 4, 4, 4])
        #expect(live.last.handOvers.map { $0.placement.parts[0].node.number } == [0, 1, 0, 1])
    }

    @Test("as many are served as can be with the least they need, the first in order before the others")
    func many() throws {
        let jobs = (0..<20).map { job("job\($0)", 2...8, preferred: 4) }

        #expect(try widths(.proportional, [9], jobs) == [3, 2, 2, 2])
    }

    @Test("strictly, who asks for more than any node has gets the widest one whole")
    func wider() throws {
        #expect(try widths(.strict, [4, 8, 2], [job("a", 1...100), job("b", 1...100)]) == [8])
    }

    @Test("behind a reservation who may not have all that is free gets the least it can do with")
    func behindReservation() throws {
        var configuration = Planner.Configuration()
        configuration.policy = Policy(overtaking: .easy)
        let jobs = [
            job("before", 2...2, seconds: 100), job("wide", 3...3, seconds: 100), job("long", 1...2, seconds: 999),
        ]
        var live = try Live(nodes: [4], jobs, configuration: configuration)

        #expect(live.plan().handOvers.map(\.placement.width.whole) == [2, 1])
    }

    @Test(
        "of either or, the one that can start does",
        arguments: [
            (0, 16, "16 cores"), (1, 16, "1 GPU"), (1, 8, "1 GPU"),
        ])
    func alternatives(gpus: Int, cores: Int, expected: String) throws {
        var node = Samples.node(cores: cores)
        node.gpus = (0..<gpus).map { "\($0)" }
        var planner = Planner()
        try planner.take(.nodeJoined(node, at: .zero), at: .zero)
        try planner.take(.jobsSubmitted(first: JobIdentifier(0), jobs: [either()], at: .zero), at: .zero)

        let decision = planner.plan(at: .zero)

        let taken = try #require(decision.handOvers.first).placement
        #expect(
            either().request.taken(by: taken)
                == (expected == "1 GPU" ? either().request.options[0] : either().request.alternatives[0]))
        #expect(taken.width == (expected == "1 GPU" ? .one : Cores(16)))
    }

    @Test("of either or, when none can start now the one that is free first is taken")
    func firstFree() throws {
        var node = Samples.node(cores: 16)
        node.gpus = ["0"]
        var live = try Live(nodes: [])
        var busy = Samples.job("busy", 0..<2)
        busy.request.gpus = Amount(thousandths: 500)
        try live.take(.nodeJoined(node, at: live.now))
        try live.take(.jobsSubmitted(first: JobIdentifier(0), jobs: [busy, either()], at: live.now))
        #expect(live.plan().starts == [[0, 0, 0], [0, 1, 0]])

        try live.end(0)
        #expect(live.plan().starts == [])
        try live.end(1)

        #expect(live.plan().starts == [[1, 0, 0]])
        #expect(live.last.handOvers[0].placement.width == .one)
    }

    @Test("either or is refused only when nothing of it could ever fit")
    func refused() throws {
        var live = try Live(nodes: [16], refusesTooLarge: true)
        try live.take(.jobsSubmitted(first: JobIdentifier(0), jobs: [either()], at: live.now))

        var small = try Live(nodes: [8], refusesTooLarge: true)

        #expect(throws: Refusal.self) {
            try small.take(.jobsSubmitted(first: JobIdentifier(0), jobs: [either()], at: small.now))
        }
    }

    private func either() -> Job {
        var job = Samples.job("either")
        job.request.gpus = Amount(1)
        job.request.alternatives = [Request(cores: Cores(16))]
        return job
    }
}
