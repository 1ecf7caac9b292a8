import Model
import Testing

@testable import Wire

@Suite("messages") struct MessageTests {
    @Test("what is unpacked equals what was packed, for messages of every kind", arguments: 0..<20)
    func packingKeepsEverything(seed: UInt64) throws {
        var random = RandomMessages(seed: seed)
        for _ in 0..<200 {
            let said = random.executorMessage()
            #expect(try ExecutorMessage(unpacking: said.packed()) == said, "seed \(seed)")
            let answered = random.serviceMessage()
            #expect(try ServiceMessage(unpacking: answered.packed()) == answered, "seed \(seed)")
        }
    }

    @Test("random and changed bytes give a message or a problem, never a crash", arguments: 0..<20)
    func unpackingIsTotal(seed: UInt64) {
        var random = RandomMessages(seed: seed)
        var kept = 0
        for _ in 0..<500 {
            let noise = [UInt8(random.number(0...12))] + random.bytes(random.number(0...60))
            _ = try? ExecutorMessage(unpacking: noise)
            _ = try? ServiceMessage(unpacking: noise)
            for message in [random.executorMessage().packed(), random.serviceMessage().packed()] {
                var bytes = message
                bytes[random.number(0...bytes.count - 1)] = UInt8(truncatingIfNeeded: random.next())
                if (try? ExecutorMessage(unpacking: bytes)) != nil { kept += 1 }
                _ = try? ServiceMessage(unpacking: bytes)
            }
        }
        #expect(kept > 0, "some changes give another message")
    }

    @Test("no message but a whole one is read: every cut of one is a problem")
    func cutsAreNoticed() throws {
        var random = RandomMessages(seed: 7)
        for _ in 0..<50 {
            let message = random.executorMessage()
            guard case .facts(let batch) = message else {
                let bytes = message.packed()
                for cut in 0..<bytes.count {
                    #expect(throws: MessageProblem.self) { try ExecutorMessage(unpacking: Array(bytes[..<cut])) }
                }
                continue
            }
            // A batch goes on to the message's end: cut between two facts it is a shorter one.
            let bytes = message.packed()
            for cut in 0..<bytes.count {
                guard case .facts(let read) = try? ExecutorMessage(unpacking: Array(bytes[..<cut])) else { continue }
                #expect(read.facts == Array(batch.facts.prefix(read.facts.count)))
            }
        }
    }

