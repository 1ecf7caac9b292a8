package import Posix

/// A copy of a state folder that another can be started from, made also while somebody writes there.
///
/// - Order: of each run the record first, then what its tasks printed: so everything the record points to is there.
package struct StateCopy: Sendable, Hashable {
    package private(set) var runs = 0
    package private(set) var files = 0
    package private(set) var bytes: Int64 = 0

    /// Appears under its name when it is whole and durable, not before.
    ///
    /// - Parameter target: must not exist.
    package static func make(of state: StateFolder, at target: String) throws(SystemFailure) -> StateCopy {
        guard !FileSystem.exists(target) else {
            // 17: EEXIST.
            throw SystemFailure(call: "copy to", errorNumber: 17, path: target)
        }
        let draft = "\(target).\(Process.number).draft"
        var copy = StateCopy()
        do {
            try FileSystem.makeDirectory(draft, mode: 0o700)
            for number in try state.runNumbers() { try copy.takeRecord(number, from: state.path, to: draft) }
            try copy.takeRest(from: state.path, to: draft)
            try FileSystem.rename(draft, to: target)
            try FileSystem.synchronizeDirectory(FileSystem.folder(of: target))
        } catch {
            try? FileSystem.removeTree(draft)
            throw error
        }
        return copy
    }

    private mutating func takeRecord(_ number: Int, from state: String, to draft: String) throws(SystemFailure) {
        let source = "\(state)/runs/\(number)"
        let folder = "\(draft)/runs/\(number)"
        try FileSystem.makeDirectories(folder, mode: 0o700)
        // Asked first: who lets go afterwards has written whole commits.
        let isLive = try RunLock.holder(of: source) != nil
        let record = try RecordCopy(of: source)
        defer { record.close() }
        try record.write(to: folder, isLive: isLive)
        let size = try RunFolder(path: folder, number: number).size()
        runs += 1
        files += size.segments
        bytes += size.bytes
    }

    /// Everything but the records; what vanishes meanwhile was not to stay.
    private mutating func takeRest(from source: String, to target: String) throws(SystemFailure) {
        try FileSystem.makeDirectories(target, mode: 0o700)
        for name in try FileSystem.names(in: source) where !Self.isLeftOut(name) {
            let (from, to) = ("\(source)/\(name)", "\(target)/\(name)")
            do throws(SystemFailure) {
                switch try FileSystem.status(of: from, followingLinks: false).kind {
                case .directory: try takeRest(from: from, to: to)
                case .file:
                    let file = try FileDescriptor.open(from, .read)
                    defer { file.close() }
                    bytes += try FileCopy.copy(file, to: to)
                    files += 1
                case .link, .terminalOrDevice, .pipe, .socket: break
                }
            } catch {
                guard error.isMissing else { throw error }
            }
        }
        try FileSystem.synchronizeDirectory(target)
    }

    /// What belongs to the processes of the moment, or can be made anew.
    private static func isLeftOut(_ name: String) -> Bool {
        name.hasSuffix(SegmentFiles.suffix) || name.hasSuffix(".draft") || name == "lock" || name.hasPrefix("lock.")
            || name.hasPrefix("index.sqlite") || name == "access.json" || name == "lanes"
    }
}
