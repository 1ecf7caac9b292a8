internal import CZeroMQ
package import Posix

/// Waiting for sockets and descriptors together.
///
/// ZeroMQ's descriptor tells only that something changed since somebody last looked, and sending looks, too. So what a
/// socket has is asked first, every time, and the descriptor waited for only when it has nothing.
extension Socket {
    /// What can be done at once: a message received (`readable`), one sent (`writable`).
    package func readiness() throws(SocketFailure) -> Readiness {
        let events = try unsafe SocketSetting(handle: handle).number(ZMQ_EVENTS)
        var readiness: Readiness = []
        if events & ZMQ_POLLIN != 0 { readiness.insert(.readable) }
        if events & ZMQ_POLLOUT != 0 { readiness.insert(.writable) }
        return readiness
    }

    package func hasInput() throws(SocketFailure) -> Bool { try readiness().contains(.readable) }

    /// Waits until a socket or a descriptor is as wanted and answers each one's state, in order; all empty when the
    /// time was up or a signal came.
    ///
    /// - Parameter nanoseconds: how long to wait at most; none: for ever.
    package static func wait(
        for sockets: [(socket: Socket, readiness: Readiness)],
        descriptors: [(descriptor: FileDescriptor, readiness: Readiness)] = [], nanoseconds: Int64?
    ) throws(SocketFailure) -> (sockets: [Readiness], descriptors: [Readiness]) {
        let deadline = nanoseconds.map { Clock.monotonicNanoseconds() + $0 }
        let polled = sockets.map { (descriptor: $0.socket.signal, readiness: Readiness.readable) } + descriptors
        while true {
            var found = try states(of: sockets)
            let remaining = deadline.map { max(0, $0 - Clock.monotonicNanoseconds()) }
            let isReady = found.contains { !$0.isEmpty }
            let signals: [Readiness]
            do throws(SystemFailure) {
                signals = try Readiness.wait(for: polled, nanoseconds: isReady ? 0 : remaining)
            } catch { throw SocketFailure(error) }
            let others = Array(signals[sockets.count...])
            if !isReady { found = try states(of: sockets) }
            // Something changed in a socket, but not what is waited for: only then it goes round.
            let isOver = signals.allSatisfy(\.isEmpty)
            if isOver || found.contains(where: { !$0.isEmpty }) || others.contains(where: { !$0.isEmpty }) {
                return (found, others)
            }
        }
    }

    private static func states(
        of sockets: [(socket: Socket, readiness: Readiness)]
    ) throws(SocketFailure) -> [Readiness] {
        var states: [Readiness] = []
        for one in sockets { states.append(try one.socket.readiness().intersection(one.readiness)) }
        return states
    }
}
