package import Posix

/// The right to work for all copies on a node, held until `end` or the end of the process.
package final class Mandate {
    private let path: String
    /// None once it is over.
    private var file: FileDescriptor?

    init(file: FileDescriptor, path: String) {
        self.file = file
        self.path = path
    }

    /// Without a word the place is free for another copy, which starts the work anew.
    deinit { file?.close() }

    /// Lets the waiting copies end with this code; a second time it does nothing.
    package func end(code: Int) throws(SystemFailure) {
        guard let file else { return }
        defer {
            file.close()
            self.file = nil
        }
        // First, so that a death in between leaves an election without a winner and not one that is over for ever.
        try FileSystem.remove(path)
        try file.writeAll("\(Self.word) \(code)\n")
    }

    private static let word = "ended"

    static func code(in content: [UInt8]) -> Int? {
        let words = String(decoding: content, as: UTF8.self).split(whereSeparator: \.isWhitespace)
        return words.count == 2 && words[0] == word ? Int(words[1]) : nil
    }
}
