import Model
import Plan
import Testing

@Suite("Nodes that fall silent, drain, end and are lost")
struct NodeTests {
    private let first = NodeIdentifier(0)

    @Test("what a silent node holds is given up after its job's grace, and runs again elsewhere")
    func silence() throws {
        var patient = Samples.job("patient")
        patient.lossGrace = .seconds(90)
        var live = try Live(nodes: [2], [Samples.job("hasty"), patient])
        live.plan()
        try live.take(.nodeSilent(first, at: live.now))
        let silent = live.plan()
        let begin = live.now
        try live.take(.nodeJoined(Samples.node(1, cores: 2), at: live.now))

        let early = live.plan(after: .seconds(59))
        let due = live.plan(after: .seconds(1))
        let later = live.plan(after: .seconds(30))

        #expect(silent.wakeAt == begin + .seconds(60))
        #expect(early.starts == [])
        #expect(due.starts == [[0, 0, 1]])
        #expect(later.starts == [[1, 0, 1]])
    }

    @Test("a late word about an attempt that was given up is refused and changes nothing")
    func lateWord() throws {
        var live = try Live(nodes: [1], [Samples.job("job")])
        live.plan()
        try live.take(.nodeSilent(first, at: live.now))
        live.plan(after: .seconds(60))
        let before = live.planner

        #expect(throws: Refusal.unknownAttempt(AttemptIdentifier(0))) { try live.end(0) }
        let isUnchanged = live.planner.hasSameState(as: before)
        #expect(isUnchanged)
    }

    @Test("a node that is heard again in time has lost nothing")
    func heard() throws {
        var live = try Live(nodes: [1], [Samples.job("job")])
        live.plan()
        try live.take(.nodeSilent(first, at: live.now))
        live.plan(after: .seconds(59))
        try live.take(.nodeHeard(first, at: live.now))
        live.plan(after: .seconds(100))
        try live.end(0)
        live.plan()

        #expect(live.state(0) == .succeeded)
    }

    @Test("a silence that began anew counts from its own beginning")
    func silentAgain() throws {
        var live = try Live(nodes: [1], [Samples.job("job")])
        live.plan()
        try live.take(.nodeSilent(first, at: live.now))
        live.plan(after: .seconds(59))
        try live.take(.nodeHeard(first, at: live.now))
        try live.take(.nodeSilent(first, at: live.now))

        live.plan(after: .seconds(30))
        #expect(live.state(0) == .starting)
        live.plan(after: .seconds(30))
        #expect(live.state(0) == .ready)
    }

    @Test("silence goes on to count after a replay")
    func replayedSilence() throws {
        var live = try Live(nodes: [1], [Samples.job("job")])
        var record = live.plan().record
        try live.take(.nodeSilent(first, at: live.now))
        record += live.plan().record
        var replayed = Planner()
        for fact in record { replayed.apply(fact) }

        let decision = replayed.plan(at: live.now + .seconds(60))

        #expect(decision.record == live.plan(after: .seconds(60)).record)
        #expect(replayed.state(of: Samples.task(0)) == .ready)
    }

    @Test("a job that says so is not tried again when its executor is lost")
    func forbidden() throws {
        var job = Samples.job("once")
        job.onExecutorLoss = .fail
        var live = try Live(nodes: [1, 1], [job])
        live.plan()
        try live.take(.nodeLost(first, at: live.now))
        live.plan()

        #expect(live.state(0) == .failed)
        #expect(live.last.orders == [])
    }

    @Test("a draining node gives back what was handed ahead, takes nothing, and takes work again when that is undone")
    func draining() throws {
        var live = try Live(nodes: [1], [Samples.job("short", 0..<1000)])
        live.plan()
        let begin = live.now
        live.now = live.now + .milliseconds(1)
        try live.take(
            .attemptEnded(
                AttemptEnd(attempt: AttemptIdentifier(0), startedAt: begin, endedAt: live.now, outcome: .succeeded)))
        live.plan()
        try live.take(.nodeDraining(first, at: live.now))
        let drained = live.plan()
        try live.take(.attemptsTakenBack(first: AttemptIdentifier(2), count: 49, at: live.now))
        try live.end(1)
        let empty = live.plan()
        try live.take(.nodeAvailable(first, at: live.now))

        #expect(drained.orders == [.takeBack(AttemptIdentifier(1), count: 49)])
        #expect(empty.orders == [])
        #expect(live.planner.attempts(on: first) == [])
        #expect(live.plan().starts == [[0, 2, 0]])
    }

    @Test("when one of an attempt's nodes is lost, the node that speaks for it is asked to end it")
    func severalNodes() throws {
        var job = Samples.job("wide")
        job.request.nodes = 2...2
        var live = try Live(nodes: [1, 1], [job])
        live.plan()
        try live.take(.nodeLost(NodeIdentifier(1), at: live.now))
        let lost = live.plan()
        try live.end(0, .lost)
        try live.take(.nodeJoined(Samples.node(2, cores: 1), at: live.now))

        #expect(lost.orders == [.end(AttemptIdentifier(0), as: .lost, grace: .seconds(10))])
        #expect(live.plan().handOvers.first?.placement.parts.map(\.node.number) == [0, 2])
    }

