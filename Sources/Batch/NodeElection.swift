package import Posix

/// Which of the copies that a batch system started on one node does the work; the others wait for it.
///
/// The lock of a file that all of them know. The kernel gives it back when its holder dies, however it dies, and then
/// another copy takes its place. A winner that ends by itself leaves its exit code in the file, which it has taken out
/// of the folder before, so that who comes later holds an election of its own.
package enum NodeElection {
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
    /// - Parameter name: the same for all copies, and for nobody else.
    package static func hold(_ name: String, in folder: String) throws(SystemFailure) -> Verdict {
        let path = "\(folder)/\(fileName(name))"
        while true {
            let file = try FileDescriptor.open(path, .update, mode: 0o600)
            do {
                try file.waitForLock()
                if let code = Mandate.code(in: try file.read(at: 0, count: 64)) {
                    file.close()
                    return .ended(code: code)
                }
                if try isStillThere(file, path) {
                    sweep(folder)
                    return .elected(Mandate(file: file, path: path))
                }
                file.close()
            } catch {
                file.close()
                throw error
            }
        }
    }

    /// Removes what elections left whose copies were all killed. Nothing hangs on it.
    private static func sweep(_ folder: String) {
        for name in (try? FileSystem.names(in: folder)) ?? [] where name.hasSuffix(ending) {
            let path = "\(folder)/\(name)"
            guard let file = try? FileDescriptor.open(path, .append, mode: 0o600) else { continue }
            defer { file.close() }
            // A copy that was about to take this lock finds the file gone, and makes another.
            if (try? file.tryLock()) == true, (try? isStillThere(file, path)) == true { try? FileSystem.remove(path) }
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

    private static func fileName(_ name: String) -> String {
        let isPlain: (Character) -> Bool = { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
        return String(name.map { isPlain($0) ? $0 : "_" }) + ending
    }

    private static let ending = ".lock"
}

extension Allocation {
    /// What the copies on this node hold an election by; none when this process is the only one of its kind.
    package var electionName: String? {
        guard let step, step.copiesOnThisNode > 1 else { return nil }
        return "\(system)-\(cluster)-\(job).\(step.identifier)-\(here?.name ?? "")"
    }
}
