import Model
import Posix
import Testing

@testable import Ledger

@Suite struct CompactionTests {
    let folder: TemporaryFolder
    let run: RunFolder

    init() throws {
        folder = try TemporaryFolder()
        run = RunFolder(path: folder.path, number: 1)
    }

    @Test("compaction keeps every fact of ordinary work, in one smaller segment")
    func ordinary() throws {
        let facts = Samples.opening + Samples.work(0, 10_000)
        try record(facts, in: run.path, perCommit: 17, largestSegment: 20_000)

        let compaction = try #require(try Compaction.run(run))

        let recording = try Recording(of: run.path)
        #expect(recording.facts == facts)
        #expect(recording.damage.isEmpty)
        #expect(try SegmentFiles.numbers(in: run.path) == [1])
        #expect(compaction.bytesAfter < compaction.bytesBefore * 9 / 10)
        #expect(recording.frames.reduce(0) { $0 + $1.covered } == facts.count)
    }

    @Test("a run can go on after it was compacted, and be compacted again")
    func again() throws {
        let facts = Samples.opening + Samples.work(0, 200)
        try record(Array(facts.prefix(100)), in: run.path, perCommit: 3)
        _ = try Compaction.run(run)
        let reader = run.reader()
        while try reader.next() != nil {}
        let token = try #require(reader.token)
        let writer = try LedgerWriter(folder: run.path, token: token, nextSequence: reader.nextSequence)
        writer.append(Array(facts.dropFirst(100)))
        try writer.commit()

        #expect(try Recording(of: run.path).facts == facts)
        _ = try Compaction.run(run)
        #expect(try Recording(of: run.path).facts == facts)
    }

    @Test("hand-overs that continue each other become one, and starts that ends repeat go")
    func joining() throws {
        let placement = Samples.handOver(first: 0, count: 1).placement
        func handOver(_ first: Int, after: Int?, at: Int = 0) -> Fact {
            .attemptsHandedOver(
                HandOver(
                    firstAttempt: AttemptIdentifier(first), placement: placement,
                    after: after.map { AttemptIdentifier($0) },
                    tasks: [TaskRange(job: JobIdentifier(0), iterations: first..<first + 10)],
                    at: Samples.instant(at)))
        }
        var joined = Samples.handOver(first: 0, count: 20)
        joined.at = Samples.instant(0)
        let end = Samples.end(3)
        let started = try #require(end.startedAt)
        let facts: [Fact] = [
            handOver(0, after: nil), handOver(10, after: 9), handOver(20, after: 5), handOver(30, after: 29, at: 7),
            .attemptStarted(AttemptIdentifier(3), at: started), .attemptStarted(AttemptIdentifier(4), at: started),
            .attemptEnded(end),
        ]
        try record(facts, in: run.path, perCommit: 1)

        _ = try Compaction.run(run)

        #expect(
            try Recording(of: run.path).facts == [.attemptsHandedOver(joined), facts[2], facts[3], facts[5], facts[6]])
    }

    @Test("a compaction that was killed before it removed the old segments leaves nothing twice")
    func halfDone() throws {
        let facts = Samples.opening + Samples.work(0, 3000)
        try record(facts, in: run.path, perCommit: 17, largestSegment: 20_000)
        let second = try FileSystem.content(of: SegmentFiles.path(2, in: run.path))

        _ = try Compaction.run(run)
        try FileSystem.replace(SegmentFiles.path(2, in: run.path), with: second)

        let recording = try Recording(of: run.path)
        #expect(recording.facts == facts)
        #expect(recording.damage.isEmpty)
    }

    @Test("a reader that is under way finds its place in the compacted record")
    func underWay() throws {
        let facts = Samples.opening + Samples.work(0, 3000)
        try record(facts, in: run.path, perCommit: 17, largestSegment: 20_000)
        let reader = run.reader()
        var seen = try #require(try reader.next()).facts

        _ = try Compaction.run(run)
        while let frame = try reader.next() { seen += frame.facts }

        #expect(seen == facts)
        #expect(try reader.conclude().isEmpty)
    }

    @Test("a damaged record is left as it is")
    func damaged() throws {
        try record(Samples.opening + Samples.work(0, 100), in: run.path, perCommit: 10)
        let path = SegmentFiles.path(1, in: run.path)
        var bytes = try FileSystem.content(of: path)
        bytes[bytes.count / 2] ^= 1
        try FileSystem.replace(path, with: bytes)

        #expect(try Compaction.run(run) == nil)
        #expect(try FileSystem.content(of: path) == bytes)
        #expect(try FileSystem.names(in: run.path) == ["00000001.facts"])
    }

    @Test("the check counts what is there, and names the jobs that lost facts may concern")
    func checking() throws {
        try record(
            Samples.opening + Samples.work(0, 200) + [.runClosed(.complete, at: .zero)], in: run.path, perCommit: 10)
        let sound = try LedgerCheck.run(run)
        #expect(sound.damage.isEmpty && sound.isClosed && sound.openTasks.isEmpty && sound.concernedJobs.isEmpty)
        #expect(sound.attemptsEnded == 200 && sound.segments == 1 && sound.facts == 206)

        let frame = try Recording(of: run.path).frames[5]
        let path = SegmentFiles.path(1, in: run.path)
        var bytes = try FileSystem.content(of: path)
        bytes[Int(frame.bytes.lowerBound) + 50] ^= 1
        try FileSystem.replace(path, with: bytes)

        let harmed = try LedgerCheck.run(run)
        #expect(harmed.damage.map(\.missing) == [50..<60])
        #expect(harmed.concernedJobs == [0])
        #expect(harmed.openTasks == [0: Array(46..<56)])
        #expect(harmed.attemptsEnded == 190)
    }
}
