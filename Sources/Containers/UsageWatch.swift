internal import Model
internal import Posix
internal import Synchronization

/// Measures a container while it runs, since nothing can be measured any more once it has ended.
final class UsageWatch: Sendable {
    private let engine: String
    private let container: String
    private let used = Mutex(Engine.Used())
    private let thread = Mutex<Thread?>(nil)
    private let ended: (reading: FileDescriptor, writing: FileDescriptor)?

    /// Begins on a thread of its own; measures nothing when the machine has none.
    init(of container: String, at engine: String) {
        self.engine = engine
        self.container = container
        ended = try? FileDescriptor.pipe()
        guard let ended else { return }
        let started = try? Thread.start { [self] in watch(until: ended.reading) }
        thread.withLock { $0 = started }
    }

    /// Ends it, and answers what was last measured.
    func end() -> Usage {
        ended?.writing.close()
        thread.withLock { $0 }?.join()
        ended?.reading.close()
        let used = used.withLock { $0 }
        var usage = Usage.none
        usage.userMicroseconds = Int64(used.userNanoseconds / 1000)
        usage.systemMicroseconds = Int64(used.systemNanoseconds / 1000)
        usage.peakMemory = Bytes(Int64(used.peakMemory))
        return usage
    }

    private func watch(until end: FileDescriptor) {
        guard let engine = try? Engine(socket: engine) else { return }
        var pause = Self.firstPause
        while (try? Readiness.wait(for: [(end, .readable)], nanoseconds: pause))?.first?.isEmpty == true {
            if let now = try? engine.used(container) { used.withLock { $0.raise(to: now) } }
            pause = min(pause * 2, Self.longestPause)
        }
    }

    // A short one is measured too, and a long one costs little: an answer takes the engine some milliseconds.
    private static let firstPause: Int64 = 50_000_000
    private static let longestPause: Int64 = 2_000_000_000
}

extension Engine.Used {
    /// An engine answers zeros of a container that has just ended.
    fileprivate mutating func raise(to other: Self) {
        userNanoseconds = max(userNanoseconds, other.userNanoseconds)
        systemNanoseconds = max(systemNanoseconds, other.systemNanoseconds)
        peakMemory = max(peakMemory, other.peakMemory)
    }
}
