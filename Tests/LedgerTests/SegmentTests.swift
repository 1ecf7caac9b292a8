import Model
import Posix
import Testing
import Wire

@testable import Ledger

@Suite struct SegmentTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test("what was committed is read back in order, each commit as one frame")
    func roundTrip() throws {
        let facts = Samples.opening + Samples.work(0, 500)

        try record(facts, in: folder.path, perCommit: 7)

        let recording = try Recording(of: folder.path)
        #expect(recording.facts == facts)
        #expect(recording.damage.isEmpty)
        #expect(recording.frames.map(\.sequence) == Array(stride(from: 0, to: facts.count, by: 7)))
    }

    @Test("what was appended and not committed is not there")
    func uncommitted() throws {
        let writer = try LedgerWriter(folder: folder.path, token: 1)
        writer.append(Samples.opening)

        #expect(try Recording(of: folder.path).facts.isEmpty)
    }

    @Test("a reader follows a writer over segments, and says nothing of what is still to come")
    func following() throws {
        let writer = try LedgerWriter(folder: folder.path, token: 1, largestSegment: 400)
        let reader = LedgerReader(folder: folder.path)
        let facts = Samples.work(0, 300)
        var seen: [Fact] = []

        for fact in facts {
            #expect(try reader.next() == nil)
            writer.append(fact)
            try writer.commit()
            let frame = try #require(try reader.next())
            seen += frame.facts
        }

        #expect(seen == facts)
        #expect(try reader.conclude().isEmpty)
        #expect(try SegmentFiles.numbers(in: folder.path).count > 5)
    }

    @Test("a reader beside a busy writer sees every frame once and no damage", arguments: 0..<4)
    func beside(round: Int) async throws {
        let facts = Samples.work(0, 20_000)
        let path = folder.path
        try await withThrowingTaskGroup(of: [Fact].self) { group in
            group.addTask {
                let writer = try LedgerWriter(folder: path, token: 1, nextSequence: 0, largestSegment: 30_000) { _ in }
                for start in stride(from: 0, to: facts.count, by: 10) {
                    writer.append(Array(facts[start..<start + 10]))
                    try writer.commit()
                }
                return facts
            }
            group.addTask {
                let reader = LedgerReader(folder: path)
                var seen: [Fact] = []
                // A minute at least, should the writer be kept waiting.
                let end = Clock.monotonicNanoseconds() + 60_000_000_000
                while seen.count < facts.count, Clock.monotonicNanoseconds() < end {
                    if let frame = try reader.next() { seen += frame.facts } else { await Task.yield() }
                }
                #expect(try reader.conclude().isEmpty)
                return seen
            }
            for try await seen in group { #expect(seen == facts) }
        }
    }

    @Test("a frame that is half written is the end, and is read once it is whole")
    func halfWritten() throws {
        try record(Samples.work(0, 20), in: folder.path, perCommit: 10)
        let path = SegmentFiles.path(1, in: folder.path)
        let whole = try FileSystem.content(of: path)
        let frames = try Recording(of: folder.path).frames
        let last = try #require(frames.last)
        try FileSystem.replace(path, with: Array(whole[..<(Int(last.bytes.lowerBound) + 40)]))
        let reader = LedgerReader(folder: folder.path)
        for _ in frames.dropLast() { _ = try reader.next() }

        #expect(try reader.next() == nil)

        let file = try FileDescriptor.open(path, .append)
        defer { file.close() }
        try file.writeAll(Array(whole[(Int(last.bytes.lowerBound) + 40)...]))
        // The reader holds the replaced file open: a new one sees the appended bytes.
        #expect(try Recording(of: folder.path).frames == frames)
    }

    @Test("a writer that goes on starts a new segment, and an unfinished commit before it loses nothing")
    func goingOn() throws {
        let facts = Samples.work(0, 40)
        try record(Array(facts.prefix(20)), in: folder.path, perCommit: 10)
        let file = try FileDescriptor.open(SegmentFiles.path(1, in: folder.path), .append)
        try file.writeAll([0x52, 0x54, 0x46, 1, 9, 9])
        file.close()

        let reader = LedgerReader(folder: folder.path)
        while try reader.next() != nil {}
        let writer = try LedgerWriter(
            folder: folder.path, token: 0x0123_4567_89AB_CDEF, nextSequence: reader.nextSequence)
        writer.append(Array(facts.dropFirst(20)))
        try writer.commit()

        let recording = try Recording(of: folder.path)
        #expect(recording.facts == facts)
        #expect(recording.damage.count == 1)
        #expect(recording.damage.first?.losesFacts == false)
        #expect(writer.segment == 2)
    }

    @Test("after a failed sync nothing may be tried again, and what is on the disk is read by the successor")
    func failedSync() throws {
        let failure = SystemFailure(call: "fdatasync", errorNumber: 5)
        var isBroken = false
        let writer = try LedgerWriter(folder: folder.path, token: 1, nextSequence: 0, largestSegment: 1 << 20) {
            _ throws(SystemFailure) in if isBroken { throw failure }
        }
        writer.append(Samples.opening)
        try writer.commit()
        isBroken = true
        writer.append(Samples.work(0, 10))

        #expect(
            throws: LedgerFailure(
                cause: SystemFailure(call: "fdatasync", errorNumber: 5, path: SegmentFiles.path(1, in: folder.path)),
                mayRetry: false)
        ) { try writer.commit() }
        #expect(writer.nextSequence == Samples.opening.count)
    }

    @Test("a writer that goes on first makes durable what its predecessor may only have written")
    func predecessor() throws {
        try record(Samples.opening, in: folder.path, perCommit: 10)
        var synchronized = 0

        _ = try LedgerWriter(folder: folder.path, token: 1, nextSequence: 3, largestSegment: 1 << 20) { _ in
            synchronized += 1
        }

        #expect(synchronized == 1)
    }

    @Test("more values than one commit holds are refused, naming the job that was one too many")
    func tooLarge() throws {
        var lines = Samples.job("lines", 0)
        lines.iterations = Iterations(columns: [Iterations.Column(values: .list(Texts(["a", "b", "c"])))])
        var others = lines
        others.name = "others"

        try LedgerWriter.refuseTooLarge([Samples.job("a", 1 << 40), lines], largest: 20)
        #expect(
            throws: Refusal.tooLarge(
                job: "others", asked: "36 B of values, with the jobs submitted before it",
                largest: "one submission holds at most 20 B",
                remedy: "Submit it in parts, or let its values name files.")
        ) { try LedgerWriter.refuseTooLarge([lines, others], largest: 20) }
    }

    @Test("files can be read and written by their owner alone")
    func permissions() throws {
        try record(Samples.opening, in: folder.path, perCommit: 10)

        #expect(try FileSystem.status(of: SegmentFiles.path(1, in: folder.path)).mode == 0o600)
    }

    @Test("another version of the format is refused with both versions")
    func otherVersion() throws {
        try record(Samples.opening, in: folder.path, perCommit: 10)
        let path = SegmentFiles.path(1, in: folder.path)
        var header = SegmentHeader(number: 1, token: 1)
        header.version = 9
        var bytes = try FileSystem.content(of: path)
        bytes.replaceSubrange(0..<SegmentHeader.size, with: header.bytes)
        try FileSystem.replace(path, with: bytes)

        #expect(throws: ReadingProblem.format(.unknownVersion(found: 9, known: 1), path: path)) {
            try Recording(of: folder.path)
        }
    }

    @Test("twenty thousand jobs, and a job of two hundred thousand lines, are recorded and read back")
    func large() throws {
        let many = (0..<20_000).map { Samples.job("job-\($0)", 1) }
        var lines = Samples.job("lines", 0)
        lines.iterations = Iterations(columns: [
            Iterations.Column(values: .list(Texts((0..<200_000).map { "line \($0)" })))
        ])
        let facts: [Fact] = [
            .jobsSubmitted(first: JobIdentifier(0), jobs: many, at: .zero),
            .jobsSubmitted(first: JobIdentifier(20_000), jobs: [lines], at: .zero),
        ]

        try record(facts, in: folder.path, perCommit: 1)

        #expect(try Recording(of: folder.path).facts == facts)
    }
}
