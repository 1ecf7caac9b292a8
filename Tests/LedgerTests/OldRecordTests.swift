import Model
import Posix
import Testing
import Wire

@testable import Ledger

/// Records of other versions of the program.
@Suite struct OldRecordTests {
    /// As the first program wrote it that had records, before nodes had tags and batches had keys.
    private static let first = """
        526f7461466163740100000001000000efcdab896745230100000000f068\
        71a752544601888888888300000003000000000000000000000076758099\
        0101ef9bafcdf8acd19101020372756e096d6573682e6a736f6e052f686f\
        6d6500026e3105302e312e3080a8d6b9070300026e310200028108010130\
        000100050001046d657368000100092f62696e2f74727565000001000000\
        0000000001d00f0002000001010000000000000100000002000000000080\
        c8afa025000080a8d6b90752544601888888884a00000006000000030000\
        000000000004260c4206000001000101000100000100000280f882ad1607\
        000008000180a8d6b90780a8d6b9079a01000001000008010080a8d6b907\
        80a8d6b907020600000100000b000100020080a8d6b907
        """

    private static func bytes() -> [UInt8] {
        let digits = Array(first)
        return stride(from: 0, to: digits.count - 1, by: 2).compactMap { UInt8(String(digits[$0...$0 + 1]), radix: 16) }
    }

    private static func at(_ seconds: Int64) -> Instant { .zero + .seconds(seconds) }

    private static var facts: [Fact] {
        var node = Node(identifier: NodeIdentifier(0), name: "n1", cores: [0, 2], memory: .kibibytes(1024))
        node.gpus = ["0"]
        var job = Job(
            name: "mesh",
            command: Command(action: .program(Template(pieces: [.text("/bin/true")]), arguments: [])))
        job.iterations = Iterations(range: 0..<2)
        let placement = Placement(parts: [
            Placement.Part(node: NodeIdentifier(0), cores: [Placement.CoreShare(position: 0)])
        ])
        return [
            .runOpened(
                Run(
                    number: 1, token: 0x0123_4567_89AB_CDEF, arguments: ["run", "mesh.json"], directory: "/home",
                    host: "n1", version: "0.1.0"), at: at(1)),
            .nodeJoined(node, at: at(1)),
            .jobsSubmitted(first: JobIdentifier(0), jobs: [job], at: at(2)),
            .attemptsHandedOver(
                HandOver(
                    firstAttempt: AttemptIdentifier(0), placement: placement, after: nil,
                    tasks: [TaskRange(job: JobIdentifier(0), iterations: 0..<2)], at: at(3))),
            .attemptStarted(AttemptIdentifier(0), at: at(3)),
            .attemptEnded(
                AttemptEnd(
                    attempt: AttemptIdentifier(0), startedAt: at(3), endedAt: at(4), processIdentifier: 77,
                    outcome: .succeeded)),
            .attemptEnded(
                AttemptEnd(
                    attempt: AttemptIdentifier(1), startedAt: at(4), endedAt: at(5), processIdentifier: 78,
                    outcome: .exited(code: 3))),
            .taskFailed(TaskIdentifier(job: JobIdentifier(0), iteration: 1), at: at(5)),
            .runClosed(.complete, at: at(6)),
        ]
    }

    @Test("a record of the first program is read as it is, and goes on in today's words beside it")
    func oldIsRead() throws {
        let folder = try TemporaryFolder()
        try FileSystem.replace(SegmentFiles.path(1, in: folder.path), with: Self.bytes())

        let recording = try Recording(of: folder.path)
        #expect(recording.facts == Self.facts)
        #expect(recording.damage.isEmpty)

        let more: [Fact] = [.jobsRemoved([JobIdentifier(0)], at: Self.at(7))]
        let writer = try LedgerWriter(folder: folder.path, token: 0x0123_4567_89AB_CDEF, nextSequence: 9)
        writer.append(more)
        try writer.commit()
        #expect(try Recording(of: folder.path).facts == Self.facts + more)
        #expect(try FileSystem.content(of: SegmentFiles.path(1, in: folder.path)) == Self.bytes())
    }

    @Test("a record of a newer format is refused with both versions named, and left as it is")
    func newIsRefused() throws {
        let folder = try TemporaryFolder()
        var header = SegmentHeader(number: 1, token: 7)
        header.version = 2
        let bytes = header.bytes + [UInt8](repeating: 0, count: 40)
        let path = SegmentFiles.path(1, in: folder.path)
        try FileSystem.replace(path, with: bytes)

        let problem = #expect(throws: ReadingProblem.self) { try Recording(of: folder.path) }

        #expect(problem == .format(.unknownVersion(found: 2, known: RecordFormat.version), path: path))
        #expect(problem?.description.contains("version 2; this Rota reads version 1") == true)
        #expect(try FileSystem.content(of: path) == bytes)
    }
}
