internal import CLinux
internal import Glibc

/// What a service tells the one who supervises it, as systemd has it told.
///
/// - Source: sd_notify(3): a datagram of lines to the socket that `NOTIFY_SOCKET` names.
package struct ServiceNotice: Sendable {
    private let socket: String
    /// How often `WATCHDOG=1` is expected; none: nobody watches.
    package let watchdogNanoseconds: Int64?

    /// None when nobody wants to be told.
    ///
    /// - Parameter variable: of the environment.
    package init?(_ variable: (String) -> String?) {
        guard let socket = variable("NOTIFY_SOCKET"), !socket.isEmpty else { return nil }
        self.socket = socket
        let isOurs = variable("WATCHDOG_PID").map { Int32($0) == getpid() } ?? true
        watchdogNanoseconds = isOurs ? variable("WATCHDOG_USEC").flatMap { Int64($0) }.map { $0 * 1000 } : nil
    }

    /// Tells it, when it can be told: a supervisor that is gone stops nobody.
    package func send(_ lines: String) {
        let bytes = Array(lines.utf8)
        _ = unsafe clinux_send_datagram(socket, bytes, Int32(bytes.count))
    }
}
