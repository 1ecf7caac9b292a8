import Model
import Posix
import Testing

@testable import Ledger

@Suite struct StateCopyTests {
    private let folder: TemporaryFolder
    private let state: StateFolder

    init() throws {
        folder = try TemporaryFolder()
        state = StateFolder(path: folder.path + "/state")
    }

    @Test("a copy that is made while a record grows holds a beginning of it, in whole commits")
    func growing() throws {
        let facts = Samples.opening + Samples.work(0, 3000)
        let run = try state.makeRun()
        let lock = try RunLock.take(run.path)
        try record(Array(facts.prefix(400)), in: run.path, perCommit: 7, largestSegment: 5000)
        let source = SegmentFiles.path(try #require(SegmentFiles.numbers(in: run.path).last), in: run.path)
        // The beginning of a commit, as a writer leaves it between two moments.
        let file = try FileDescriptor.open(source, .append)
        try file.writeAll(Array("RTF\u{01}".utf8))
        file.close()

        let copy = try StateCopy.make(of: state, at: folder.path + "/copy")
        try lock.release()

        let copied = RunFolder(path: folder.path + "/copy/runs/1", number: 1)
        let recording = try Recording(of: copied.path)
        #expect(recording.facts == Array(facts.prefix(400)))
        #expect(recording.damage.isEmpty)
        #expect(copy.runs == 1 && copy.bytes > 0)
        #expect(try RunLock.holder(of: copied.path) == nil)
    }

    @Test("what tasks printed and other files are copied, processes' own things are not, and nobody else may read it")
    func others() throws {
        let run = try state.makeRun()
        try record(Samples.opening, in: run.path, perCommit: 1)
        try FileSystem.makeDirectories(run.path + "/outputs")
        try FileSystem.makeDirectories(run.path + "/lanes")
        for name in ["outputs/3.out", "output.log", "lanes/1.out", "lock"] {
            try FileSystem.replace("\(run.path)/\(name)", with: Array(name.utf8))
        }
        for name in ["service.json", "access.json", "index.sqlite", "index.sqlite-journal"] {
            try FileSystem.replace("\(state.path)/\(name)", with: Array(name.utf8), mode: 0o644)
        }

        let target = folder.path + "/copy"
        _ = try StateCopy.make(of: state, at: target)

        #expect(try FileSystem.names(in: target) == ["runs", "service.json"])
        #expect(try FileSystem.names(in: target + "/runs/1") == ["00000001.facts", "output.log", "outputs"])
        #expect(try FileSystem.content(of: target + "/runs/1/outputs/3.out") == Array("outputs/3.out".utf8))
        #expect(try FileSystem.status(of: target).mode == 0o700)
        #expect(try FileSystem.status(of: target + "/service.json").mode == 0o600)
    }

    @Test("a target that exists is left as it is")
    func existing() throws {
        _ = try state.makeRun()

        #expect(throws: SystemFailure.self) { try StateCopy.make(of: state, at: folder.path) }
        #expect(try FileSystem.names(in: folder.path) == ["state"])
    }

    @Test("a run that is compacted between its segments' opening and their copying is copied as it was")
    func compacted() throws {
        let facts = Samples.opening + Samples.work(0, 3000)
        let run = try state.makeRun()
        try record(facts, in: run.path, perCommit: 17, largestSegment: 20_000)
        let target = folder.path + "/copy"
        try FileSystem.makeDirectories(target)

        let copy = try RecordCopy(of: run.path)
        _ = try Compaction.run(run)
        try copy.write(to: target, isLive: false)
        copy.close()

        #expect(try Recording(of: target).facts == facts)
    }
}
