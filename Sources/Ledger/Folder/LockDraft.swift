internal import Posix

/// A lock's content, ready to become a lock all at once.
struct LockDraft {
    let folder: String
    let owner: LockOwner
    var path: String { "\(folder)/lock.draft.\(owner.process).\(owner.moment)" }

    func write() throws(SystemFailure) {
        let file = try FileDescriptor.open(path, .createNew, mode: 0o600)
        defer { file.close() }
        try file.writeAll(owner.text)
    }

    /// Makes the file at `target` with this content; false when there is one already.
    func claim(_ target: String) throws(SystemFailure) -> Bool {
        do throws(SystemFailure) {
            try FileSystem.link(path, to: target)
            return true
        } catch {
            if error.isExisting { return false }
        }
        // A file system without hard links: its readers may find the file still empty, and then wait.
        do throws(SystemFailure) {
            let file = try FileDescriptor.open(target, .createNew, mode: 0o600)
            defer { file.close() }
            try file.writeAll(owner.text)
            return true
        } catch {
            if error.isExisting { return false }
            throw error
        }
    }

    /// Nothing hangs on a draft that stays; the next owner sweeps.
    func remove() {
        do throws(SystemFailure) { try FileSystem.remove(path) } catch { return }
    }
}
