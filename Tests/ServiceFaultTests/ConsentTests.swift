import Links
import Model
import Testing
import Wire

@testable import Plan
@testable import Service
@testable import Sockets

/// When the service lets an executor go whose node other executors' attempts may take part of.
struct ConsentTests {
    private let peers = [1, 2].map { Peer(identity: [$0], trail: []) }
    private static let greeting = RemoteLinks.Greeting(
        speaker: Speaker(software: "0"), token: 0x7e57, directory: "/", host: "here")

    /// A service with two executors, of which the first speaks for attempt 0 on both nodes.
    private struct Bench {
        var planner: Planner
        var links: RemoteLinks
        /// What became durable.
        var recorded: [Fact] = []

        /// A round of the loop, in which so much is heard.
        mutating func hear(
            _ messages: [ExecutorMessage], from peer: Peer, at now: Instant
        ) throws -> [ServiceMessage] {
            for fact in messages.flatMap({ links.take($0.packed(), from: peer, planner, at: now) }) {
                try planner.take(fact, at: now)
            }
            let early = try said()
            let decision = planner.plan(at: now)
            for order in decision.orders { links.perform(order, planner) }
            links.committed(decision.record, planner, at: now)
            recorded += decision.record
            #expect(!early.contains(.leave(true)), "it was let go before that was durable")
            return try early + said()
        }

        private mutating func said() throws -> [ServiceMessage] {
            try links.takeOutgoing().map { try ServiceMessage(unpacking: $0.bytes) }
        }

        var isLost: Bool { !planner.presentNodes.contains { $0.identifier == NodeIdentifier(1) } }
    }

    private func instant(_ seconds: Int64) -> Instant { .zero + .seconds(seconds) }

    private func hello(_ executor: UInt64, greeting: UInt64 = 1, held: [Int] = []) -> ExecutorMessage {
        let node = Node(identifier: NodeIdentifier(0), name: "n\(executor)", cores: [0], memory: .gibibytes(1))
        return .hello(
            Hello(
                speaker: Speaker(software: "0"), greeting: greeting, executor: executor, token: 0, node: node,
                held: held.map { AttemptIdentifier($0) }, host: "there", processIdentifier: 1))
    }

    private func running() throws -> Bench {
        var bench = Bench(planner: Planner(), links: RemoteLinks(Self.greeting, present: [], at: .zero))
        for (index, peer) in peers.enumerated() {
            _ = try bench.hear([hello(UInt64(index + 1))], from: peer, at: instant(1))
            _ = try bench.hear([.ready(greeting: 1)], from: peer, at: instant(1))
        }
        var job = Job(name: "wide", command: Command(action: .program("true", arguments: [])))
        job.request.nodes = 2...2
        try bench.planner.take(
            .jobsSubmitted(first: JobIdentifier(0), jobs: [job], key: "", at: instant(2)), at: instant(2))
        _ = try bench.hear([.alive], from: peers[0], at: instant(2))
        try #require(bench.planner.node(of: AttemptIdentifier(0)) == NodeIdentifier(0))
        return bench
    }

    private func end(at seconds: Int64) -> ExecutorMessage {
        let end = AttemptEnd(
            attempt: AttemptIdentifier(0), startedAt: instant(2), endedAt: instant(seconds), outcome: .succeeded)
        return .facts(FactBatch(first: 1, facts: [.attemptEnded(end)]))
    }

    @Test("one that asks to go stays as long as another's attempt takes part of its node, and is recorded when it goes")
    func waits() throws {
        var bench = try running()
        let drained = try bench.hear([.drainRequested(true)], from: peers[1], at: instant(3))

        let early = try bench.hear([.leaveRequested], from: peers[1], at: instant(3))
        _ = try bench.hear([end(at: 4)], from: peers[0], at: instant(4))
        let wasLost = bench.isLost
        let late = try bench.hear([.leaveRequested], from: peers[1], at: instant(5))

        #expect(drained.contains(.drain(true)))
        #expect(early == [.leave(false)])
        #expect(!wasLost)
        #expect(late == [.leave(true)])
        #expect(bench.isLost)
        #expect(bench.recorded.filter(\.isEnd).map(\.outcome) == [.succeeded])
    }

    @Test("one that asks twice is lost once, and whatever else it says before it hears the answer is passed over")
    func askedTwice() throws {
        var bench = try running()
        _ = try bench.hear([end(at: 3)], from: peers[0], at: instant(3))

        let said = try bench.hear(
            [.leaveRequested, .leaveRequested, .alive, .drainRequested(true), .ended(executor: 2)], from: peers[1],
            at: instant(4))

        #expect(said == [.leave(true)])
        #expect(bench.recorded.count { $0.isLoss } == 1)
    }

    @Test("a service that began between the question and its answer is asked again, and knows what still runs")
    func restarted() throws {
        var bench = try running()
        _ = try bench.hear([.drainRequested(true), .leaveRequested], from: peers[1], at: instant(3))
        bench.links = RemoteLinks(Self.greeting, present: bench.planner.presentNodes, at: instant(4))
        for node in bench.planner.presentNodes {
            try bench.planner.take(.nodeSilent(node.identifier, at: instant(4)), at: instant(4))
        }

        let strange = try bench.hear([.leaveRequested], from: peers[1], at: instant(5))
        _ = try bench.hear([hello(2, greeting: 2)], from: peers[1], at: instant(5))
        let early = try bench.hear([.ready(greeting: 2), .leaveRequested], from: peers[1], at: instant(5))
        _ = try bench.hear([hello(1, greeting: 2, held: [0])], from: peers[0], at: instant(6))
        _ = try bench.hear([.ready(greeting: 2), end(at: 6)], from: peers[0], at: instant(6))
        let late = try bench.hear([.leaveRequested], from: peers[1], at: instant(7))

        #expect(strange == [.introduce])
        #expect(early.contains(.leave(false)) && early.contains(.drain(true)))
        #expect(late == [.leave(true)])
        #expect(bench.recorded.filter(\.isEnd).map(\.outcome) == [.succeeded])
    }

    @Test("one too old to ask says that it goes, and what takes part of its node is ended")
    func old() throws {
        var bench = try running()

        let said = try bench.hear([.leaving], from: peers[1], at: instant(3))

        #expect(!said.contains(.leave(true)) && bench.isLost)
        let orders = said.flatMap { message -> [Order] in
            if case .orders(let batch) = message { batch.orders } else { [] }
        }
        #expect(orders.contains { if case .end(AttemptIdentifier(0), _, _) = $0 { true } else { false } })
    }
}

extension Fact {
    fileprivate var isLoss: Bool { if case .nodeLost = self { true } else { false } }
    fileprivate var isEnd: Bool { if case .attemptEnded = self { true } else { false } }
    fileprivate var outcome: Outcome? { if case .attemptEnded(let end) = self { end.outcome } else { nil } }
}
