internal import Glibc

extension FileSystem {
    package static func currentDirectory() throws(SystemFailure) -> String {
        var buffer = [CChar](repeating: 0, count: 8192)
        guard unsafe getcwd(&buffer, buffer.count) != nil else {
            throw SystemFailure(call: "getcwd", errorNumber: errno)
        }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Creates a folder and those above it that are missing.
    package static func makeDirectories(_ path: String, mode: UInt32 = 0o777) throws(SystemFailure) {
        if unsafe mkdir(path, mode_t(mode)) == 0 { return }
        let errorNumber = errno
        if errorNumber == EEXIST, try status(of: path).kind == .directory { return }
        let above = folder(of: path)
        guard errorNumber == ENOENT, above != path, above != "." else {
            throw SystemFailure(call: "mkdir", errorNumber: errorNumber, path: path)
        }
        try makeDirectories(above, mode: mode)
        if unsafe mkdir(path, mode_t(mode)) == 0 || errno == EEXIST { return }
        throw SystemFailure(call: "mkdir", errorNumber: errno, path: path)
    }

    /// Creates a folder; fails when it exists, so two processes can't both have made it.
    package static func makeDirectory(_ path: String, mode: UInt32 = 0o777) throws(SystemFailure) {
        try checked("mkdir", path) { unsafe Int(mkdir(path, mode_t(mode))) }
    }

    /// The names in a folder, sorted by their bytes, without `.` and `..`.
    package static func names(in path: String) throws(SystemFailure) -> [String] {
        guard let folder = unsafe opendir(path) else {
            throw SystemFailure(call: "opendir", errorNumber: errno, path: path)
        }
        defer { unsafe closedir(folder) }
        var names: [String] = []
        while let entry = unsafe readdir(folder) {
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
    }

    /// Removes an empty folder.
    package static func removeDirectory(_ path: String) throws(SystemFailure) {
        try checked("rmdir", path) { unsafe Int(rmdir(path)) }
    }

    /// Removes a file, or a folder with all that is in it; links are removed, not followed.
    package static func removeTree(_ path: String) throws(SystemFailure) {
        if try status(of: path, followingLinks: false).kind == .directory {
            for name in try names(in: path) { try removeTree("\(path)/\(name)") }
            try removeDirectory(path)
        } else {
            try remove(path)
        }
    }

    /// A new folder of one's own under the system's folder for such.
    package static func makeTemporaryDirectory(_ name: String) throws(SystemFailure) -> String {
        let base = Environment.value(of: "TMPDIR") ?? "/tmp"
        var template = Array("\(base)/\(name).XXXXXX".utf8CString)
        guard unsafe mkdtemp(&template) != nil else {
            throw SystemFailure(call: "mkdtemp", errorNumber: errno, path: base)
        }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
