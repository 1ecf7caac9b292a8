import Posix
import Testing

@testable import Sockets

/// A context of a test's own with its sockets, and the patience to wait for what must happen.
final class Meeting {
    let context: SocketContext
    private var sockets: [Socket] = []
    private var monitors: [SocketMonitor] = []

    // 30 s: far beyond what the busiest machine needs; only a defect comes so far.
    static let patience: Int64 = 30_000_000_000

    init() throws { context = try SocketContext() }

    /// Closes everything that was not closed before; no socket is used after it.
    func end() {
        for monitor in monitors { monitor.close() }
        for socket in sockets { socket.close() }
        context.close()
    }

    func socket(_ kind: Socket.Kind, _ change: (inout SocketOptions) -> Void = { _ in }) throws -> Socket {
        var options = SocketOptions()
        options.lingerMilliseconds = 0
        options.reconnectMilliseconds = 20...200
        change(&options)
        let socket = try Socket(kind, in: context, options: options)
        sockets.append(socket)
        return socket
    }

    func monitor(of socket: Socket) throws -> SocketMonitor {
        let monitor = try SocketMonitor(of: socket)
        monitors.append(monitor)
        return monitor
    }

    /// A router and a dealer that is connected to it.
    func pair() throws -> (router: Socket, dealer: Socket) {
        let (router, dealer) = (try socket(.router), try socket(.dealer))
        try dealer.connect(to: router.bind(to: "127.0.0.1"))
        return (router, dealer)
    }

    /// Asks again and again whether something has become true.
    static func eventually(_ isTrue: () throws -> Bool) throws -> Bool {
        let end = Clock.monotonicNanoseconds() + patience
        while Clock.monotonicNanoseconds() < end {
            if try isTrue() { return true }
            _ = try Readiness.wait(for: [], nanoseconds: 2_000_000)
        }
        return false
    }
}

extension Socket {
    /// What it becomes of what is wanted; nothing when the wait had to run out to see it: that wakeup was lost.
    func becomes(_ wanted: Readiness) throws -> Readiness {
        let end = Clock.monotonicNanoseconds() + Meeting.patience
        let states = try Socket.wait(for: [(self, wanted)], nanoseconds: Meeting.patience)
        return Clock.monotonicNanoseconds() < end ? states.sockets[0] : []
    }

    /// The next message, which must come.
    func awaited() throws -> SocketMessage {
        let end = Clock.monotonicNanoseconds() + Meeting.patience
        while Clock.monotonicNanoseconds() < end {
            if let message = try receive() { return message }
            if try becomes(.readable).isEmpty { break }
        }
        throw Missing()
    }

    struct Missing: Error {}

    /// The first part of the next message, as text.
    func awaitedText() throws -> String { String(decoding: try awaited().parts.first ?? [], as: UTF8.self) }

    func say(_ text: String, to peer: Peer? = nil) throws -> Sending { try send(Array(text.utf8), to: peer) }
}

extension SocketMonitor {
    /// Waits until a notice of this kind comes; those before it are passed over.
    func hears(_ event: Event) throws -> Bool {
        try Meeting.eventually {
            while let notice = try next() { if notice.event == event { return true } }
            return false
        }
    }
}
