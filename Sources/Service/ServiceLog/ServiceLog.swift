package import Model
package import Posix
internal import Synchronization

/// What a service tells those who operate it, a line for each thing; never a token or a key.
///
/// Called by every thread. A line that can't be written is dropped: a full disk stops nobody's work for its log.
package final class ServiceLog: Sendable {
    package enum Target: Sendable, Hashable {
        /// Standard error, each line with its priority before it.
        case journal
        case standardError
        case file(String)
    }

    private let level: LogLevel
    private let target: Target
    private let file: Mutex<RotatedFile?>
    private let format: @Sendable (Instant) -> String

    /// - Parameter level: what is less important is left out.
    /// - Parameter format: a moment as those who read it write moments.
    package init(
        to target: Target, level: LogLevel, format: @escaping @Sendable (Instant) -> String
    ) throws(SystemFailure) {
        self.level = level
        self.target = target
        self.format = format
        if case .file(let path) = target {
            file = Mutex(try RotatedFile(path))
        } else {
            file = Mutex(nil)
        }
    }

    /// Where lines go when nobody says: the journal when standard error leads there.
    ///
    /// - Parameter stream: what `JOURNAL_STREAM` says: device and inode of the journal's socket.
    package static func ordinaryTarget(stream: String?) -> Target {
        guard let stream, let status = try? FileDescriptor.standardError.status() else { return .standardError }
        return stream == "\(status.device):\(status.inode)" ? .journal : .standardError
    }

    package func write(_ note: ServiceNote) {
        guard note.level <= level else { return }
        let level = note.level
        let sentence = Self.oneLine(note.sentence)
        switch target {
        case .journal: try? FileDescriptor.standardError.writeAll("<\(level.priority)>\(sentence).\n")
        case .standardError: try? FileDescriptor.standardError.writeAll("rota: \(sentence).\n")
        case .file:
            let now = format(Instant(nanoseconds: Clock.wallNanoseconds()))
            file.withLock { $0?.append("\(now) \(level.name) \(sentence).\n") }
        }
    }

    /// Names come from outside, and a line of the log is one line.
    private static func oneLine(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }))
    }
}