    @Test("an attempt on several nodes gets them of one allocation, and keeps nobody waiting who could start")
    func oneAllocation() throws {
        var job = Samples.job("wide")
        job.request.nodes = 2...3
        var live = try Live(nodes: [], [])
        func join(_ number: Int, _ allocation: String) throws {
            var node = Samples.node(number, cores: 1)
            node.allocation = allocation
            try live.take(.nodeJoined(node, at: live.now))
        }
        try join(0, "slurm 1")
        try join(1, "slurm 2")
        try live.take(.jobsSubmitted(first: JobIdentifier(0), jobs: [job, Samples.job("small")], at: live.now))

        #expect(live.plan().handOvers.map { $0.placement.parts.map(\.node.number) } == [[0]])
        try join(2, "slurm 2")
        #expect(live.plan().handOvers.map { $0.placement.parts.map(\.node.number) } == [[1, 2]])
    }

    @Test("a node that was silent when another of its attempt's was lost is asked to end it as soon as it is heard")
    func severalNodesSilent() throws {
        var job = Samples.job("wide")
        job.request.nodes = 2...2
        var live = try Live(nodes: [1, 1], [job])
        live.plan()
        try live.take(.nodeSilent(first, at: live.now))
        try live.take(.nodeLost(NodeIdentifier(1), at: live.now))
        live.plan()
        try live.take(.nodeHeard(first, at: live.now))

        #expect(live.plan().orders == [.end(AttemptIdentifier(0), as: .lost, grace: .seconds(10))])
    }

    @Test("nothing starts that does not fit before its node's end, and what fits may pass")
    func ends() throws {
        var long = Samples.job("long")
        long.request.wallTime = .seconds(100)
        var short = Samples.job("short")
        short.request.expectedTime = .seconds(10)
        var live = try Live(nodes: [])
        var node = Samples.node(0, cores: 4)
        node.endsAt = live.now + .seconds(60)
        try live.take(.nodeJoined(node, at: live.now))
        try live.take(.jobsSubmitted(first: JobIdentifier(0), jobs: [long, short, Samples.job("any")], at: live.now))

        #expect(live.plan().starts == [[1, 0, 0], [2, 0, 0]])
        #expect(
            live.planner.explanation(of: Samples.task(0), at: live.now)
                == .waitsForLongerNode(needed: .seconds(100), longest: .seconds(60)))
        try live.take(.nodeJoined(Samples.node(1, cores: 1), at: live.now))
        #expect(live.plan().starts == [[0, 0, 1]])
    }

    @Test("a chain is no longer than what fits before its node's end")
    func chainsEnd() throws {
        var live = try Live(nodes: [])
        var node = Samples.node(0, cores: 1)
        node.endsAt = live.now + .milliseconds(21)
        try live.take(.nodeJoined(node, at: live.now))
        try live.take(.jobsSubmitted(first: JobIdentifier(0), jobs: [Samples.job("short", 0..<1000)], at: live.now))
        live.plan()
        let begin = live.now
        live.now = live.now + .milliseconds(1)
        try live.take(
            .attemptEnded(
                AttemptEnd(attempt: AttemptIdentifier(0), startedAt: begin, endedAt: live.now, outcome: .succeeded)))

        #expect(live.plan().handOvers.map(\.count) == [20])
    }

    @Test("a job larger than any node waits without keeping others, says so, and starts when one comes")
    func larger() throws {
        var live = try Live(nodes: [2], [Samples.job("large", cores: 4), Samples.job("small", 0..<3)])
        live.plan()
        try live.end(0)
        let after = live.plan(after: .seconds(3600))

        #expect(after.starts == [[1, 2, 0]])
        #expect(
            live.planner.explanation(of: Samples.task(0), at: live.now)
                == .waitsForLargerNode(asked: "4 cores", largest: "the largest node has 2"))
        try live.take(.nodeJoined(Samples.node(1, cores: 4), at: live.now))
        #expect(live.plan().starts == [[0, 0, 1]])
    }

    @Test("a task waits for an executor where none is there, and where none is heard")
    func nobody() throws {
        var live = try Live(nodes: [], [Samples.job("mesh")])
        live.plan()
        #expect(live.planner.explanation(of: Samples.task(0), at: live.now) == .waitsForExecutor)

        try live.take(.nodeJoined(Samples.node(cores: 1), at: live.now))
        try live.take(.nodeSilent(NodeIdentifier(0), at: live.now))

        #expect(live.planner.explanation(of: Samples.task(0), at: live.now) == .waitsForExecutor)
    }

    @Test("while no allocation has enough nodes a task waits, and why says so")
    func tooSmallAllocations() throws {
        func node(_ number: Int, of allocation: String) -> Node {
            var node = Samples.node(number, cores: 2)
            node.allocation = allocation
            return node
        }
        var wide = Samples.job("wide", cores: 2)
        wide.request.nodes = 2...2
        var live = try Live(nodes: [], [wide])
        try live.take(.nodeJoined(node(0, of: "slurm 1"), at: live.now))
        try live.take(.nodeJoined(node(1, of: "slurm 2"), at: live.now))

        let scattered = live.plan()
        let why = live.planner.explanation(of: Samples.task(0), at: live.now)
        try live.take(.nodeJoined(node(2, of: "slurm 1"), at: live.now))
        let together = live.plan()

        #expect(scattered.starts == [])
        #expect(why == .waitsForLargerNode(asked: "2 nodes of one allocation", largest: "the largest has 1"))
        #expect(together.handOvers.map { $0.placement.parts.map(\.node.number) } == [[0, 2]])
    }
}
