internal import Glibc

/// Files and folders by their paths.
package enum FileSystem {
    package static func status(of path: String, followingLinks: Bool = true) throws(SystemFailure) -> FileStatus {
        var information = Glibc.stat()
        try checked("stat", path) {
            unsafe Int(followingLinks ? stat(path, &information) : lstat(path, &information))
        }
        return FileStatus(information)
    }

    package static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }
    package static func isExecutable(_ path: String) -> Bool { unsafe access(path, X_OK) == 0 }
    package static func isWritable(_ path: String) -> Bool { unsafe access(path, W_OK) == 0 }

    package static func content(of path: String) throws(SystemFailure) -> [UInt8] {
        let file = try FileDescriptor.open(path, .read)
        defer { file.close() }
        do { return try file.readToEnd() } catch {
            throw SystemFailure(call: "read", errorNumber: error.errorNumber, path: path)
        }
    }

    /// Creates or replaces a file so that a reader sees the old content or the new, also after a power cut.
    package static func replace(_ path: String, with bytes: [UInt8], mode: UInt32 = 0o600) throws(SystemFailure) {
        let draft = "\(path).\(getpid()).draft"
        let file = try FileDescriptor.open(draft, .create, mode: mode)
        do {
            defer { file.close() }
            try file.writeAll(bytes)
            try file.synchronize()
        } catch {
            _ = unsafe unlink(draft)
            throw SystemFailure(call: error.call, errorNumber: error.errorNumber, path: path)
        }
        try rename(draft, to: path)
        try synchronizeDirectory(folder(of: path))
    }

    /// Whatever the process's mask takes away when it makes something.
    package static func setMode(_ mode: UInt32, of path: String) throws(SystemFailure) {
        try checked("chmod", path) { unsafe Int(chmod(path, mode_t(mode))) }
    }

    package static func rename(_ path: String, to target: String) throws(SystemFailure) {
        try checked("rename", path) { unsafe Int(Glibc.rename(path, target)) }
    }

    package static func remove(_ path: String) throws(SystemFailure) {
        try checked("unlink", path) { unsafe Int(unlink(path)) }
    }

    package static func link(_ path: String, to target: String) throws(SystemFailure) {
        try checked("link", path) { unsafe Int(Glibc.link(path, target)) }
    }

    package static func target(ofLink path: String) throws(SystemFailure) -> String {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = try checked("readlink", path) {
            unsafe buffer.withUnsafeMutableBytes { bytes in
                guard let base = unsafe bytes.assumingMemoryBound(to: CChar.self).baseAddress else { return 0 }
                return unsafe readlink(path, base, bytes.count)
            }
        }
        return String(decoding: buffer[..<count], as: UTF8.self)
    }

    /// The folder a path lies in; `.` for a bare name.
    package static func folder(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// Makes created, renamed and removed names in a folder durable.
    package static func synchronizeDirectory(_ path: String) throws(SystemFailure) {
        let folder = try FileDescriptor.open(path, .directory)
        defer { folder.close() }
        do { try folder.synchronize() } catch {
            // EINVAL: some network file systems know no fsync of a folder.
            if error.errorNumber != EINVAL {
                throw SystemFailure(call: "fsync", errorNumber: error.errorNumber, path: path)
            }
        }
    }
}
