import Model
import Testing

@testable import Wire

@Suite("numbered facts") struct DeliveryTests {
    @Test("facts are numbered from 1, stay next until they were sent, and are kept until acknowledged")
    func ordinaryLife() throws {
        var outbox = Outbox()
        outbox.append(Self.facts(0..<3))

        let batch = try #require(outbox.next())
        #expect(batch == FactBatch(first: 1, facts: Self.facts(0..<3)))
        #expect(outbox.next() == batch, "a socket that took nothing is tried again")
        outbox.sent(batch)
        #expect(outbox.next() == nil)
        outbox.append(Self.facts(3..<4))
        #expect(outbox.next()?.first == 4)

        let isOurs = outbox.acknowledge(through: 2)
        #expect(isOurs && outbox.firstUnacknowledged == 3 && outbox.count == 2)
        outbox.rewind()
        #expect(outbox.next() == FactBatch(first: 3, facts: Self.facts(2..<4)))
    }

    @Test("an acknowledgement of what was never numbered is somebody else's, and one said again changes nothing")
    func strangeAcknowledgements() {
        var outbox = Outbox()
        outbox.append(Self.facts(0..<3))

        let areOurs = [4, 3, 1, 0].map { outbox.acknowledge(through: $0) }
        #expect(areOurs == [false, true, true, true])
        #expect(outbox.isEmpty && outbox.last == 3 && outbox.next() == nil)
    }

    @Test("what is acknowledged before it was sent in this link is not sent again")
    func acknowledgedEarly() throws {
        var outbox = Outbox()
        outbox.append(Self.facts(0..<5))
        outbox.sent(try #require(outbox.next()))
        outbox.rewind()

        let isOurs = outbox.acknowledge(through: 4)
        #expect(isOurs)
        #expect(outbox.next() == FactBatch(first: 5, facts: Self.facts(4..<5)))
    }

    @Test("facts with long paths go in batches that fit a message")
    func longPaths() throws {
        let path = String(repeating: "p", count: 1 << 20)
        let failure = Outcome.startFailed(StartFailure(step: .execute, errorNumber: 2, path: path))
        let end = AttemptEnd(attempt: AttemptIdentifier(0), startedAt: nil, endedAt: .zero, outcome: failure)
        var outbox = Outbox()
        outbox.append(Array(repeating: .attemptEnded(end), count: 100))

        while let batch = outbox.next() {
            #expect(ExecutorMessage.facts(batch).packed().count < MessageLimits.comfortableBytes)
            outbox.sent(batch)
        }
        #expect(outbox.last == 100)
    }

    @Test("a batch with a gap before it is not taken, and one heard in part gives what is new")
    func gapsAndRepetitions() {
        var inbox = Inbox()

        let afterGap = inbox.take(FactBatch(first: 2, facts: Self.facts(1..<2)))
        let inOrder = inbox.take(FactBatch(first: 1, facts: Self.facts(0..<3)))
        let overlapping = inbox.take(FactBatch(first: 2, facts: Self.facts(1..<5)))
        let again = inbox.take(FactBatch(first: 1, facts: Self.facts(0..<5)))

        #expect(afterGap == nil)
        #expect(inOrder.map(Array.init) == Self.facts(0..<3))
        #expect(overlapping.map(Array.init) == Self.facts(3..<5))
        #expect(again.map(Array.init) == [])
        #expect(inbox.taken == 5)
    }

    @Test("over links that lose, break and begin again, every fact arrives once and in order", arguments: 0..<30)
    func brokenLinks(seed: UInt64) {
        var random = RandomMessages(seed: seed)
        var outbox = Outbox()
        var inbox = Inbox()
        var heard: [Fact] = []
        var durable: UInt64 = 0
        var made = 0
        var isCut = false

        func step(_ action: Int) {
            switch action {
            case 0:
                let count = random.number(1...6)
                outbox.append(Self.facts(made..<made + count))
                made += count
            case 1:
                guard let batch = outbox.next() else { return }
                outbox.sent(batch)
                if isCut { return }
                if let new = inbox.take(batch) { heard += new } else { outbox.rewind() }
            case 2: durable = inbox.taken
            case 3 where isCut: break
            case 4: isCut = true
            default:
                let isOurs = outbox.acknowledge(through: durable)
                #expect(isOurs)
                if action == 3 { return }
                isCut = false
                outbox.rewind()
            }
        }
        for _ in 0..<2000 { step(random.number(0...5)) }
        for action in [5, 1, 2, 3] { step(action) }

        #expect(heard == Self.facts(0..<made), "seed \(seed)")
        #expect(outbox.isEmpty)
    }

    private static func facts(_ numbers: Range<Int>) -> [Fact] {
        numbers.map { .attemptStarted(AttemptIdentifier($0), at: Instant(nanoseconds: Int64($0))) }
    }
}
