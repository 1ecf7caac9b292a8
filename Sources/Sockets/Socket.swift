internal import CZeroMQ
internal import Glibc
package import Posix

/// A ZeroMQ socket: messages in, messages out, links that come and go by themselves.
///
/// Nothing here blocks. A socket belongs to one thread at a time.
///
/// - Order: make it, `bind` or `connect`; then `Socket.wait`, `drain` and `send` in turn; `close`.
@safe package final class Socket {
    package enum Kind: Sendable, Hashable {
        /// Many peers; each message names its own, and a peer that is gone is known to be.
        case router
        /// One link, or several taken in turn.
        case dealer
        /// Many peers of kind `request`, each waiting for its answer; answers may come in any order.
        case reply
        /// One question at a time; a new one gives up the one before.
        case request
        case publisher
        case subscriber
    }

    let handle: UnsafeMutableRawPointer
    /// Where parts arrive before they are copied.
    private let arrival: UnsafeMutablePointer<zmq_msg_t>
    let kind: Kind?
    let largestMessageBytes: Int
    let context: SocketContext
    /// Becomes readable whenever something changed, once: only `Socket.wait` can tell what that means.
    package let signal: FileDescriptor
    private var isOpen = true
    /// Messages of too many parts or bytes that were thrown away.
    package private(set) var droppedCount = 0

    // 64: ours have one; those of other programs a handful.
    static let mostParts = 64

    package convenience init(
        _ kind: Kind, in context: SocketContext, options: SocketOptions = SocketOptions()
    ) throws(SocketFailure) {
        try self.init(type: kind.type, kind: kind, in: context, options: options)
    }

    init(type: Int32, kind: Kind?, in context: SocketContext, options: SocketOptions) throws(SocketFailure) {
        guard let made = unsafe zmq_socket(context.handle, type) else { throw SocketFailure(lastOf: "make a socket") }
        do throws(SocketFailure) {
            let setting = unsafe SocketSetting(handle: made)
            try setting.apply(options)
            if let kind { try setting.apply(kind) }
            signal = FileDescriptor(number: try setting.number(ZMQ_FD))
        } catch {
            unsafe zmq_close(made)
            throw error
        }
        unsafe handle = unsafe made
        unsafe arrival = UnsafeMutablePointer<zmq_msg_t>.allocate(capacity: 1)
        self.kind = kind
        self.context = context
        largestMessageBytes = options.largestMessageBytes
    }

    deinit {
        close()
        unsafe arrival.deallocate()
    }

    /// What has not been sent goes on being tried for the linger. A second call does nothing.
    package func close() {
        if isOpen { unsafe zmq_close(handle) }
        isOpen = false
    }

    /// Sends a message of these parts, or does not.
    ///
    /// - Parameter peer: for routers and replies, and only for them.
    package func send(_ parts: [[UInt8]], to peer: Peer? = nil) throws(SocketFailure) -> Sending {
        precondition((peer != nil) == (kind == .router || kind == .reply), "those with many peers name one")
        let all = peer.map { [$0.identity] + $0.trail + parts } ?? parts
        var outcome = Sending.sent
        for (position, part) in all.enumerated() {
            let more = position + 1 < all.count ? ZMQ_SNDMORE : 0
            let error = repeated { unsafe zmq_send(handle, part, part.count, ZMQ_DONTWAIT | more) }
            if error == 0 { continue }
            switch error {
            case EAGAIN: outcome = .full
            case EHOSTUNREACH: outcome = .unreachable
            default: throw SocketFailure(call: "send", errorNumber: error)
            }
            // After a first part was taken, ZeroMQ drops the others itself, and waits for the last of them.
            if position == 0 { break }
        }
        return outcome
    }

    package func send(_ part: [UInt8], to peer: Peer? = nil) throws(SocketFailure) -> Sending {
        try send([part], to: peer)
    }

    /// The next message; none when none is there.
    package func receive() throws(SocketFailure) -> SocketMessage? {
        while let first = try receivePart() {
            var parts = [first.bytes]
            var size = first.bytes.count
            var count = 1
            var hasMore = first.hasMore
            while hasMore, let part = try receivePart() {
                count += 1
                size += part.bytes.count
                hasMore = part.hasMore
                // What is too much is read to its end, but not kept.
                if count <= Self.mostParts, size <= largestMessageBytes { parts.append(part.bytes) }
            }
            if parts.count == count { return message(of: parts) }
            droppedCount += 1
        }
        return nil
    }

    /// Takes the messages that are there, and answers how many; `limit` keeps others from waiting too long.
    @discardableResult
    package func drain(atMost limit: Int = .max, _ take: (SocketMessage) -> Void) throws(SocketFailure) -> Int {
        var count = 0
        while count < limit, let message = try receive() {
            take(message)
            count += 1
        }
        return count
    }

    /// Repeats a call that a signal interrupted; answers the number of its error, 0 for none.
    private func repeated(_ call: () -> Int32) -> Int32 {
        while true {
            if call() >= 0 { return 0 }
            let error = zmq_errno()
            if error != EINTR { return error }
        }
    }

    private func receivePart() throws(SocketFailure) -> (bytes: [UInt8], hasMore: Bool)? {
        unsafe zmq_msg_init(arrival)
        defer { unsafe zmq_msg_close(arrival) }
        let error = repeated { unsafe zmq_msg_recv(arrival, handle, ZMQ_DONTWAIT) }
        if error == EAGAIN { return nil }
        if error != 0 { throw SocketFailure(call: "receive", errorNumber: error) }
        let part = unsafe UnsafeRawBufferPointer(start: zmq_msg_data(arrival), count: zmq_msg_size(arrival))
        return (unsafe Array(part), unsafe zmq_msg_more(arrival) != 0)
    }

    private func message(of parts: [[UInt8]]) -> SocketMessage {
        switch kind {
        case .router:
            return SocketMessage(peer: Peer(identity: parts[0], trail: []), parts: Array(parts.dropFirst()))
        case .reply:
            let end = parts.dropFirst().firstIndex(of: []) ?? 0
            let peer = Peer(identity: parts[0], trail: Array(parts[1..<max(end + 1, 1)]))
            return SocketMessage(peer: peer, parts: Array(parts[max(end + 1, 1)...]))
        default: return SocketMessage(peer: nil, parts: parts)
        }
    }
}
