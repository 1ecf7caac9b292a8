import Links
import Model
import Posix
import Testing
import Wire

@testable import Plan
@testable import Service
@testable import Sockets

/// What the service answers when an executor and a decision cross, which real processes only show once in a while.
struct LinkTests {
    private let peer = Peer(identity: [1], trail: [])
    private static let token: UInt64 = 0x7e57

    private struct Bench {
        var planner: Planner
        var links: RemoteLinks

        init() throws {
            var configuration = Planner.Configuration()
            configuration.refusesTooLarge = false
            planner = Planner(configuration: configuration)
            let greeting = RemoteLinks.Greeting(
                speaker: Speaker(software: "0"), token: LinkTests.token, directory: "/", host: "here")
            links = RemoteLinks(greeting, present: [], at: .zero)
        }

        /// A round of the loop.
        mutating func hear(_ message: ExecutorMessage, from peer: Peer, at now: Instant) throws -> [ServiceMessage] {
            for fact in links.take(message.packed(), from: peer, planner, at: now) { try planner.take(fact, at: now) }
            return try decide(at: now)
        }

        mutating func decide(at now: Instant) throws -> [ServiceMessage] {
            let decision = planner.plan(at: now)
            for order in decision.orders { links.perform(order, planner) }
            links.committed(decision.record, planner, at: now)
            return try links.takeOutgoing().map { try ServiceMessage(unpacking: $0.bytes) }
        }
    }

    private func instant(_ seconds: Int64) -> Instant { .zero + .seconds(seconds) }

    private func hello(
        _ greeting: UInt64, held: [Int] = [], token: UInt64 = LinkTests.token, wire: WireVersion = .current
    ) -> ExecutorMessage {
        let node = Node(identifier: NodeIdentifier(0), name: "n", cores: [0], memory: .gibibytes(1))
        return .hello(
            Hello(
                speaker: Speaker(wire: wire, software: "0"), greeting: greeting, executor: 7, token: token, node: node,
                held: held.map(AttemptIdentifier.init), host: "there", processIdentifier: 1))
    }

    private func job(lossGrace: Duration) -> Job {
        var job = Job(name: "job", command: Command(action: .program("true", arguments: [])))
        job.lossGrace = lossGrace
        return job
    }

