package import Posix

/// Why something could not be served or asked for.
package enum WebFailure: Error, Sendable, Hashable {
    /// A library that is loaded when it is needed.
    case library(name: String, package: String, reason: String)
    case portInUse(address: String, port: Int)
    case noFreePort(address: String, ports: ClosedRange<Int>)
    case cannotListen(SystemFailure)
    /// Listening beyond this machine without both TLS and a token.
    case unprotected(address: String)
    case cannotServe(address: String, reason: String)
    case badAddress(String, reason: String)
    case badField(name: String)
    case unreachable(address: String, reason: String)
    case timedOut(address: String, reason: String)
    case pinMissing(address: String)
    case pinDiffers(address: String)
    case brokenOff(address: String, reason: String)
    case answerTooLarge(address: String, limit: Int)
    case notExchanged(address: String, reason: String)
    case certificate(reason: String)
}

extension WebFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .library(let name, let package, let reason):
            return "\(name) cannot be used: \(reason). Install the package \(package)."
        case .portInUse(let address, let port):
            return "port \(port) of \(address) is in use. Choose another one, or 0 for any that is free."
        case .noFreePort(let address, let ports):
            return
                "none of the ports \(ports.lowerBound) to \(ports.upperBound) of \(address) is free. Widen the range."
        case .cannotListen(let failure):
            return "\(failure.description). Choose an address of this machine."
        case .unprotected(let address):
            return """
                \(address) can be reached from other machines, which takes both a certificate and a token. \
                Give both, or listen on 127.0.0.1.
                """
        case .cannotServe(let address, let reason):
            return "cannot serve on \(address): \(reason)."
        case .badAddress(let address, let reason):
            return "\"\(address)\" is no address of a server: \(reason). Write it like http://127.0.0.1:7080."
        case .badField(let name):
            return "the header \"\(name)\" cannot be sent: it holds a line end or another control character."
        case .unreachable(let address, let reason):
            return "cannot reach \(address): \(reason). Is the server running, and is the address right?"
        case .timedOut(let address, let reason):
            return "\(address) does not answer: \(reason)."
        case .pinMissing(let address):
            return "\(address) uses TLS, but no pin says which key it must have. Give the pin from the server."
        case .pinDiffers(let address):
            return """
                \(address) has another key than the one pinned: it was set up anew, or somebody stands in between. \
                Nothing was sent. Take the pin from the server again.
                """
        case .brokenOff(let address, let reason):
            return "\(address) broke off: \(reason)."
        case .answerTooLarge(let address, let limit):
            return "the answer of \(address) is larger than the limit of \(limit) bytes. Ask for less at once."
        case .notExchanged(let address, let reason):
            return "cannot talk with \(address): \(reason)."
        case .certificate(let reason):
            return "the certificate cannot be used: \(reason)."
        }
    }
}
