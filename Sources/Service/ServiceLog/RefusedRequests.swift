internal import Posix
internal import Sockets
internal import Synchronization

/// Tells of requests that reached nobody: those without the token once a minute for each address.
final class RefusedRequests: Sendable {
    private let note: @Sendable (ServiceNote) -> Void
    private let limiter = Mutex(RejectionLimiter())

    init(_ note: @escaping @Sendable (ServiceNote) -> Void) { self.note = note }

    @Sendable func hear(_ peer: String, _ status: Int) {
        guard status == 401 else { return note(ServiceNote(.debug, "refused a request from \(peer) with \(status)")) }
        let count = limiter.withLock { $0.tell(of: peer, at: Clock.monotonicNanoseconds()) }
        if let count { note(.rejection(from: peer, of: "a request without the token", count)) }
    }
}
