import Model
import Testing

@testable import Ledger
import Wire

@Suite struct PackingTests {
    @Test("what is unpacked equals what was packed, for facts of every kind", arguments: 0..<40)
    func packingKeepsEverything(seed: UInt64) throws {
        var random = RandomSource(seed: seed)
        let facts = (0..<100).map { _ in random.fact() }
        var packer = FactPacker()
        for fact in facts { packer.put(fact) }

        #expect(try unpacked(packer.bytes) == facts, "seed \(seed)")
    }

    @Test("nodes and jobs as they were written before they had all their fields are still read")
    func earlierShapes() throws {
        let node: [UInt8] = [3, 0, 2, 0x6e, 0x31, 2, 0, 0, 1, 0, 0, 1, 0]
        let later: [UInt8] = [26, 0, 2, 0x6e, 0x31, 2, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0]
        let undivided: [UInt8] = [39, 0, 2, 0x6e, 0x31, 2, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]
        let jobs: [UInt8] = [
            5, 7, 1,  // jobs from number 7 on, one of them
            1, 0x61,  // "a"
            1, 1, 0, 4, 0x74, 0x72, 0x75, 0x65,  // the script "true"
            0, 1, 0, 0, 0, 0, 0, 0, 0, 1,  // nothing else of a command, but inheriting and automatic binding
            0xd0, 0x0f, 0, 2, 0, 0, 1, 1, 0, 0, 0, 0, 0,  // one core of one node
            0, 0, 0, 0, 0, 0, 0,  // one iteration, no dependency, no date, priority 0, ordinary retries, retry
            0x80, 0xc8, 0xaf, 0xa0, 0x25, 0, 0, 2,  // ten seconds of grace, no tags, no metadata; a nanosecond later
        ]
        let job = Job(name: "a", command: Command(action: .script("true")))

        let joined = Fact.nodeJoined(
            Node(identifier: NodeIdentifier(0), name: "n1", cores: [0, 1], memory: .zero), at: .zero)

        #expect(
            try unpacked(node + later + undivided + jobs) == [
                joined, joined, joined,
                .jobsSubmitted(first: JobIdentifier(7), jobs: [job], at: Instant(nanoseconds: 1)),
            ])
    }

    @Test(
        "NUMA domains that are not all of a node's cores are refused",
        arguments: [
            ([1, 1, 1], "a NUMA domain of 1 cores where 0 are left"), ([2, 0], "a NUMA domain of 0 cores"),
            ([3], "a NUMA domain of 3 cores where 2 are left"), ([1], "1 cores that are in no NUMA domain"),
            ([.max, .max], "a NUMA domain of"), ([-1, 3], "a NUMA domain of -1 cores"),
        ])
    func unsoundDomains(counts: [Int], problem: String) {
        var node = Node(identifier: NodeIdentifier(0), name: "n1", cores: [0, 1], memory: .zero)
        node.domains = counts
        var packer = FactPacker()
        packer.put(.nodeJoined(node, at: .zero))

        let found = #expect(throws: PackingProblem.self) { try unpacked(packer.bytes) }
        #expect(found.map { "\($0)" }?.contains(problem) == true)
    }

    @Test("an ordinary end takes at most 20 bytes within its frame")
    func endsAreSmall() {
        var packer = FactPacker()
        for end in Samples.ends(1...2) { packer.put(.attemptEnded(end)) }
        let before = packer.bytes.count
        packer.put(.attemptEnded(Samples.end(3)))

        #expect(packer.bytes.count - before <= 20)
    }

    @Test("a chain of a hundred attempts takes at most 30 bytes")
    func chainsAreSmall() {
        var packer = FactPacker()
        packer.put(.attemptsHandedOver(Samples.handOver(first: 900_000, count: 100)))

        #expect(packer.bytes.count <= 30)
    }

    @Test("every cut of packed facts ends in a truncation or in the facts before it")
    func cutsAreNoticed() throws {
        var random = RandomSource(seed: 1)
        let facts = (0..<40).map { _ in random.fact() }
        var packer = FactPacker()
        for fact in facts { packer.put(fact) }

        for cut in 0..<packer.bytes.count {
            do throws(PackingProblem) {
                let read = try unpacked(Array(packer.bytes[..<cut]))
                #expect(read == Array(facts.prefix(read.count)))
            } catch {
                continue
            }
        }
    }

    @Test("random bytes and changed bytes give a fact or a problem, never a crash", arguments: 0..<20)
    func unpackingIsTotal(seed: UInt64) {
        var random = RandomSource(seed: seed)
        for _ in 0..<300 {
            _ = try? unpacked(random.bytes(random.number(0...80)))
            // With a valid tag in front, so that every kind is reached.
            _ = try? unpacked([UInt8(random.number(1...40))] + random.bytes(random.number(0...80)))
        }
        var packer = FactPacker()
        for _ in 0..<30 { packer.put(random.fact()) }
        for _ in 0..<1000 {
            var bytes = packer.bytes
            bytes[random.number(0...(bytes.count - 1))] = UInt8(truncatingIfNeeded: random.next())
            _ = try? unpacked(bytes)
        }
    }

    @Test("an unknown kind of fact is refused with its number and the version")
    func unknownFacts() {
        #expect(throws: PackingProblem.unknownFact(tag: 200, version: 1)) { try unpacked([200]) }
    }

    @Test("a length beyond the bytes that are left is refused before memory is taken for it")
    func hugeLengths() {
        // A job list of 2^62 members.
        let bytes: [UInt8] = [5, 0] + [UInt8](repeating: 0x80, count: 8) + [0x40]

        #expect(throws: PackingProblem.self) { try unpacked(bytes) }
    }

    @Test("the checksum is CRC-32C")
    func checksum() {
        // The check value of the catalogue of CRC algorithms, and RFC 3720, B.4.
        #expect(Checksum.of(Array("123456789".utf8)) == 0xE306_9283)
        #expect(Checksum.of([UInt8](repeating: 0, count: 32)) == 0x8A91_36AA)
        #expect(Checksum.of(Array(0..<32)) == 0x46DD_794E)
    }
}

/// All facts in some bytes.
func unpacked(_ bytes: [UInt8]) throws(PackingProblem) -> [Fact] {
    var unpacker = FactUnpacker(bytes)
    var facts: [Fact] = []
    while let fact = try unpacker.next() { facts.append(fact) }
    return facts
}
