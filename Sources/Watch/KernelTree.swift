internal import Posix

/// The kernel's files under `/proc`, `/sys` and `/dev`, or a copy of such a tree that a test has laid out.
///
/// What is not there, or may not be read, is nothing: kernels differ, and processes end while one looks at them.
package struct KernelTree: Sendable {
    /// The folder that stands for `/`; empty for the real one.
    package let root: String

    package static let running = KernelTree(root: "")

    package init(root: String) { self.root = root }

    package func text(_ path: String) -> String? {
        (try? FileSystem.content(of: root + path)).map { String(decoding: $0, as: UTF8.self) }
    }

    /// - Order: by the bytes of the names, without `.` and `..`.
    package func names(in path: String) -> [String] { (try? FileSystem.names(in: root + path)) ?? [] }

    package func isPresent(_ path: String) -> Bool { FileSystem.exists(root + path) }

    /// The number that is all a file holds; nothing for words such as `max`.
    func number(_ path: String) -> Int64? {
        text(path).flatMap { Int64($0.trimmed) }
    }
}

extension StringProtocol {
    /// Without the spaces and line ends around it.
    var trimmed: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }

    /// The words between its spaces and line ends.
    var words: [SubSequence] { split(whereSeparator: \.isWhitespace) }
}