    @Test("another major version is refused with both versions named, and the refusal can be read")
    func otherVersions() throws {
        let later = Speaker(wire: WireVersion(major: 2, minor: 0), software: "9.9")
        let hello = Self.hello(later).packed() + [1, 2, 3]

        #expect(throws: MessageProblem.otherVersion(later)) { try ExecutorMessage(unpacking: hello) }
        #expect(
            MessageProblem.otherVersion(later).description
                == "Rota 9.9 (wire 2.0) can't work with a Rota of wire 1.5. "
                + "Let executors and service be of the same version."
        )
        let refusal = ServiceMessage.refused(by: later, "too old")
        #expect(try ServiceMessage(unpacking: refusal.packed() + [9, 9]) == refusal)
    }

    @Test("a greeting of a later minor version is read without what it appended; other messages may not be longer")
    func minorVersions() throws {
        let later = Speaker(wire: WireVersion(major: 1, minor: 7), software: "1.7")
        let hello = Self.hello(later)

        #expect(try ExecutorMessage(unpacking: hello.packed() + [1, 2, 3]) == hello)
        #expect(throws: MessageProblem.self) { try ExecutorMessage(unpacking: ExecutorMessage.alive.packed() + [0]) }
    }

    @Test("a greeting of the first minor version is read without what was appended since")
    func formerMinorVersion() throws {
        let former = Speaker(wire: WireVersion(major: 1, minor: 0), software: "1.0")
        guard case .hello(var hello) = Self.hello(former) else { return }
        let said = ExecutorMessage.hello(hello)
        hello.outputFolder = "/never/said"
        hello.node.containerProblem = "never said"
        hello.node.domains = Array(repeating: 1, count: hello.node.cores.count)

        #expect(try ExecutorMessage(unpacking: ExecutorMessage.hello(hello).packed()) == said)
    }

    @Test(
        "facts that are not an executor's, or with numbers nobody can reckon with, are refused",
        arguments: [
            Fact.heldBack(at: .zero), .nodeLost(NodeIdentifier(1), at: .zero),
            .attemptStarted(AttemptIdentifier(-1), at: .zero),
            .attemptStarted(AttemptIdentifier(1), at: Instant(nanoseconds: -1)),
            .attemptStarted(AttemptIdentifier(1), at: Instant(nanoseconds: .max)),
            .attemptsTakenBack(first: AttemptIdentifier(3), count: 0, at: .zero),
            .attemptsTakenBack(first: AttemptIdentifier(3), count: .max, at: .zero),
            .attemptAdjusted(AttemptIdentifier(1), number: 0, at: .zero),
            .attemptAdjusted(AttemptIdentifier(1), number: 1, at: Instant(nanoseconds: .max)),
            .adjustmentFailed(AttemptIdentifier(-1), number: 1, errorNumber: 1, at: .zero),
            .adjustmentDecided(
                AttemptIdentifier(1), Adjustment(number: 1, placement: Placement(parts: []), isPaused: true),
                at: .zero),
            .attemptEnded(
                AttemptEnd(
                    attempt: AttemptIdentifier(1), startedAt: nil, endedAt: .zero, outcome: .lost,
                    output: CapturedOutput(standardOutput: .log(offset: .max, count: 1), standardError: .nothing))),
        ])
    func unsoundFacts(fact: Fact) {
        let bytes = ExecutorMessage.facts(FactBatch(first: 1, facts: [fact])).packed()

        #expect(throws: MessageProblem.self) { try ExecutorMessage(unpacking: bytes) }
    }

    @Test("more than the limits is refused: bytes, facts, orders, attempts, pieces")
    func limits() {
        let long = [UInt8](repeating: 8, count: MessageLimits.bytes + 1)
        #expect(throws: MessageProblem.tooLong(long.count)) { try ExecutorMessage(unpacking: long) }

        let fact = Fact.attemptStarted(AttemptIdentifier(0), at: .zero)
        let facts = FactBatch(first: 1, facts: Array(repeating: fact, count: MessageLimits.items + 1))
        #expect(throws: MessageProblem.self) { try ExecutorMessage(unpacking: ExecutorMessage.facts(facts).packed()) }

        let order = Order.takeBack(AttemptIdentifier(0), count: 1)
        let orders = OrderBatch(orders: Array(repeating: order, count: MessageLimits.items + 1))
        #expect(throws: MessageProblem.self) { try ServiceMessage(unpacking: ServiceMessage.orders(orders).packed()) }

        var hello = Hello(
            speaker: Speaker(software: "1"), greeting: 1, executor: 1,
            node: Node(identifier: NodeIdentifier(0), name: "n", cores: [0], memory: .zero), host: "n",
            processIdentifier: 1)
        hello.held = (0...MessageLimits.attempts).map { AttemptIdentifier($0) }
        #expect(throws: MessageProblem.self) { try ExecutorMessage(unpacking: ExecutorMessage.hello(hello).packed()) }

        let piece = OutputPiece(
            request: 1, bytes: [UInt8](repeating: 0, count: MessageLimits.pieceBytes + 1), standing: .complete)
        #expect(throws: MessageProblem.self) { try ExecutorMessage(unpacking: ExecutorMessage.output(piece).packed()) }
    }

    @Test("a batch of orders too large for one message goes in several, which together say the same in order")
    func largeBatches() throws {
        var random = RandomMessages(seed: 3)
        let batch = OrderBatch(
            jobs: (0..<100).map { _ in random.job() },
            orders: (0..<1000).map { .takeBack(AttemptIdentifier($0), count: 1) })

        var read = OrderBatch()
        let messages = batch.packed(comfortableBytes: 1000)
        for message in messages {
            guard case .orders(let part) = try ServiceMessage(unpacking: message) else {
                Issue.record("orders become orders")
                return
            }
            #expect(part.jobs.isEmpty || read.orders.isEmpty, "jobs go before orders")
            read.jobs += part.jobs
            read.orders += part.orders
        }

        #expect(messages.count > 4)
        #expect(read == batch)
        #expect(batch.packed().count == 1)
        #expect(OrderBatch().packed().isEmpty)
    }

    @Test("a job that no message could carry is known before it is taken")
    func largeJobs() {
        let arguments = [Template(String(repeating: "x", count: MessageLimits.jobBytes))]
        let large = Job(name: "a", command: Command(action: .program(Template("a"), arguments: arguments)))
        let small = Job(name: "a", command: Command(action: .program(Template("a"), arguments: [])))

        #expect(!MessageLimits.allow(large))
        #expect(MessageLimits.allow(small))
    }

    @Test("a batch of a thousand ordinary ends takes at most 20 bytes for each")
    func factsAreSmall() {
        let ends = (0..<1000).map { number in
            Fact.attemptEnded(
                AttemptEnd(
                    attempt: AttemptIdentifier(900_000 + number),
                    startedAt: Instant(nanoseconds: 1_800_000_000_000_000_000 + Int64(number) * 400_000),
                    endedAt: Instant(nanoseconds: 1_800_000_000_000_300_000 + Int64(number) * 400_000),
                    processIdentifier: 10_000 + number, outcome: .succeeded,
                    usage: Usage(
                        userMicroseconds: 150, systemMicroseconds: 90, peakMemory: .kibibytes(1500),
                        voluntarySwitches: 1, involuntarySwitches: 0)))
        }

        #expect(ExecutorMessage.facts(FactBatch(first: 1, facts: ends)).packed().count <= 20_000)
    }

    private static func hello(_ speaker: Speaker) -> ExecutorMessage {
        .hello(
            Hello(
                speaker: speaker, greeting: 1, executor: 5,
                node: Node(identifier: NodeIdentifier(0), name: "n", cores: [0, 1], memory: .kibibytes(5)), host: "n",
                processIdentifier: 1))
    }
}
