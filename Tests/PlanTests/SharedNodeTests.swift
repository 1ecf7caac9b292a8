import Model
import Testing

@testable import Plan

@Suite("Nodes that others use as well") struct SharedNodeTests {
    private let first = NodeIdentifier(0)

    private func others(_ positions: [Int], _ live: Live) -> Fact {
        .coresKeptByOthers(first, positions: positions, at: live.now)
    }

    private func positions(_ decision: Decision) -> [[Int]] {
        decision.handOvers.map { $0.placement.parts[0].cores.map(\.position) }
    }

    @Test("nothing new is put on a core that others keep busy, until they have gone")
    func keptCores() throws {
        var live = try Live(nodes: [4], [Samples.job("mesh", 0..<6)])
        try live.take(others([0, 2], live))

        let beside = live.plan()
        let nothing = live.plan(after: .seconds(1000))
        try live.take(others([2], live))
        let again = live.plan()

        #expect(positions(beside) == [[1], [3]])
        #expect(nothing.orders == [])
        #expect(positions(again) == [[0]])
        #expect(live.planner.capacityFindings() == [])
        let isRebuilt = live.replayed().hasSameState(as: live.planner)
        #expect(isRebuilt)
    }

    @Test("a core that was given away meanwhile stays with its task, and is free when that has ended")
    func crossing() throws {
        var live = try Live(nodes: [2], [Samples.job("mesh", 0..<3)])
        live.plan()
        #expect(live.planner.news(ofCoresKept: [0, 1], on: first, at: live.now) == [])

        try live.take(others([0, 1], live))
        #expect(live.planner.coresKeptByOthers(on: first) == [])
        try live.end(1)

        #expect(positions(live.plan()) == [[1]])
        #expect(live.planner.capacityFindings() == [])
    }

