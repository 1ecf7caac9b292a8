package import Posix

/// Which of the copies that a batch system started on one node does the work; the others wait for it.
///
/// The lock of a file that all of them know. The kernel gives it back when its holder dies, however it dies, and then
/// another copy takes its place. A winner that ends by itself leaves its exit code in the file. The file goes when all
/// copies have come, also those that come after the end: on a busy node some are started late.
package struct NodeElection: Sendable, Hashable {
    /// The same for all copies, and for nobody else.
    package var name: String
    /// This copy's number, from 0.
    package var rank: Int
    package var copies: Int
    /// Whether the first copy is to work if it comes in time: at a terminal nobody hears the others.
    package var prefersFirst = false

    package init(name: String, rank: Int, copies: Int) {
        self.name = name
        self.rank = rank
        self.copies = copies
    }

    // 10 s: copies are started together; the first one is late on a very busy node, or not at all.
    private static let patienceNanoseconds: Int64 = 10_000_000_000
    // 50 ms: between two looks whether it has come.
    private static let pauseNanoseconds: Int64 = 50_000_000

    package enum Verdict {
        /// This copy does the work.
        case elected(Mandate)
        /// Another one did, and ended with this code.
        case ended(code: Int)
    }

    /// Waits as long as another copy works, in one call of the kernel.
    ///
    /// To be called before signals are blocked: a waiting copy is ended by any of them as if it were not here.
    ///
    /// - Parameter folder: on this node's own disk or in its memory.
    package func hold(in folder: String) throws(SystemFailure) -> Verdict {
        let path = "\(folder)/\(fileName)"
        if prefersFirst, rank > 0 { try waitForFirst(path) }
        while true {
            let file = try FileDescriptor.open(path, .append, mode: 0o600)
            do {
                try file.waitForLock()
                if try Self.isStillThere(file, path), let verdict = try verdict(file, path) {
                    if case .elected = verdict { Self.sweep(folder) } else { file.close() }
                    return verdict
                }
                file.close()
            } catch {
                file.close()
                throw error
            }
        }
    }

    /// Returns when the first copy has come, be it that it has gone again; or when it takes too long.
    private func waitForFirst(_ path: String) throws(SystemFailure) {
        let deadline = Clock.monotonicNanoseconds() + Self.patienceNanoseconds
        while Clock.monotonicNanoseconds() < deadline {
            let content = (try? FileSystem.content(of: path)) ?? []
            if ElectionRecord(content).ranks.contains(0) { return }
            _ = try Readiness.wait(for: [], nanoseconds: Self.pauseNanoseconds)
        }
    }

    /// What follows from the file, whose lock is held; none when it is of an earlier election and was removed.
    private func verdict(_ file: FileDescriptor, _ path: String) throws(SystemFailure) -> Verdict? {
        let record = ElectionRecord(try file.read(at: 0, count: Int(try file.size())))
        guard let code = record.code else {
            try file.writeAll(ElectionRecord.arrival(of: rank))
            return .elected(Mandate(file: file, path: path, copies: copies))
        }
        if record.ranks.contains(rank) {
            // This copy has taken part, so the program is run once more.
            try FileSystem.remove(path)
            return nil
        }
        try file.writeAll(ElectionRecord.arrival(of: rank))
        if record.ranks.count + 1 >= copies { try FileSystem.remove(path) }
        return .ended(code: code)
    }

    /// Removes what elections left whose copies were killed. Nothing hangs on it.
    private static func sweep(_ folder: String) {
        for name in (try? FileSystem.names(in: folder)) ?? [] where name.hasSuffix(ending) {
            let path = "\(folder)/\(name)"
            guard let file = try? FileDescriptor.open(path, .append, mode: 0o600) else { continue }
            defer { file.close() }
            // An hour: no copy is started so much later than the others. One that was about to take this lock all the
            // same finds the file gone, and makes another.
            let hour: Int64 = 3600 * 1_000_000_000
            guard (try? file.tryLock()) == true, let status = try? file.status() else { continue }
            if Clock.wallNanoseconds() - status.modifiedNanoseconds > hour { try? FileSystem.remove(path) }
        }
    }

    /// A folder for elections that is this user's own; made if missing.
    package static func folder() throws(SystemFailure) -> String {
        var failure = SystemFailure(call: "find a folder of this node", errorNumber: 2)
        for base in ["/tmp", "/dev/shm"] {
            let folder = "\(base)/rota-\(Process.user)"
            do throws(SystemFailure) {
                try makeOwn(folder)
                return folder
            } catch {
                failure = error
            }
        }
        throw failure
    }

    /// Throws unless the folder is one that nobody else can write into: its name can be guessed by anybody.
    static func makeOwn(_ folder: String) throws(SystemFailure) {
        do throws(SystemFailure) { try FileSystem.makeDirectory(folder, mode: 0o700) } catch {
            if !error.isExisting { throw error }
        }
        let status = try FileSystem.status(of: folder, followingLinks: false)
        guard status.kind == .directory, status.owner == Process.user, status.mode & 0o022 == 0 else {
            // 1: EPERM, the same on every Linux.
            throw SystemFailure(call: "use as one's own folder", errorNumber: 1, path: folder)
        }
    }

    /// False when somebody took the file away between our opening it and our holding its lock.
    private static func isStillThere(_ file: FileDescriptor, _ path: String) throws(SystemFailure) -> Bool {
        let held = try file.status()
        do throws(SystemFailure) {
            let named = try FileSystem.status(of: path, followingLinks: false)
            return named.device == held.device && named.inode == held.inode
        } catch {
            if error.isMissing { return false }
            throw error
        }
    }

    private var fileName: String {
        let isPlain: (Character) -> Bool = { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
        return String(name.map { isPlain($0) ? $0 : "_" }) + Self.ending
    }

    private static let ending = ".lock"
}

extension Allocation {
    /// What the copies on this node hold; none when this process is the only one of its kind.
    package var election: NodeElection? {
        guard let step, step.copiesOnThisNode > 1 else { return nil }
        var election = NodeElection(
            name: "\(system)-\(cluster)-\(job).\(step.identifier)-\(here?.name ?? "")", rank: step.rankOnThisNode,
            copies: step.copiesOnThisNode)
        election.prefersFirst = step.hasTerminal
        return election
    }
}
