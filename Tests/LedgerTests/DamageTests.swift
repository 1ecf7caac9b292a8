import Model
import Posix
import Testing

@testable import Ledger

@Suite struct DamageTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test("a byte changed at every offset costs only the frame it lies in")
    func everyByte() throws {
        let ledger = try SmallLedger(in: folder)
        for offset in ledger.bytes.indices {
            for change: UInt8 in [0x01, 0x80, 0xff] {
                var bytes = ledger.bytes
                bytes[offset] ^= change
                try ledger.expectOnlyTouchedFramesLost(bytes, "offset \(offset), change \(change)")
            }
        }
    }

    @Test("a cut at every offset costs only the frames behind it")
    func everyCut() throws {
        let ledger = try SmallLedger(in: folder)
        for cut in ledger.bytes.indices {
            try ledger.expectOnlyTouchedFramesLost(Array(ledger.bytes[..<cut]), "cut at \(cut)")
        }
    }

    @Test("a block of zeros at every offset costs only the frames it touches", arguments: [8, 64, 512])
    func zeros(length: Int) throws {
        let ledger = try SmallLedger(in: folder)
        for start in ledger.bytes.indices {
            var bytes = ledger.bytes
            for offset in start..<min(start + length, bytes.count) { bytes[offset] = 0 }
            try ledger.expectOnlyTouchedFramesLost(bytes, "\(length) zeros at \(start)")
        }
    }

    @Test("many kinds of damage at once, on a larger record, invent nothing and lose little", arguments: 0..<12)
    func seeds(seed: UInt64) throws {
        var random = RandomSource(seed: seed)
        let facts = Samples.opening + Samples.work(0, 20_000)
        try record(facts, in: folder.path, perCommit: 20, largestSegment: 60_000)
        let whole = try Recording(of: folder.path)
        var touched: Set<Int> = []
        for _ in 0..<random.number(1...12) {
            let number = random.pick(try SegmentFiles.numbers(in: folder.path))
            let path = SegmentFiles.path(number, in: folder.path)
            var bytes = try FileSystem.content(of: path)
            let start = random.number(0...(bytes.count - 1))
            let end = min(bytes.count, start + random.pick([1, 1, 10, 700, 4096]))
            for offset in start..<end { bytes[offset] ^= UInt8(random.number(1...255)) }
            try FileSystem.replace(path, with: bytes)
            for (index, frame) in whole.frames.enumerated()
            where frame.segment == number && frame.bytes.overlaps(Int64(start)..<Int64(end)) { touched.insert(index) }
        }

        let recording = try Recording(of: folder.path, highestSeen: facts.count - 1)

        let kept = whole.frames.enumerated().filter { !touched.contains($0.offset) }.map(\.element)
        #expect(recording.frames == kept, "seed \(seed)")
        let missing = recording.damage.reduce(0) { $0 + $1.missing.count }
        #expect(missing + recording.facts.count == facts.count, "seed \(seed)")
    }

    @Test("lost hand-overs and submissions are told by their neighbours")
    func neighbours() throws {
        var facts: [Fact] =
            Samples.opening + [.jobsSubmitted(first: JobIdentifier(1), jobs: [Samples.job("a", 1)], at: .zero)]
        facts += [.attemptsHandedOver(Samples.handOver(first: 0, count: 100))]
        facts += [.jobsSubmitted(first: JobIdentifier(2), jobs: [Samples.job("b", 1)], at: .zero)]
        facts += [.attemptsHandedOver(Samples.handOver(first: 100, count: 50))]
        facts += [.attemptsHandedOver(Samples.handOver(first: 150, count: 20))]
        facts += [.jobsSubmitted(first: JobIdentifier(3), jobs: [Samples.job("c", 1)], at: .zero)]
        try record(facts, in: folder.path, perCommit: 1)
        let frames = try Recording(of: folder.path).frames
        let path = SegmentFiles.path(1, in: folder.path)
        var bytes = try FileSystem.content(of: path)
        bytes[Int(frames[5].bytes.lowerBound) + 30] ^= 1
        bytes[Int(frames[6].bytes.lowerBound) + 30] ^= 1
        try FileSystem.replace(path, with: bytes)

        let damage = try Recording(of: folder.path).damage

        #expect(damage.map(\.missing) == [5..<7])
        #expect(damage.first?.attempts == 100..<150)
        #expect(damage.first?.jobs == 2..<3)
    }

    @Test("a segment that is missing altogether is told by the numbers that are missing")
    func missingSegment() throws {
        let facts = Samples.opening + Samples.work(0, 300)
        try record(facts, in: folder.path, perCommit: 10, largestSegment: 1000)
        let whole = try Recording(of: folder.path)
        try FileSystem.remove(SegmentFiles.path(2, in: folder.path))

        let recording = try Recording(of: folder.path)

        let lost = whole.frames.filter { $0.segment == 2 }
        let first = try #require(lost.first).sequence
        let missing = first..<first + lost.reduce(0) { $0 + $1.facts.count }
        #expect(recording.damage.map(\.missing) == [missing])
        #expect(recording.frames == whole.frames.filter { $0.segment != 2 })
    }

    @Test("a cut tail is told when the index had seen further")
    func cutTail() throws {
        try record(Samples.work(0, 30), in: folder.path, perCommit: 10)
        let frames = try Recording(of: folder.path).frames
        let path = SegmentFiles.path(1, in: folder.path)
        let bytes = try FileSystem.content(of: path)
        try FileSystem.replace(path, with: Array(bytes[..<Int(frames[1].bytes.upperBound)]))

        #expect(try Recording(of: folder.path).damage.isEmpty)
        #expect(try Recording(of: folder.path, highestSeen: 30).damage.map(\.missing) == [20..<31])
    }

    @Test("frames of another run's record are not taken for this one's")
    func foreignFrames() throws {
        let other = try TemporaryFolder()
        let writer = try LedgerWriter(folder: other.path, token: 77)
        writer.append(Samples.work(0, 50))
        try writer.commit()
        try record(Samples.opening, in: folder.path, perCommit: 1)
        let file = try FileDescriptor.open(SegmentFiles.path(1, in: folder.path), .append)
        try file.writeAll(Array(try FileSystem.content(of: SegmentFiles.path(1, in: other.path))[32...]))
        file.close()

        #expect(try Recording(of: folder.path).facts == Samples.opening)
    }
}

