import Executor
import Posix
import Synchronization
import Wire

/// A link whose other end is a test that plays the service, message by message; facts are acknowledged at once.
final class WrittenLink: ServiceLink, Sendable {
    let descriptor: FileDescriptor
    private let bell: FileDescriptor
    private let content = Mutex((coming: [[UInt8]](), said: [ExecutorMessage](), isClosed: false))

    init() throws { (descriptor, bell) = try FileDescriptor.pipe() }

    var hasInput: Bool { content.withLock { !$0.coming.isEmpty } }

    func receive() -> [[UInt8]] {
        content.withLock { content in
            var bytes = [UInt8](repeating: 0, count: 64)
            if !content.coming.isEmpty { _ = try? descriptor.read(into: &bytes) }
            defer { content.coming.removeAll() }
            return content.coming
        }
    }

    func send(_ message: [UInt8]) -> Bool {
        guard let said = try? ExecutorMessage(unpacking: message) else { return false }
        content.withLock { $0.said.append(said) }
        if case .facts(let batch) = said { say(.acknowledged(batch.last)) }
        return true
    }

    func seek() {}
    func close() { content.withLock { $0.isClosed = true } }
    var isClosed: Bool { content.withLock { $0.isClosed } }

    /// As the service.
    func say(_ message: ServiceMessage) { say([message.packed()]) }
    func say(_ batch: OrderBatch) { say(batch.packed()) }

    private func say(_ messages: [[UInt8]]) {
        content.withLock { content in
            content.coming += messages
            try? bell.writeAll([1])
        }
    }

    /// What the executor has said so far.
    var heard: [ExecutorMessage] { content.withLock { $0.said } }
}
