import Model
import Testing

@testable import Plan

@Suite("NUMA domains") struct DomainTests {
    private func node(_ domains: [Int], number: Int = 0) -> Node {
        var node = Samples.node(number, cores: domains.reduce(0, +))
        node.domains = domains
        return node
    }

    private func live(_ nodes: [Node], _ jobs: [Job], _ width: Policy.Width = .whateverIsThere) throws -> Live {
        var configuration = Planner.Configuration()
        configuration.policy.width = width
        var live = try Live(nodes: [], configuration: configuration)
        for node in nodes { try live.take(.nodeJoined(node, at: live.now)) }
        try live.submit(jobs)
        return live
    }

    @Test(
        "cores are in one domain if one holds them, the tightest of those, and else in as few as possible",
        arguments: [
            // Within one domain as on a node that has no more: the tightest run, else the first.
            ([4, 4], [0, 1, 4, 5, 6, 7], 2, [0, 1]),
            ([4, 4], [0, 1, 2, 4, 6, 7], 2, [0, 1]),
            ([8], [0, 2, 3, 4, 6, 7], 2, [6, 7]),
            ([4, 4], [0, 2, 3, 4, 5, 6, 7], 3, [0, 2, 3]),
            // The only run of four is across both.
            ([6, 6], [0, 1, 3, 4, 5, 6, 8, 9, 10], 4, [6, 8, 9, 10]),
            ([6, 6], [0, 1, 4, 5, 6, 7, 9, 10, 11], 4, [0, 1, 4, 5]),
            // None holds five: all of the one with the most, and the tightest that holds the rest.
            ([4, 4, 4], [0, 1, 2, 4, 5, 6, 7, 8], 5, [4, 5, 6, 7, 8]),
            ([4, 4, 4], [0, 1, 4, 5, 6, 7, 8], 6, [0, 1, 4, 5, 6, 7]),
            ([2, 2, 4], [0, 1, 2, 3, 4, 5, 6, 7], 7, [0, 1, 2, 4, 5, 6, 7]),
            ([4, 4], [0, 1, 2, 3, 4, 5, 6, 7], 8, [0, 1, 2, 3, 4, 5, 6, 7]),
            ([4, 4], [0, 1], 0, []),
            // A domain that ends within a word of the set's bits, and one that goes on in the next.
            ([60, 40], Array(50...80), 11, Array(60...70)),
        ] as [([Int], [Int], Int, [Int])])
    func choosing(domains: [Int], free: [Int], count: Int, expected: [Int]) {
        let set = CoreSet(free, of: domains.reduce(0, +))

        #expect(set.chosen(count, domains: domains).map(\.position) == expected)
    }

    @Test("a node that says of no domains has its tightest run taken, wherever it is")
    func undivided() {
        let set = CoreSet([0, 1, 2, 5, 6, 7, 8, 9, 10], of: 16)

        #expect(set.chosen(6, domains: []).map(\.position) == [5, 6, 7, 8, 9, 10])
        #expect(set.chosen(6, domains: [8, 8]).map(\.position) == [0, 1, 2, 5, 6, 7])
    }

    @Test("a part of a core is in the domain of the whole ones, which must have room for both")
    func parts() throws {
        var state = NodeState(node: node([4, 4]))
        var taken = Placement.Part(node: NodeIdentifier(0), cores: [.init(position: 0), .init(position: 1)])
        taken.cores.append(Placement.CoreShare(position: 7, share: Cores(thousandths: 500)))
        state.give(taken, to: 0)

        func cores(_ asked: Int64) -> [Placement.CoreShare]? {
            let request = Request(cores: Cores(thousandths: asked))
            return state.place(request, cores: request.cores)?.cores
        }
        let half = Cores(thousandths: 500)

        // Two whole ones are left in the first domain, and none beside them; the second has one that is shared.
        #expect(cores(2500) == [.init(position: 4), .init(position: 5), .init(position: 7, share: half)])
        #expect(cores(1500) == [.init(position: 2), .init(position: 3, share: half)])
        #expect(cores(500) == [.init(position: 7, share: half)])
        #expect(cores(2000) == [.init(position: 2), .init(position: 3)])
    }

    @Test("of a task over several nodes, each node's part is in one domain")
    func severalNodes() throws {
        var wide = Samples.job("wide", cores: 3)
        wide.request.nodes = 2...2
        let jobs = [Samples.job("first", cores: 2), Samples.job("second", cores: 2), wide]
        var live = try live([node([4, 4]), node([4, 4], number: 1)], jobs)

        let placement = try #require(live.plan().handOvers.last?.placement)

        #expect(placement.parts.map { $0.cores.map(\.position) } == [[4, 5, 6], [0, 1, 2]])
    }

    @Test("who grows does so in its own domain first, and then in as few others as possible")
    func growing() throws {
        var elastic = Samples.job("elastic")
        elastic.request = Request(cores: .one...Cores(8))
        elastic.request.preferredCores = Cores(2)
        elastic.request.isMalleable = true
        let jobs = [Samples.job("before", cores: 1), elastic, Samples.job("behind", cores: 1)]
        var live = try live([node([4, 5, 4])], jobs, .strict)
        #expect(try positions(1, in: &live) == [1, 2])

        // Of its own domain only core 0 is left; of the others, the third holds one more and is the tighter.
        try live.take(.jobChanged(JobIdentifier(1), JobChange(preferredCores: Cores(4)), at: live.now))
        try live.end(0)
        #expect(try positions(1, in: &live) == [0, 1, 2, 9])

        try live.take(.jobChanged(JobIdentifier(1), JobChange(preferredCores: Cores(7)), at: live.now))
        #expect(try positions(1, in: &live) == [0, 1, 2, 9, 10, 11, 12])

        // And who shrinks leaves a domain if the other holds all.
        try live.take(.jobChanged(JobIdentifier(1), JobChange(preferredCores: Cores(3)), at: live.now))
        #expect(try positions(1, in: &live) == [0, 1, 2])
    }

    /// What an attempt has once all that was ordered is done.
    private func positions(_ attempt: Int, in live: inout Live) throws -> [Int] {
        for _ in 0..<3 {
            for order in live.plan().orders {
                switch order {
                case .start(let handOver): try live.take(.attemptStarted(handOver.firstAttempt, at: live.now))
                case .adjust(let attempt, let adjustment):
                    try live.take(.attemptAdjusted(attempt, number: adjustment.number, at: live.now))
                case .end, .takeBack: break
                }
            }
        }
        return try #require(live.planner.placement(of: AttemptIdentifier(attempt))).parts[0].cores.map(\.position)
    }
}
