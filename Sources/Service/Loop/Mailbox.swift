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
        var questions: [OutputQuestion] = []
        var end: End?
        var isEndHeard = false
        /// Set when the loop has ended: nobody would ever answer.
        var isClosed = false

        var isQuiet: Bool { changes.isEmpty && questions.isEmpty && (end == nil || isEndHeard) }
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
            ring(content)
            content.changes.append(change)
            return true
        }
    }

    /// The same for a question.
    package func post(_ question: OutputQuestion) -> Bool {
        content.withLock { content in
            guard !content.isClosed else { return false }
            ring(content)
            content.questions.append(question)
            return true
        }
    }

    /// Asks the loop to end.
    package func requestEnd(_ end: End) {
        content.withLock { content in
            ring(content)
            content.end = end
        }
    }

    func asksForEnd(isComplete: Bool) -> Bool {
        switch content.withLock({ $0.end }) {
        case .now: true
        case .whenDone: isComplete
        case nil: false
        }
    }

    /// One byte for a whole batch.
    private func ring(_ content: borrowing Content) {
        if content.isQuiet { try? bell.writeAll([1]) }
    }

    /// Everything that waits.
    func take() -> (changes: [Change], questions: [OutputQuestion]) {
        content.withLock { content in
            guard !content.isQuiet else { return ([], []) }
            var bytes = [UInt8](repeating: 0, count: 16)
            _ = try? descriptor.read(into: &bytes)
            content.isEndHeard = content.end != nil
            defer {
                content.changes.removeAll()
                content.questions.removeAll()
            }
            return (content.changes, content.questions)
        }
    }

    /// Everything that still waits; nothing more is taken in.
    func close() -> (changes: [Change], questions: [OutputQuestion]) {
        content.withLock { $0.isClosed = true }
        return take()
    }
}
