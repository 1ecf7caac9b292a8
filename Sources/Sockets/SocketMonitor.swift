internal import CZeroMQ

/// Hears of a socket's links, for a log or a display; delivery does not hang on it.
///
/// It belongs to the socket's thread and is closed before or after it.
package final class SocketMonitor {
    private let socket: Socket

    package enum Event: Sendable, Hashable {
        case listening
        case connected
        case accepted
        /// Both ends agree on who they are: from now on messages go.
        case agreed
        case disconnected
        /// The other end is no peer for us: its key, its protocol, or silence.
        case disagreed(Disagreement)
        /// Nobody could be let in: the error number, such as that of too many open files.
        case acceptFailed(Int32)
    }

    package enum Disagreement: Sendable, Hashable {
        /// The server's gatekeeper does not admit this client.
        case notAdmitted
        /// Not ZeroMQ, no key, or a key for another server.
        case wrongProtocol
        /// The link broke in the middle: the other end may have disagreed.
        case broken
    }

    package struct Notice: Sendable, Hashable {
        package var event: Event
        /// The socket's own endpoint for those who connected to it, else the one it connects to.
        package var address: String
    }

    package init(of watched: Socket) throws(SocketFailure) {
        let address = watched.context.newMonitorAddress()
        let events =
            ZMQ_EVENT_LISTENING | ZMQ_EVENT_CONNECTED | ZMQ_EVENT_ACCEPTED | ZMQ_EVENT_ACCEPT_FAILED
            | ZMQ_EVENT_DISCONNECTED | ZMQ_EVENT_HANDSHAKE_SUCCEEDED | ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL
            | ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH
        if unsafe zmq_socket_monitor(watched.handle, address, Int32(events)) != 0 {
            throw SocketFailure(lastOf: "watch a socket")
        }
        var options = SocketOptions()
        options.heartbeat = nil
        options.lingerMilliseconds = 0
        socket = try Socket(type: ZMQ_PAIR, kind: nil, in: watched.context, options: options)
        try socket.connect(to: address)
    }

    /// To be waited for beside others; `next` until it answers none.
    package var waitable: Socket { socket }

    package func next() throws(SocketFailure) -> Notice? {
        while let message = try socket.receive() {
            guard message.parts.count == 2, message.parts[0].count == 6 else { continue }
            let head = message.parts[0]
            let code = Int32(head[0]) | Int32(head[1]) << 8
            let value = head[2...].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            guard let event = Self.event(code, value) else { continue }
            return Notice(event: event, address: String(decoding: message.parts[1], as: UTF8.self))
        }
        return nil
    }

    package func close() { socket.close() }

    private static func event(_ code: Int32, _ value: UInt32) -> Event? {
        switch code {
        case ZMQ_EVENT_LISTENING: .listening
        case ZMQ_EVENT_CONNECTED: .connected
        case ZMQ_EVENT_ACCEPTED: .accepted
        case ZMQ_EVENT_HANDSHAKE_SUCCEEDED: .agreed
        case ZMQ_EVENT_DISCONNECTED: .disconnected
        case ZMQ_EVENT_ACCEPT_FAILED: .acceptFailed(Int32(bitPattern: value))
        case ZMQ_EVENT_HANDSHAKE_FAILED_AUTH: .disagreed(.notAdmitted)
        case ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL: .disagreed(.wrongProtocol)
        case ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL: .disagreed(.broken)
        default: nil
        }
    }
}