    @Test("what executors see of cores is news once, as far as nothing of ours is there; no core there is not is any")
    func news() throws {
        var live = try Live(nodes: [4], [Samples.job("job")])
        live.plan()
        let fact = others([1, 3], live)

        #expect(live.planner.news(ofCoresKept: [0, 1, 3, 9], on: first, at: live.now) == [fact])
        try live.take(fact)
        #expect(live.planner.news(ofCoresKept: [0, 1, 3], on: first, at: live.now) == [])
        #expect(live.planner.news(ofCoresKept: [], on: first, at: live.now) == [others([], live)])
        let joining = NodeIdentifier(1)
        #expect(
            live.planner.news(ofCoresKept: [0], on: joining, at: live.now)
                == [.coresKeptByOthers(joining, positions: [0], at: live.now)])
    }

    @Test("a task waits for cores that others keep busy as for any, and why names the nodes")
    func why() throws {
        var live = try Live(nodes: [4, 2], [Samples.job("wide", cores: 3)])
        try live.take(others([0, 1], live))
        live.plan()

        guard case .waitsForCapacity(let shortage) = live.planner.explanation(of: Samples.task(0), at: live.now) else {
            Issue.record("it does not wait for capacity")
            return
        }
        #expect(shortage.shared == [Explanation.SharedNode(name: "n0", coresKeptByOthers: 2)])
        #expect(shortage.freeCores == Cores(2))
    }

    @Test("who needs cores that others keep busy keeps nobody waiting, and is served first once they have gone")
    func patience() throws {
        var live = try Live(nodes: [2], [Samples.job("wide", cores: 2), Samples.job("small", 0..<100)])
        try live.take(others([1], live))
        live.plan()

        // Longer than anybody is patient.
        for attempt in 0..<3 {
            let began = live.now
            live.now = live.now + .seconds(100_000)
            try live.take(
                .attemptEnded(
                    AttemptEnd(
                        attempt: AttemptIdentifier(attempt), startedAt: began, endedAt: live.now, outcome: .succeeded)))
            #expect(positions(live.plan()) == [[0]])
        }
        try live.take(others([], live))
        #expect(positions(live.plan()) == [])
        try live.end(3)

        #expect(positions(live.plan()) == [[0, 1]])
    }

    @Test(
        "who has a place in the future has none while others keep its cores busy, and the next one once they have gone",
        arguments: [Policy.Overtaking.easy, .conservative])
    func reservations(overtaking: Policy.Overtaking) throws {
        func timed(_ name: String, cores: Int, seconds: Int64) -> Job {
            var job = Samples.job(name, cores: cores)
            job.request.wallTime = .seconds(seconds)
            return job
        }
        var configuration = Planner.Configuration()
        configuration.policy = Policy(overtaking: overtaking)
        let jobs = [timed("wide", cores: 4, seconds: 10), timed("long", cores: 2, seconds: 1000)]
        var live = try Live(nodes: [4], jobs, configuration: configuration)
        try live.take(others([3], live))

        let passed = live.plan()
        try live.submit([timed("longer", cores: 1, seconds: 9999)])
        try live.take(others([], live))
        let kept = live.plan()
        try live.end(0)

        #expect(passed.starts == [[1, 0, 0]])
        #expect(kept.starts == [])
        #expect(live.plan().starts == [[0, 0, 0]])
    }

    @Test("a task that may grow does not grow onto a core that others keep busy, and one that has it keeps it")
    func growing() throws {
        var job = Samples.job("wide")
        job.request = Request(cores: Cores(1)...Cores(4))
        job.request.isMalleable = true
        var live = try Live(nodes: [4], [job])
        try live.take(others([2], live))
        live.plan()
        try live.start(0)
        try live.take(others([0, 2], live))

        #expect(live.plan().orders == [])
        let placement = try #require(live.planner.placement(of: AttemptIdentifier(0)))
        #expect(placement.width < Cores(4) && !placement.parts[0].cores.map(\.position).contains(2))
        try live.take(others([], live))
        live.plan()
        #expect(live.planner.placement(of: AttemptIdentifier(0))?.width == Cores(4))
    }

    @Test("who waits for cores that others keep busy keeps nobody from growing on those that are left")
    func growingBeside() throws {
        var job = Samples.job("grows")
        job.request = Request(cores: Cores(1)...Cores(4))
        job.request.isMalleable = true
        var live = try Live(nodes: [4], [Samples.job("before", cores: 2), job, Samples.job("wide", cores: 4)])
        try live.take(others([3], live))
        live.plan()
        try live.start(1)
        live.plan()
        #expect(live.planner.placement(of: AttemptIdentifier(1))?.width == .one)

        try live.end(0)
        live.plan()

        #expect(live.planner.placement(of: AttemptIdentifier(1))?.width == Cores(3))
    }

    @Test("one that is paused and lacks a core that others keep busy keeps nobody from what is left of its node")
    func paused() throws {
        var configuration = Planner.Configuration()
        configuration.policy = Policy(order: .priority(ageing: nil), preemption: .pause(.mostRunTime))
        var urgent = Samples.job("urgent", cores: 2)
        urgent.priority = 1
        var live = try Live(nodes: [2], [Samples.job("wide", cores: 2)], configuration: configuration)
        live.plan()
        try live.start(0)
        try live.submit([urgent])
        live.plan(after: .seconds(1))
        try live.take(.attemptAdjusted(AttemptIdentifier(0), number: 1, at: live.now))
        live.plan()
        try live.end(1)
        try live.take(others([1], live))
        try live.submit([Samples.job("small")])

        // Longer than anybody is patient.
        #expect(positions(live.plan(after: .seconds(100_000))) == [[0]])
        #expect(live.state(0) == .paused)
        try live.take(others([], live))
        try live.end(2)
        live.plan()
        #expect(live.planner.placement(of: AttemptIdentifier(0))?.width == Cores(2))
    }

    @Test("a whole node is none while others keep a core of it busy, and nothing becomes impossible by that")
    func wholeNode() throws {
        var job = Samples.job("all")
        job.request.takesWholeNode = true
        var live = try Live(nodes: [2], [job, Samples.job("wide", cores: 2)])
        try live.take(others([0, 1], live))

        #expect(live.plan().orders == [])
        try live.submit([Samples.job("more", cores: 2)])
        try live.take(others([], live))

        #expect(positions(live.plan()) == [[0, 1]])
    }
}
