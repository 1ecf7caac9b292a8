internal import Glibc

/// This process's environment.
package enum Environment {
    package static func value(of name: String) -> String? {
        guard let value = unsafe getenv(name) else { return nil }
        return unsafe String(cString: value)
    }

    /// All of it as `NAME=value`, in the order it was given to us. Bytes, since values need not be UTF-8.
    package static func entries() -> [[UInt8]] {
        var entries: [[UInt8]] = []
        var next = unsafe environ
        while let entry = unsafe next.pointee {
            unsafe entries.append(Array(UnsafeRawBufferPointer(start: entry, count: strlen(entry))))
            unsafe next += 1
        }
        return entries
    }

    /// All of it by name, for who reads words; what is not UTF-8 is mended.
    package static func variables() -> [String: String] {
        var variables: [String: String] = [:]
        for entry in entries() {
            guard let end = entry.firstIndex(of: UInt8(ascii: "=")) else { continue }
            let value = String(decoding: entry[(end + 1)...], as: UTF8.self)
            variables[String(decoding: entry[..<end], as: UTF8.self)] = value
        }
        return variables
    }

    /// Where a program is that is called by its name alone.
    ///
    /// - Parameter path: folders as `PATH` lists them; an empty one is the folder this process works in.
    package static func executable(named name: String, along path: String) -> String? {
        if name.utf8.contains(UInt8(ascii: "/")) { return FileSystem.isExecutable(name) ? name : nil }
        for folder in path.split(separator: ":", omittingEmptySubsequences: false) {
            let place = folder.isEmpty ? "./\(name)" : "\(folder)/\(name)"
            if FileSystem.isExecutable(place), (try? FileSystem.status(of: place))?.kind == .file { return place }
        }
        return nil
    }
}
