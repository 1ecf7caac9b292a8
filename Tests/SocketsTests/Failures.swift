import Sockets
import Synchronization

/// Gathers what other threads found.
final class Failures: Sendable {
    private let found = Mutex<[SocketFailure]>([])

    var all: [SocketFailure] { found.withLock { $0 } }
    func add(_ failure: SocketFailure) { found.withLock { $0.append(failure) } }
}
