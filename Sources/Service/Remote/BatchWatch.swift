internal import Batch
internal import Model
internal import Posix
internal import Synchronization

/// Asks the batch system about allocations whose executors fell silent, on a thread of its own: an answer may take
/// long, and only a certain end gives up at once what ran there.
final class BatchWatch: Sendable {
    private let content = Mutex(Content())
    private let bell: FileDescriptor
    private let wakeUp: FileDescriptor
    private let gone: @Sendable (NodeIdentifier) -> Void
    private let thread: Mutex<Thread?>

    private struct Content {
        /// By node, its allocation: `slurm 1234`.
        var watched: [NodeIdentifier: String] = [:]
        var isOver = false
    }

    // 5 s between two questions: a batch system serves others, too.
    private static let pauseNanoseconds: Int64 = 5_000_000_000

    /// - Parameter gone: told, on the watch's thread, of each node whose allocation is over for certain.
    init(gone: @escaping @Sendable (NodeIdentifier) -> Void) throws(SystemFailure) {
        (bell, wakeUp) = try FileDescriptor.pipe()
        self.gone = gone
        thread = Mutex(nil)
        let started = try Thread.start { [self] in watch() }
        thread.withLock { $0 = started }
    }

    /// What is to be asked about from now on; nodes outside of allocations are left out.
    func follow(_ silent: [NodeIdentifier: String]) {
        let isNews = content.withLock { content in
            guard content.watched != silent else { return false }
            defer { content.watched = silent }
            return silent.keys.contains { content.watched[$0] == nil }
        }
        if isNews { try? wakeUp.writeAll([1]) }
    }

    func end() {
        content.withLock { $0.isOver = true }
        try? wakeUp.writeAll([1])
        thread.withLock { $0.take() }?.join()
        bell.close()
        wakeUp.close()
    }

    private func watch() {
        while true {
            let (watched, isOver) = content.withLock { ($0.watched, $0.isOver) }
            if isOver { return }
            var answers: [String: Bool] = [:]
            for (node, allocation) in watched {
                let isGone = answers[allocation] ?? Self.isGone(allocation)
                answers[allocation] = isGone
                if isGone { gone(node) }
            }
            let found = try? Readiness.wait(
                for: [(bell, .readable)], nanoseconds: watched.isEmpty ? nil : Self.pauseNanoseconds)
            var bytes = [UInt8](repeating: 0, count: 64)
            if found?.first?.isEmpty == false { _ = try? bell.read(into: &bytes) }
        }
    }

    private static func isGone(_ allocation: String) -> Bool {
        let words = allocation.split(separator: " ")
        guard words.count == 2, let system = BatchSystem(rawValue: String(words[0])) else { return false }
        let queue = BatchQueue(system, environment: Environment.variables())
        if case .gone = queue.presence(of: String(words[1])) { return true }
        return false
    }
}
