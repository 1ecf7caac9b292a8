import Model
import Plan
import Testing

@Suite("Node choice") struct NodeChoiceTests {
    /// The nodes on which tasks of so many cores are started, one plan.
    private func nodes(_ choice: Policy.NodeChoice, _ nodes: [Int], cores: [Int]) throws -> [Int] {
        var configuration = Planner.Configuration()
        configuration.policy.nodeChoice = choice
        let jobs = cores.enumerated().map { Samples.job("job\($0)", cores: $1) }
        var live = try Live(nodes: nodes, jobs, configuration: configuration)
        return live.plan().starts.map { $0[2] }
    }

    @Test(
        "each choice has its own order",
        arguments: [
            (Policy.NodeChoice.tightest, [2, 2, 0, 0, 0]),
            (.rotating, [0, 1, 2, 0, 1]),
            (.spread, [1, 0, 1, 0, 1]),
            (.pack, [2, 2, 0, 0, 0]),
        ])
    func orders(choice: Policy.NodeChoice, expected: [Int]) throws {
        #expect(try nodes(choice, [4, 5, 2], cores: [1, 1, 1, 1, 1]) == expected)
    }

    @Test("packing goes where most is in use, though less would be left elsewhere")
    func pack() throws {
        #expect(try nodes(.pack, [16, 4], cores: [5, 2]) == [0, 0])
        #expect(try nodes(.tightest, [16, 4], cores: [5, 2]) == [0, 1])
    }

    @Test("rotating passes nodes on which too little is free, and comes round")
    func rotating() throws {
        #expect(try nodes(.rotating, [4, 1, 4], cores: [2, 2, 1, 1, 2]) == [0, 2, 0, 1, 2])
    }

    @Test("rotating goes on behind the last one taken after a replay")
    func replay() throws {
        var configuration = Planner.Configuration()
        configuration.policy.nodeChoice = .rotating
        var live = try Live(nodes: [2, 2, 2], [Samples.job("first")], configuration: configuration)
        var record = live.plan().record
        let second = Fact.jobsSubmitted(first: JobIdentifier(1), jobs: [Samples.job("second")], at: live.now)
        try live.take(second)
        var replica = Planner(configuration: configuration)
        for fact in record { replica.apply(fact) }
        try replica.take(second, at: live.now)

        record = replica.plan(at: live.now).record

        #expect(record == live.plan().record)
        #expect(live.last.starts == [[1, 0, 1]])
    }

    @Test("whatever the choice, every node that fits is found", arguments: Policy.NodeChoice.allCases)
    func complete(choice: Policy.NodeChoice) throws {
        let started = try nodes(choice, [3, 1, 2, 8, 3], cores: Array(repeating: 1, count: 17))

        #expect(started.sorted() == [0, 0, 0, 1, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3, 4, 4, 4])
    }
}
