import Posix
import Testing

@testable import Ledger

@Suite struct LockTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test("a lock is held until it is released")
    func holding() throws {
        let lock = try RunLock.take(folder.path)

        #expect(try RunLock.holder(of: folder.path) == lock.owner)
        #expect(throws: LockProblem.held(by: lock.owner)) { try RunLock.take(folder.path) }
        try lock.refresh()
        #expect(throws: LockProblem.held(by: lock.owner)) { try RunLock.take(folder.path) }

        try lock.release()
        #expect(try RunLock.holder(of: folder.path) == nil)
        try RunLock.take(folder.path).release()
        #expect(try FileSystem.names(in: folder.path).isEmpty)
    }

    @Test("the lock of a process that is gone, or whose number another process has now, is taken over")
    func deadProcess() throws {
        var owner = LockOwner.current()
        owner.startTicks += 1
        try leaveLock(owner)

        #expect(try RunLock.holder(of: folder.path) == nil)
        let lock = try RunLock.take(folder.path)

        #expect(try RunLock.holder(of: folder.path) == lock.owner)
        try lock.release()
        #expect(try FileSystem.names(in: folder.path).isEmpty)
    }

    @Test("the lock of this machine before it was started anew is taken over")
    func deadHost() throws {
        var owner = LockOwner.current()
        owner.boot = "another"
        try leaveLock(owner)

        try RunLock.take(folder.path).release()
    }

    @Test("another machine's lock is respected while its heart beats, and taken over after a minute of silence")
    func otherHost() throws {
        var owner = LockOwner.current()
        owner.host = "elsewhere"
        owner.boot = "another"
        try leaveLock(owner)
        try setAge(of: RunLock.path(in: folder.path), seconds: -3600)

        #expect(throws: LockProblem.held(by: owner)) { try RunLock.take(folder.path) }

        try setAge(of: RunLock.path(in: folder.path), seconds: 61)
        let lock = try RunLock.take(folder.path)
        #expect(try RunLock.holder(of: folder.path) == lock.owner)
    }

    @Test("a heartbeat makes the lock young again, and tells an owner that it was taken for dead")
    func heartbeat() throws {
        let lock = try RunLock.take(folder.path)
        let path = RunLock.path(in: folder.path)
        try setAge(of: path, seconds: 3600)
        let before = try FileSystem.status(of: path).modifiedNanoseconds
        try lock.refresh()
        #expect(try FileSystem.status(of: path).modifiedNanoseconds > before)

        var other = LockOwner.current()
        other.host = "elsewhere"
        try FileSystem.replace(path, with: Array(other.text.utf8))

        #expect(throws: LockProblem.lost) { try lock.refresh() }
        try lock.release()
        #expect(FileSystem.exists(path))
    }

    @Test("a process that died while it took over a lock does not bar the way")
    func deadTakeover() throws {
        var owner = LockOwner.current()
        owner.startTicks += 1
        try leaveLock(owner)
        let content = LockObservation.withoutHeartbeats(Array(owner.text.utf8))
        let takeover = "\(folder.path)/lock.takeover.\(String(Checksum.of(content), radix: 16)).1"
        try FileSystem.replace(takeover, with: Array(owner.text.utf8))
        try FileSystem.replace("\(folder.path)/lock.draft.9.9", with: Array(owner.text.utf8))

        let lock = try RunLock.take(folder.path)

        #expect(try FileSystem.names(in: folder.path) == ["lock"])
        try lock.release()
    }

    @Test("of many who find a dead owner's lock only one gets it", arguments: 0..<20)
    func race(round: Int) async throws {
        var owner = LockOwner.current()
        owner.startTicks += 1
        try leaveLock(owner)
        let path = folder.path

        let taken = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    do throws(LockProblem) {
                        _ = try RunLock.take(path)
                        return true
                    } catch { return false }
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }

        #expect(taken == 1)
    }

    private func leaveLock(_ owner: LockOwner) throws {
        try FileSystem.replace(RunLock.path(in: folder.path), with: Array(owner.text.utf8))
    }
}
