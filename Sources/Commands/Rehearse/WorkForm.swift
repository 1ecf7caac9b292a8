internal import Dialects
internal import Model
internal import Posix

/// In which form a file holds work.
enum WorkForm {
    /// The Standard Workload Format, compressed or not.
    case trace
    case jobs
    /// What the scheduler for TensorFlow programs reads.
    case requests

    /// By its beginning: job files are JSON, which begins with a brace, a bracket or a comment; a requests file with a
    /// word, and its columns are parted by commas; a trace has numbers, and comments behind semicolons.
    static func form(of path: String) throws -> WorkForm {
        guard path != "-" else { return .jobs }
        guard FileSystem.exists(path) else {
            throw TraceFile.refusal(path, "does not exist", "Name a workload trace (SWF).")
        }
        let file = try FileDescriptor.open(path, .read)
        defer { file.close() }
        // 4096: blanks and a byte order mark before the first sign are far fewer.
        var beginning = [UInt8](repeating: 0x20, count: 4096)
        let count = try file.read(into: &beginning)
        let text = String(decoding: beginning.prefix(count), as: UTF8.self)
        let line = text.drop { $0.isWhitespace || $0 == "\u{FEFF}" }.prefix { !$0.isNewline }
        guard let first = line.first else { return .trace }
        if "{[/".contains(first) { return .jobs }
        return first.isLetter && line.contains(",") ? .requests : .trace
    }
}