    /// An executor that is ready and runs attempt 0.
    private func running(lossGrace: Duration) throws -> Bench {
        var bench = try Bench()
        _ = try bench.hear(hello(1, token: 0), from: peer, at: instant(1))
        _ = try bench.hear(.ready(greeting: 1), from: peer, at: instant(1))
        try bench.planner.take(
            .jobsSubmitted(first: JobIdentifier(0), jobs: [job(lossGrace: lossGrace)], key: "", at: instant(1)),
            at: instant(1))
        let said = try bench.decide(at: instant(1))
        #expect(
            said.contains { message in
                if case .orders(let batch) = message { !batch.orders.isEmpty } else { false }
            })
        return bench
    }

    @Test(
        "cores that others keep busy are known with the node, before anything is given of it, and then as they change")
    func coresKept() throws {
        var bench = try Bench()
        let twice = Job(name: "twice", command: Command(action: .program("true", arguments: [])))
        let jobs = [twice, twice].enumerated().map { number, job in
            var job = job
            job.name += "\(number)"
            return job
        }
        try bench.planner.take(.jobsSubmitted(first: JobIdentifier(0), jobs: jobs, at: instant(1)), at: instant(1))
        var node = Node(identifier: NodeIdentifier(0), name: "n", cores: [4, 5], memory: .gibibytes(1))
        var greeting = Hello(
            speaker: Speaker(software: "0"), greeting: 1, executor: 7, node: node, host: "there", processIdentifier: 1)
        greeting.coresKept = [0]
        _ = try bench.hear(.hello(greeting), from: peer, at: instant(1))
        let atFirst = bench.planner.attemptsInMotion
        _ = try bench.hear(.ready(greeting: 1), from: peer, at: instant(1))
        _ = try bench.hear(.coresKept([0, 1]), from: peer, at: instant(2))
        #expect(bench.planner.coresKeptByOthers(on: NodeIdentifier(0)) == [0])
        _ = try bench.hear(.coresKept([]), from: peer, at: instant(3))

        #expect(atFirst == 1 && bench.planner.attemptsInMotion == 2)
        // A core that is not there is a defect of whoever says so.
        node.cores = [4]
        greeting = Hello(
            speaker: Speaker(software: "0"), greeting: 2, executor: 8, node: node, host: "there", processIdentifier: 1)
        greeting.coresKept = [1]
        #expect(throws: MessageProblem.self) {
            try ExecutorMessage(unpacking: ExecutorMessage.hello(greeting).packed())
        }
    }

    @Test("an adjustment that was not answered is said again in the next link, with the end that was asked for")
    func saidAgain() throws {
        var bench = try running(lossGrace: .seconds(5))
        let adjustment = pause(&bench)
        bench.links.perform(.end(AttemptIdentifier(0), as: .cancelled, grace: .zero), bench.planner)
        bench.links.perform(.adjust(AttemptIdentifier(0), adjustment), bench.planner)

        _ = try bench.hear(hello(2, held: [0]), from: peer, at: instant(3))
        let said = try bench.hear(.ready(greeting: 2), from: peer, at: instant(3))

        let orders = said.flatMap { message -> [Order] in
            if case .orders(let batch) = message { batch.orders } else { [] }
        }
        #expect(orders.contains(.adjust(AttemptIdentifier(0), adjustment)))
        #expect(orders.contains(.end(AttemptIdentifier(0), as: .cancelled, grace: .zero)))
    }

    @Test("an executor too old to be asked is not asked, and what it can't do is told in its place")
    func tooOld() throws {
        var bench = try running(lossGrace: .seconds(5))
        let adjustment = pause(&bench)

        _ = try bench.hear(hello(2, held: [0], wire: WireVersion(major: 1, minor: 1)), from: peer, at: instant(3))
        let said = try bench.hear(.ready(greeting: 2), from: peer, at: instant(3))

        #expect(
            !said.contains { message in
                guard case .orders(let batch) = message else { return false }
                return batch.orders.contains(.adjust(AttemptIdentifier(0), adjustment))
            })
        let answer = Fact.adjustmentFailed(AttemptIdentifier(0), number: 1, errorNumber: 95, at: instant(3))
        #expect(bench.links.takeUnasked() == [answer])
        try bench.planner.take(answer, at: instant(3))
        #expect(!bench.planner.outstandingOrders().contains(.adjust(AttemptIdentifier(0), adjustment)))
    }

    /// Decides that attempt 0 is to be paused.
    private func pause(_ bench: inout Bench) -> Adjustment {
        let place = Placement(parts: [Placement.Part(node: NodeIdentifier(0), cores: [])])
        let adjustment = Adjustment(number: 1, placement: place, isPaused: true)
        bench.planner.apply(.adjustmentDecided(AttemptIdentifier(0), adjustment, at: instant(2)))
        return adjustment
    }

    @Test("what is given up between a welcome and its ready is told first: the node is not heard before it is gone")
    func givenUpWhileSettling() throws {
        var bench = try running(lossGrace: .seconds(5))
        try bench.planner.take(.nodeSilent(NodeIdentifier(0), at: instant(10)), at: instant(10))
        _ = try bench.decide(at: instant(10))

        let welcome = try bench.hear(hello(2, held: [0]), from: peer, at: instant(14))
        _ = try bench.decide(at: instant(16))
        let early = try bench.hear(.ready(greeting: 2), from: peer, at: instant(16))
        let stillSilent = bench.planner.isSilent(NodeIdentifier(0))
        let again = try bench.hear(hello(3, held: [0]), from: peer, at: instant(16))
        _ = try bench.hear(.ready(greeting: 3), from: peer, at: instant(17))

        #expect(abandoned(welcome) == [])
        #expect(early.contains(.introduce))
        #expect(stillSilent)
        #expect(abandoned(again) == [AttemptIdentifier(0)])
        #expect(!bench.planner.isSilent(NodeIdentifier(0)))
    }

    private func abandoned(_ messages: [ServiceMessage]) -> [AttemptIdentifier]? {
        for case .welcome(let welcome) in messages { return welcome.abandoned }
        return nil
    }

    @Test("an executor that runs another service's attempts is refused, and welcome when it holds none")
    func otherRun() throws {
        var bench = try Bench()

        let refused = try bench.hear(hello(1, held: [0, 1], token: 99), from: peer, at: instant(1))
        let welcomed = try bench.hear(hello(2, token: 99), from: peer, at: instant(2))

        #expect(
            refused.contains { message in
                if case .refused = message { true } else { false }
            })
        #expect(abandoned(refused) == nil && abandoned(welcomed) == [])
    }

    @Test("what is taken back together with an attempt that was given up meanwhile is free again")
    func partlyGivenUp() throws {
        var bench = try Bench()
        _ = try bench.hear(hello(1, token: 0), from: peer, at: instant(1))
        _ = try bench.hear(.ready(greeting: 1), from: peer, at: instant(1))
        var patient = job(lossGrace: .seconds(3600))
        patient.name = "patient"
        let jobs = [job(lossGrace: .zero), patient]
        try bench.planner.take(.heldBack(at: instant(1)), at: instant(1))
        try bench.planner.take(
            .jobsSubmitted(first: JobIdentifier(0), jobs: jobs, key: "", at: instant(1)), at: instant(1))
        _ = try bench.decide(at: instant(1))
        let place = Placement(parts: [.init(node: NodeIdentifier(0), cores: [.init(position: 0)])])
        let tasks = [0, 1].map { TaskRange(job: JobIdentifier($0), iterations: 0..<1) }
        let isTaken = bench.planner.apply(
            .attemptsHandedOver(
                HandOver(firstAttempt: AttemptIdentifier(0), placement: place, after: nil, tasks: tasks, at: instant(1))
            ))
        try bench.planner.take(.nodeSilent(NodeIdentifier(0), at: instant(10)), at: instant(10))
        _ = try bench.decide(at: instant(11))
        let left = bench.planner.attempts(on: NodeIdentifier(0))

        let back = Fact.attemptsTakenBack(first: AttemptIdentifier(0), count: 2, at: instant(12))
        _ = try bench.hear(.facts(FactBatch(first: 1, facts: [back])), from: peer, at: instant(12))

        #expect(isTaken)
        #expect(left == [AttemptIdentifier(1)])
        #expect(bench.planner.attempts(on: NodeIdentifier(0)) == [])
    }

    @Test("a node that was lost for a reason of its allocation joins anew when its executor speaks after all")
    func lostAndAlive() throws {
        var bench = try running(lossGrace: .seconds(60))
        try bench.planner.take(.nodeLost(NodeIdentifier(0), at: instant(20)), at: instant(20))
        _ = try bench.decide(at: instant(20))

        let strange = try bench.hear(.alive, from: peer, at: instant(21))
        let welcome = try bench.hear(hello(2, held: [0]), from: peer, at: instant(21))

        #expect(strange == [.introduce])
        #expect(abandoned(welcome) == [AttemptIdentifier(0)])
        #expect(bench.planner.presentNodes.map(\.identifier) == [NodeIdentifier(1)])
    }
}
