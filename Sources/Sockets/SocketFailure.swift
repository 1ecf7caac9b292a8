internal import CZeroMQ
internal import Glibc
internal import Posix

/// What ZeroMQ refused: the call, the error, the address it was about, and what can be done.
package struct SocketFailure: Error, Sendable, Hashable {
    /// Such as `bind`.
    package var call: String
    package var errorNumber: Int32
    /// The endpoint; empty when it was about none.
    package var address: String

    package init(call: String, errorNumber: Int32, address: String = "") {
        self.call = call
        self.errorNumber = errorNumber
        self.address = address
    }

    init(lastOf call: String, address: String = "") {
        self.init(call: call, errorNumber: zmq_errno(), address: address)
    }

    init(_ failure: SystemFailure) { self.init(call: failure.call, errorNumber: failure.errorNumber) }

    package var isAddressInUse: Bool { errorNumber == EADDRINUSE }
    /// The context was closed: whoever uses its sockets ends now.
    package var isClosing: Bool { errorNumber == ZeroMQError.closing }
}

extension SocketFailure: CustomStringConvertible {
    /// `cannot bind tcp://127.0.0.1:7040: Address already in use. Choose another port, or let any free one be taken.`
    package var description: String {
        let object = address.isEmpty ? "" : " \(address)"
        let words = unsafe zmq_strerror(errorNumber).map { unsafe String(cString: $0) } ?? "error \(errorNumber)"
        return "cannot \(call)\(object): \(words)." + (remedy.map { " " + $0 } ?? "")
    }

    private var remedy: String? {
        switch errorNumber {
        case EADDRINUSE: "Choose another port, or let any free one be taken."
        case EADDRNOTAVAIL, ENODEV: "Name an address of this machine, in numbers, or an interface."
        case EACCES: "Ports below 1024 are for root: choose a higher one."
        case EMFILE, ENFILE: "Raise the limit of open files (ulimit -n)."
        case EINVAL where !address.isEmpty: "An address looks like tcp://HOST:PORT."
        case EPROTONOSUPPORT: "Only tcp://, ipc:// and inproc:// are spoken."
        default: nil
        }
    }
}

/// ZeroMQ's own error numbers, whose macros are not seen in Swift.
enum ZeroMQError {
    // zmq.h: ZMQ_HAUSNUMERO, the base of its own numbers, and ETERM.
    static let closing: Int32 = 156_384_712 + 53
}
