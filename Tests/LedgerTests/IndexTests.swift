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

    @Test("the places of a task hold all its facts, and little else")
    func places() throws {
        let index = LedgerIndex(state)
        try index.rebuild(run)
        let total = try run.size().bytes
        for iteration in [0, 1023, 1024, 12_345, 19_999] {
            let task = TaskIdentifier(job: JobIdentifier(0), iteration: iteration)

            let places = try #require(index.places(of: task, in: run, token: token))

            let facts = try run.frames(in: places).flatMap(\.facts)
            #expect(facts.contains(.attemptEnded(Samples.end(iteration))))
            let first = iteration / 100 * 100
            let handOver = Samples.handOver(first: first, count: 100, core: first / 100 % 2)
            #expect(facts.contains(.attemptsHandedOver(handOver)))
            #expect(facts.contains(Samples.opening[2]))
            #expect(places.reduce(0) { $0 + $1.bytes.upperBound - $1.bytes.lowerBound } < total / 5)
        }
    }

    @Test("an index that the record has outgrown gives no places")
    func outgrown() throws {
        let index = LedgerIndex(state)
        try index.rebuild(run)
        let writer = try LedgerWriter(folder: run.path, token: token, nextSequence: 20_203)
        writer.append(.runClosed(.complete, at: .zero))
        try writer.commit()

        #expect(index.places(of: TaskIdentifier(job: JobIdentifier(0), iteration: 1), in: run, token: token) == nil)
    }

    @Test("the highest sequence seen only grows, and belongs to one run's token")
    func highest() {
        let index = LedgerIndex(state)
        #expect(index.highestSequence(of: 1, token: token) == nil)

        index.note(1, token: token, sequence: 10)
        index.note(1, token: token, sequence: 7)

        #expect(LedgerIndex(state).highestSequence(of: 1, token: token) == 10)
        #expect(index.highestSequence(of: 1, token: 5) == nil)
        index.forget(1)
        #expect(index.highestSequence(of: 1, token: token) == nil)
    }

    @Test("a summary is kept with how far it reaches")
    func summary() throws {
        let index = LedgerIndex(state)
        index.setSummary([1, 2, 3], of: 1, token: token, before: 99)

        let summary = try #require(LedgerIndex(state).summary(of: 1, token: token))
        #expect(summary.content == [1, 2, 3] && summary.before == 99)
        #expect(index.summary(of: 1, token: 5) == nil)
    }

    @Test("the index of a million tasks is far smaller than the record")
    func size() throws {
        let index = LedgerIndex(state)
        try index.rebuild(run)

        let size = try FileSystem.status(of: "\(state.path)/index.sqlite").size
        #expect(size * 10 < (try run.size().bytes))
        #expect(try FileSystem.status(of: "\(state.path)/index.sqlite").mode == 0o600)
    }

    @Test(
        "whatever happens to the index's file, it answers rightly or not at all, and can be rebuilt", arguments: 0..<20)
    func damage(seed: UInt64) throws {
        var random = RandomSource(seed: seed)
        let path = "\(state.path)/index.sqlite"
        let task = TaskIdentifier(job: JobIdentifier(0), iteration: 5000)
        do {
            let index = LedgerIndex(state)
            try index.rebuild(run)
        }
        let right = LedgerIndex(state).places(of: task, in: run, token: token)
        var bytes = try FileSystem.content(of: path)
        switch seed % 5 {
        case 0: bytes = random.bytes(bytes.count)
        case 1: bytes.removeLast(random.number(1...bytes.count))
        default: for _ in 0..<40 { bytes[random.number(0...(bytes.count - 1))] ^= UInt8(random.number(1...255)) }
        }
        try FileSystem.replace(path, with: bytes)

        let index = LedgerIndex(state)
        let answer = index.places(of: task, in: run, token: token)
        #expect(answer == nil || answer == right, "seed \(seed)")
        try index.rebuild(run)
        #expect(index.places(of: task, in: run, token: token) == right, "seed \(seed)")
    }

    @Test("an index that can't be made answers nothing and fails nothing")
    func impossible() throws {
        let index = LedgerIndex(StateFolder(path: folder.file("missing")))

        index.note(1, token: token, sequence: 1)
        try index.rebuild(run)

        #expect(index.highestSequence(of: 1, token: token) == nil)
    }
}
