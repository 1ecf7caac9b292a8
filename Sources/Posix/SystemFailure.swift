internal import Glibc

/// What the operating system refused, in a form that can become a fact or a sentence.
package struct SystemFailure: Error, Sendable, Hashable {
    /// The system call's name, such as `open`.
    package var call: String
    package var errorNumber: Int32
    /// The file or folder it was about; empty when none.
    package var path: String

    package init(call: String, errorNumber: Int32, path: String = "") {
        self.call = call
        self.errorNumber = errorNumber
        self.path = path
    }

    package var isMissing: Bool { errorNumber == ENOENT }
    /// Whoever was at the other end of a socket is gone.
    package var isDisconnected: Bool { errorNumber == EPIPE || errorNumber == ECONNRESET }
    package var isAddressTaken: Bool { errorNumber == EADDRINUSE }
    package var isExisting: Bool { errorNumber == EEXIST }
    package var isNoSpace: Bool { errorNumber == ENOSPC || errorNumber == EDQUOT }
    package var wouldBlock: Bool { errorNumber == EAGAIN || errorNumber == EWOULDBLOCK }

    /// What listening there would fail with.
    package static func addressTaken(_ address: String, port: Int) -> SystemFailure {
        SystemFailure(call: "listen", errorNumber: EADDRINUSE, path: "\(address), port \(port)")
    }

    /// The system's words for an error number: `No such file or directory`.
    package static func words(for errorNumber: Int32) -> String {
        guard let text = unsafe strerror(errorNumber) else { return "error \(errorNumber)" }
        return unsafe String(cString: text)
    }
}

extension SystemFailure: CustomStringConvertible {
    /// `cannot open data/x.json: No such file or directory`.
    package var description: String {
        let object = path.isEmpty ? "" : " \(path)"
        return "cannot \(call)\(object): \(Self.words(for: errorNumber))"
    }
}

/// Repeats a call that a signal interrupted; throws what else it failed with.
@discardableResult
func checked(
    _ call: String, _ path: @autoclosure () -> String = "", _ body: () -> Int
) throws(SystemFailure) -> Int {
    while true {
        let result = body()
        if result >= 0 { return result }
        let errorNumber = errno
        if errorNumber != EINTR { throw SystemFailure(call: call, errorNumber: errorNumber, path: path()) }
    }
}

/// The same for CLinux, whose functions answer the error number turned negative.
@discardableResult
func answered(_ call: String, _ result: Int32) throws(SystemFailure) -> Int {
    if result >= 0 { return Int(result) }
    throw SystemFailure(call: call, errorNumber: -result)
}
