internal import Posix

/// Replaces the lock of a dead process, so that of several who try only one succeeds.
///
/// Whoever makes the file `lock.takeover.<content's checksum>.<n>` may replace a lock with just that content. Should
/// that process die in the act, the next one makes `<n + 1>`. A lock's content never comes back, so neither does the
/// right to replace it.
struct LockTakeover {
    let found: LockObservation
    let draft: LockDraft

    private func path(_ turn: Int) -> String {
        "\(draft.folder)/lock.takeover.\(String(Checksum.of(found.content), radix: 16)).\(turn)"
    }

    /// False when another process was faster.
    func succeeds() throws(SystemFailure) -> Bool {
        var turn = 1
        while try !draft.claim(path(turn)) {
            guard let other = try LockObservation(of: path(turn), observer: draft.owner) else { return false }
            guard other.isDead else { return false }
            turn += 1
        }
        defer { for old in 1...turn { remove(path(old)) } }
        let lock = RunLock.path(in: draft.folder)
        guard let now = try LockObservation(of: lock, observer: draft.owner), now.content == found.content else {
            return false
        }
        try FileSystem.rename(draft.path, to: lock)
        return true
    }

    private func remove(_ path: String) {
        do throws(SystemFailure) { try FileSystem.remove(path) } catch { return }
    }
}
