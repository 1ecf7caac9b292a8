package import Posix

/// The right to work for all copies on a node, held until `end` or the end of the process.
package final class Mandate {
    private let path: String
    private let copies: Int
    /// None once it is over.
    private var file: FileDescriptor?

    init(file: FileDescriptor, path: String, copies: Int) {
        self.file = file
        self.path = path
        self.copies = copies
    }

    /// Without a word the place is free for another copy, which starts the work anew.
    deinit { file?.close() }

    /// Lets the waiting copies, and those still to come, end with this code; a second time it does nothing.
    package func end(code: Int) throws(SystemFailure) {
        guard let file else { return }
        defer {
            file.close()
            self.file = nil
        }
        try file.writeAll(ElectionRecord.end(code: code))
        let record = ElectionRecord(try file.read(at: 0, count: Int(try file.size())))
        if record.ranks.count >= copies { try FileSystem.remove(path) }
    }
}