/// Two segments of a few frames, small enough to be harmed at every byte of the first.
struct SmallLedger {
    let bytes: [UInt8]
    let whole: Recording
    private let folder: TemporaryFolder
    private let path: String

    init(in folder: TemporaryFolder) throws {
        self.folder = folder
        path = SegmentFiles.path(1, in: folder.path)
        try record(Samples.opening + Samples.work(0, 21), in: folder.path, perCommit: 4, largestSegment: 520)
        bytes = try FileSystem.content(of: path)
        whole = try Recording(of: folder.path)
        #expect(whole.frames.filter { $0.segment == 1 }.count > 2)
        #expect(whole.frames.contains { $0.segment == 2 })
    }

    /// Reads the record with the first segment harmed: every frame that is the same as before must be there.
    func expectOnlyTouchedFramesLost(_ harmed: [UInt8], _ comment: Comment) throws {
        let file = try FileDescriptor.open(path, .create)
        try file.writeAll(harmed)
        file.close()
        let kept = whole.frames.filter { frame in
            let range = Int(frame.bytes.lowerBound)..<Int(frame.bytes.upperBound)
            return frame.segment != 1 || range.upperBound <= harmed.count && harmed[range] == bytes[range]
        }

        let recording = try Recording(of: folder.path)

        guard recording.frames == kept else {
            Issue.record("\(comment): other frames than the untouched ones were read")
            return
        }
        let missing = recording.damage.reduce(0) { $0 + $1.missing.count }
        let lost = whole.facts.count - recording.facts.count
        if missing != lost { Issue.record("\(comment): \(missing) facts are said to be missing, \(lost) are") }
        let hasChanged = harmed != bytes
        if recording.damage.isEmpty, hasChanged, harmed.count == bytes.count {
            Issue.record("\(comment): the damage was not told")
        }
    }
}
