package import Posix
internal import Synchronization

/// What other threads want of the loop, in the order it came.
///
/// - Cost: a lock and, for the first of a batch, a byte through a pipe.
package final class Mailbox: Sendable {
    /// Readable while something waits.
    package let descriptor: FileDescriptor
    private let bell: FileDescriptor
    private let content = Mutex(Content())

    private struct Content {
        var changes: [Change] = []
        var end: End?
        var isEndHeard = false
        /// Set when the loop has ended: nobody would ever answer.
        var isClosed = false
    }

    package enum End: Sendable {
        case now
        /// When every task has ended.
        case whenDone
    }

    package init() throws(SystemFailure) {
        (descriptor, bell) = try FileDescriptor.pipe()
    }

    /// Answers whether it will be heard; when not, nobody will call its `answer`.
    package func post(_ change: Change) -> Bool {
        content.withLock { content in
            guard !content.isClosed else { return false }
            if content.changes.isEmpty { try? bell.writeAll([1]) }
            content.changes.append(change)
            return true
        }
    }

    /// Asks the loop to end.
    package func requestEnd(_ end: End) {
        content.withLock { content in
            content.end = end
            if content.changes.isEmpty { try? bell.writeAll([1]) }
        }
    }

    func asksForEnd(isComplete: Bool) -> Bool {
        switch content.withLock({ $0.end }) {
        case .now: true
        case .whenDone: isComplete
        case nil: false
        }
    }

    /// Everything that waits.
    func take() -> [Change] {
        content.withLock { content in
            guard !content.changes.isEmpty || content.end != nil && !content.isEndHeard else { return [] }
            var bytes = [UInt8](repeating: 0, count: 16)
            _ = try? descriptor.read(into: &bytes)
            content.isEndHeard = content.end != nil
            defer { content.changes.removeAll() }
            return content.changes
        }
    }

    /// Everything that still waits; nothing more is taken in.
    func close() -> [Change] {
        content.withLock { content in
            content.isClosed = true
            defer { content.changes.removeAll() }
            return content.changes
        }
    }
}
