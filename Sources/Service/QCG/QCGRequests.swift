package import Dialects
internal import Posix
internal import Synchronization

/// Requests of QCG that come by another way than a socket, from a file for instance.
package struct QCGRequests: Sendable {
    let reception: QCGReception

    /// Has one answered, and waits for the answer. Not from the loop's thread.
    ///
    /// - Throws: nothing can be waited with.
    package func put(_ request: [UInt8]) throws -> String {
        let (reading, writing) = try FileDescriptor.pipe()
        defer { reading.close() }
        let box = Box()
        reception.answer(request) { answer in
            box.text.withLock { $0 = answer.text }
            if let end = answer.end { reception.mailbox.requestEnd(end) }
            writing.close()
        }
        _ = try reading.readToEnd()
        return box.text.withLock { $0 }
    }

    /// The service ends as soon as every task has ended; what was asked for earlier holds.
    package func finishWhenDone() {
        guard !reception.isFinishing.exchange(true, ordering: .acquiringAndReleasing) else { return }
        reception.mailbox.requestEnd(.whenDone)
    }

    /// Its particulars and counts, also when it has ended.
    package func status() throws -> QCGServiceStatus { try reception.systemStatus(.stable) }

    private final class Box: Sendable {
        let text = Mutex("")
    }
}
