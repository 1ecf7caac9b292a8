package import Posix

/// The right to write a run's record, as a file that says who has it.
///
/// A file and not a lock of the kernel's, since some network file systems have none. It is made together with its
/// content, by a hard link where there are such, and belongs to whoever made it. The lock of a dead process is replaced
/// by a `LockTakeover`. A process of another machine is taken for dead when its heartbeat, the file's time, is older
/// than a minute by the clock of the file system that holds it.
package final class RunLock {
    package let folder: String
    package let owner: LockOwner
    private let file: FileDescriptor

    /// 60 s: six missed heartbeats.
    static let silenceNanoseconds: Int64 = 60_000_000_000
    /// How often `refresh` is to be called.
    package static let heartbeatSeconds = 10

    private init(folder: String, owner: LockOwner) throws(SystemFailure) {
        self.folder = folder
        self.owner = owner
        file = try FileDescriptor.open(Self.path(in: folder), .append, mode: 0o600)
    }

    deinit { file.close() }

    static func path(in folder: String) -> String { "\(folder)/lock" }

    package static func take(_ folder: String) throws(LockProblem) -> RunLock {
        let draft = LockDraft(folder: folder, owner: .current())
        defer { draft.remove() }
        var holder: LockOwner?
        do throws(SystemFailure) {
            try draft.write()
            if try claim(with: draft, &holder) {
                let lock = try RunLock(folder: folder, owner: draft.owner)
                sweep(folder, draft)
                return lock
            }
        } catch {
            throw .system(error)
        }
        throw .held(by: holder)
    }

    /// Whether the lock is this process's now; if not, `holder` is whose it is.
    private static func claim(with draft: LockDraft, _ holder: inout LockOwner?) throws(SystemFailure) -> Bool {
        let lock = path(in: draft.folder)
        // 100: a turn is lost only when another process takes or leaves the lock meanwhile.
        for _ in 0..<100 {
            if try draft.claim(lock) { return true }
            guard let found = try LockObservation(of: lock, observer: draft.owner) else { continue }
            holder = found.owner
            if !found.isDead { return false }
            if try LockTakeover(found: found, draft: draft).succeeds() { return true }
        }
        return false
    }

    /// Removes what processes left that died while they tried to take the lock. Nothing hangs on it.
    private static func sweep(_ folder: String, _ draft: LockDraft) {
        do throws(SystemFailure) {
            for name in try FileSystem.names(in: folder)
            where name.hasPrefix("lock.") && "\(folder)/\(name)" != draft.path {
                let found = try LockObservation(of: "\(folder)/\(name)", observer: draft.owner)
                if found?.isDead == true { try FileSystem.remove("\(folder)/\(name)") }
            }
        } catch {
            return
        }
    }

    /// Who holds a run's lock and lives; none when nobody does. For those who only read.
    package static func holder(of folder: String) throws(SystemFailure) -> LockOwner? {
        let found = try LockObservation(of: path(in: folder), observer: .current())
        guard let found, !found.isDead else { return nil }
        return found.owner
    }

    /// The sign of life; to be given every `heartbeatSeconds`.
    package func refresh() throws(LockProblem) {
        guard try isOwn() else { throw .lost }
        do throws(SystemFailure) {
            // Written through the open file, which is this process's own even if the name were another's by now.
            try file.writeAll("\n")
            try file.truncate(to: Int64(owner.text.utf8.count))
        } catch {
            throw .system(error)
        }
    }

    /// Gives the right back; does nothing when it was lost.
    package func release() throws(LockProblem) {
        guard try isOwn() else { return }
        do throws(SystemFailure) { try FileSystem.remove(Self.path(in: folder)) } catch { throw .system(error) }
    }

    private func isOwn() throws(LockProblem) -> Bool {
        do throws(SystemFailure) {
            let content = try FileSystem.content(of: Self.path(in: folder))
            return LockOwner(text: String(decoding: content, as: UTF8.self)) == owner
        } catch {
            if error.isMissing { return false }
            throw .system(error)
        }
    }
}
