import Model
import Posix
import Testing

@testable import Ledger

@Suite struct FileSystemTests {
    @Test(
        "on a full disk a commit fails as a whole, and succeeds unchanged once there is room",
        .enabled(if: Mount.isPossible, "no small disk can be mounted here"))
    func fullDisk() throws {
        let mount = try Mount(tmpfs: "256k")
        let facts = Samples.work(0, 20_000)
        let writer = try LedgerWriter(folder: mount.path, token: 1)
        let ballast = "\(mount.path)/ballast"
        try FileSystem.replace(ballast, with: [UInt8](repeating: 1, count: 100_000))
        var failures = 0

        for start in stride(from: 0, to: 10_000, by: 100) {
            writer.append(Array(facts[start..<start + 100]))
            do throws(LedgerFailure) { try writer.commit() } catch {
                failures += 1
                #expect(error.mayRetry && error.cause.isNoSpace)
                let recording = try Recording(of: mount.path)
                #expect(recording.damage.isEmpty)
                #expect(recording.facts == Array(facts[..<recording.facts.count]))
                try mount.empty(ballast)
                try writer.commit()
            }
        }

        let recording = try Recording(of: mount.path)
        #expect(failures == 1)
        #expect(recording.facts == Array(facts[..<10_000]))
        #expect(recording.damage.isEmpty)
    }

    @Test(
        "a disk without room for a new segment keeps the commit for later",
        .enabled(if: Mount.isPossible, "no small disk can be mounted here"))
    func fullDiskAtRotation() throws {
        let mount = try Mount(tmpfs: "64k")
        let facts = Samples.work(0, 500)
        let writer = try LedgerWriter(folder: mount.path, token: 1, largestSegment: 1000)
        writer.append(Array(facts.prefix(100)))
        try writer.commit()
        let ballast = "\(mount.path)/ballast"
        let file = try FileDescriptor.open(ballast, .create)
        // Fills the rest to the last byte.
        for count in [4096, 1] { while (try? file.writeAll([UInt8](repeating: 1, count: count))) != nil {} }
        file.close()

        writer.append(Array(facts.dropFirst(100)))
        #expect(throws: LedgerFailure.self) { try writer.commit() }
        #expect(throws: LedgerFailure.self) { try writer.commit() }
        try mount.empty(ballast)
        try writer.commit()

        let recording = try Recording(of: mount.path)
        #expect(recording.facts == facts)
        #expect(recording.damage.isEmpty)
    }

    @Test("record, lock, compaction and index work over SFTP without caches")
    func networkFileSystem() throws {
        let served = try TemporaryFolder()
        guard let mount = try Mount(sftpOf: served) else { return }
        let state = StateFolder(path: "\(mount.path)/.rota")
        let run = try state.makeRun()
        let lock = try RunLock.take(run.path)
        #expect(throws: LockProblem.held(by: lock.owner)) { try RunLock.take(run.path) }
        let facts = Samples.opening + Samples.work(0, 2000)

        let reader = run.reader()
        let writer = try LedgerWriter(folder: run.path, token: 7, largestSegment: 10_000)
        var seen: [Fact] = []
        for start in stride(from: 0, to: facts.count, by: 100) {
            writer.append(Array(facts[start..<min(start + 100, facts.count)]))
            try writer.commit()
            while let frame = try reader.next() { seen += frame.facts }
        }
        #expect(seen == facts)

        // What the server's own disk holds is what was committed.
        let beneath = RunFolder(path: "\(served.path)/.rota/runs/1", number: 1)
        #expect(try Recording(of: beneath.path).facts == facts)
        try lock.refresh()
        #expect(try LedgerIndex(state).places(of: nil, in: run) != nil)
        #expect(try Compaction.run(run) != nil)
        #expect(try Recording(of: run.path).facts == facts)
        try lock.release()

        // A dead owner's lock, and one that only its heartbeat could save.
        var dead = LockOwner.current()
        dead.startTicks += 1
        try FileSystem.replace(RunLock.path(in: run.path), with: Array(dead.text.utf8))
        try RunLock.take(run.path).release()
        var elsewhere = LockOwner.current()
        (elsewhere.host, elsewhere.boot) = ("elsewhere", "another")
        try FileSystem.replace(RunLock.path(in: run.path), with: Array(elsewhere.text.utf8))
        try setAge(of: RunLock.path(in: beneath.path), seconds: -3600)
        #expect(throws: LockProblem.held(by: elsewhere)) { try RunLock.take(run.path) }
        try setAge(of: RunLock.path(in: beneath.path), seconds: 61)
        try RunLock.take(run.path).release()
    }
}
