// nonisolated(unsafe): ZeroMQ allows a context's calls from every thread, and the pointer never changes.

internal import CZeroMQ
internal import Glibc
internal import Posix
internal import Synchronization

/// What all sockets of a process stand on: ZeroMQ's threads. One for each process.
///
/// - Order: whoever uses a socket closes it, or ends with the failure `isClosing`, before `close` can return.
@safe package final class SocketContext: Sendable {
    nonisolated(unsafe) let handle: UnsafeMutableRawPointer
    private let state = Mutex(State())

    private struct State {
        var isClosed = false
        var threads: [Posix.Thread] = []
        var monitors = 0
    }

    // 60,000: more than descriptors allow; ZeroMQ's own limit of 1,023 would end in a misleading EMFILE.
    private static let mostSockets: Int32 = 60_000

    package init() throws(SocketFailure) {
        guard let made = unsafe zmq_ctx_new() else { throw SocketFailure(lastOf: "make a context") }
        unsafe handle = unsafe made
        unsafe zmq_ctx_set(made, ZMQ_MAX_SOCKETS, Self.mostSockets)
    }

    /// Ends every call on the context's sockets with `isClosing`, then waits until they are closed and what they
    /// still had to send has gone, or their linger is over. A second call does nothing.
    package func close() {
        let threads: [Posix.Thread]? = state.withLock { state in
            if state.isClosed { return nil }
            state.isClosed = true
            return state.threads
        }
        guard let threads else { return }
        unsafe zmq_ctx_shutdown(handle)
        for thread in threads { thread.join() }
        while unsafe zmq_ctx_term(handle) != 0, zmq_errno() == EINTR {}
    }

    /// Starts a thread that ends by itself when it meets `isClosing`; `close` joins it.
    func start(_ act: sending @escaping () -> Void) throws(SocketFailure) {
        do throws(SystemFailure) {
            let thread = try Posix.Thread.start(act)
            state.withLock { $0.threads.append(thread) }
        } catch { throw SocketFailure(error) }
    }

    /// An address within the process that nobody else has.
    func newMonitorAddress() -> String {
        state.withLock { state in
            state.monitors += 1
            return "inproc://monitor-\(state.monitors)"
        }
    }
}
