import Model
import Posix
import Testing

@testable import Ledger

@Suite struct IndexTests {
    let folder: TemporaryFolder
    let state: StateFolder
    let run: RunFolder
    let token: UInt64 = 0x0123_4567_89AB_CDEF

    init() throws {
        folder = try TemporaryFolder()
        state = StateFolder(path: folder.file(".rota"))
        run = try state.makeRun()
        try record(Samples.opening + Samples.work(0, 20_000), in: run.path, perCommit: 200, largestSegment: 100_000)
    }

    @Test("the places of a task hold all its facts and those of the run, and little else")
    func places() throws {
        let index = LedgerIndex(state)
        let total = try run.size().bytes
        for iteration in [0, 1023, 1024, 12_345, 19_999] {
            let places = try #require(try index.places(of: task(iteration), in: run))

            var facts: [Fact] = []
            #expect(try run.read(places) { facts += $0.facts })
            #expect(facts.contains(.attemptEnded(Samples.end(iteration))))
            let first = iteration / 100 * 100
            let handOver = Samples.handOver(first: first, count: 100, core: first / 100 % 2)
            #expect(facts.contains(.attemptsHandedOver(handOver)))
            #expect(Samples.opening.allSatisfy(facts.contains))
            #expect(places.reduce(0) { $0 + $1.bytes.upperBound - $1.bytes.lowerBound } < total / 5)
        }
    }

    @Test("of no task in particular, the places hold what is about the run, and its latest moment")
    func runPlaces() throws {
        let places = try #require(try LedgerIndex(state).places(of: nil, in: run))

        var facts: [Fact] = []
        #expect(try run.read(places) { facts += $0.facts })
        #expect(Samples.opening.allSatisfy(facts.contains))
        #expect(facts.contains(.attemptEnded(Samples.end(19_999))))
        #expect(places.reduce(0) { $0 + $1.bytes.upperBound - $1.bytes.lowerBound } < (try run.size().bytes) / 20)
    }

    @Test("an index that the record has outgrown is made anew before it answers")
    func outgrown() throws {
        let index = LedgerIndex(state)
        let before = try index.places(of: task(1), in: run)
        let writer = try LedgerWriter(folder: run.path, token: token, nextSequence: 20_203)
        writer.append(.runClosed(.complete, at: .zero))
        try writer.commit()

        let places = try #require(try index.places(of: task(1), in: run))

        #expect(places != before)
        var facts: [Fact] = []
        #expect(try run.read(places) { facts += $0.facts })
        #expect(facts.contains(.runClosed(.complete, at: .zero)))
    }

    @Test("a place that is damaged since says so, instead of leaving something out")
    func damagedPlace() throws {
        let places = try #require(try LedgerIndex(state).places(of: task(12_345), in: run))
        let last = try #require(places.last)
        let path = SegmentFiles.path(last.segment, in: run.path)
        var bytes = try FileSystem.content(of: path)
        bytes[Int(last.bytes.upperBound) - 1] ^= 1
        try FileSystem.replace(path, with: bytes)

        #expect(try !run.read(places) { _ in })
    }

    @Test("the highest sequence seen only grows, and belongs to one run's token")
    func highest() {
        let index = LedgerIndex(state)
        #expect(index.highestSequence(of: 1, token: token) == nil)

        index.note(1, token: token, sequence: 10)
        index.note(1, token: token, sequence: 7)

        #expect(LedgerIndex(state).highestSequence(of: 1, token: token) == 10)
        #expect(index.highestSequence(of: 1, token: 5) == nil)
    }

    @Test("the index of a million tasks is far smaller than the record")
    func size() throws {
        _ = try LedgerIndex(state).places(of: nil, in: run)

        let size = try FileSystem.status(of: "\(state.path)/index.sqlite").size
        #expect(size * 10 < (try run.size().bytes))
        #expect(try FileSystem.status(of: "\(state.path)/index.sqlite").mode == 0o600)
    }

    @Test(
        "whatever happens to the index's file, the answer is right", arguments: 0..<20)
    func damage(seed: UInt64) throws {
        var random = RandomSource(seed: seed)
        let path = "\(state.path)/index.sqlite"
        let right = try LedgerIndex(state).places(of: task(5000), in: run)
        var bytes = try FileSystem.content(of: path)
        switch seed % 5 {
        case 0: bytes = random.bytes(bytes.count)
        case 1: bytes.removeLast(random.number(1...bytes.count))
        default: for _ in 0..<40 { bytes[random.number(0...(bytes.count - 1))] ^= UInt8(random.number(1...255)) }
        }
        try FileSystem.replace(path, with: bytes)

        let index = LedgerIndex(state)
        #expect(try index.places(of: task(5000), in: run) == right, "seed \(seed)")
        #expect(try LedgerIndex(state).places(of: task(5000), in: run) == right, "seed \(seed)")
    }

    @Test("an index that can't be kept still answers, and notes nothing")
    func impossible() throws {
        let right = try LedgerIndex(state).places(of: task(5000), in: run)
        let index = LedgerIndex(StateFolder(path: folder.file("missing")))

        index.note(1, token: token, sequence: 1)

        #expect(index.highestSequence(of: 1, token: token) == nil)
        #expect(try index.places(of: task(5000), in: run) == right)
    }

    private func task(_ iteration: Int) -> TaskRange {
        TaskRange(job: JobIdentifier(0), iterations: iteration..<iteration + 1)
    }
}
