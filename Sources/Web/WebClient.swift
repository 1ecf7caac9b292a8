internal import CWeb
package import Model
package import Posix

/// Asks one server, over connections that are kept from one request to the next.
///
/// Not for several threads at once. Whoever needs to wait for two answers at a time has two clients.
package final class WebClient {
    package struct Limits: Sendable, Hashable {
        /// Of an answer that is taken whole.
        package var answerBytes = 256 << 20
        package var connecting = Duration.seconds(10)
        /// How long nothing may come and go, in whole seconds; zero: for ever.
        package var silence = Duration.seconds(60)

        package init() {}
    }

    /// Why following came to an end.
    package enum FollowEnd: Sendable, Hashable {
        /// The server had no more.
        case ended
        /// `each` or the descriptor said so.
        case stopped
        /// The status was no success; the body is whole.
        case refused(WebResponse)
    }

    package let address: String
    package var limits: Limits
    private let base: WebAddress
    private let token: String?
    private let pin: String?
    private let client: OpaquePointer

    /// - Parameter pin: base64 of the SHA-256 of the server's public key; needed for `https`.
    package init(
        _ address: String, token: String? = nil, pin: String? = nil, limits: Limits = Limits()
    ) throws(WebFailure) {
        base = try WebAddress(address)
        if base.usesTLS, pin?.isEmpty ?? true { throw .pinMissing(address: address) }
        if let reason = cweb_client_load() {
            throw .library(name: "libcurl", package: "libcurl3-gnutls", reason: String(cString: reason))
        }
        guard let client = cweb_client_open() else {
            throw .library(name: "libcurl", package: "libcurl3-gnutls", reason: "it cannot be set up")
        }
        self.client = client
        self.address = address
        self.token = token
        self.pin = base.usesTLS ? pin : nil
        self.limits = limits
    }

    deinit { cweb_client_close(client) }

    /// Asks, and waits for the whole answer, whatever its status.
    ///
    /// - Parameter path: the parts between the slashes, not encoded.
    package func request(
        _ method: WebMethod, _ path: [String], query: WebQuery = [:], headers: WebFields = [:], body: [UInt8] = []
    ) throws(WebFailure) -> WebResponse {
        let limit = limits.answerBytes
        let transfer = Transfer { transfer, bytes in
            if transfer.body.count + bytes.count > limit {
                transfer.isTooLarge = true
                return false
            }
            transfer.body.append(contentsOf: bytes)
            return true
        }
        try perform(transfer, method, path, query, headers, body, stop: nil)
        return transfer.response
    }

    /// Gives each piece to `each` as it comes, until that answers false, the server ends, or `stop` is readable.
    ///
    /// A server that has nothing to tell must say so within the time for silence: `ServerSentEvent.heartbeat`.
    ///
    /// - Parameter stop: a signal descriptor, or a pipe that somebody else writes to.
    package func follow(
        _ path: [String], query: WebQuery = [:], headers: WebFields = [:], stop: FileDescriptor? = nil,
        each: (UnsafeRawBufferPointer) -> Bool
    ) throws(WebFailure) -> FollowEnd {
        let limit = limits.answerBytes
        return try withoutActuallyEscaping(each) { (each) throws(WebFailure) -> FollowEnd in
            let transfer = Transfer { transfer, bytes in
                if transfer.response.isSuccess { return each(bytes) }
                if transfer.body.count + bytes.count > limit {
                    transfer.isTooLarge = true
                    return false
                }
                transfer.body.append(contentsOf: bytes)
                return true
            }
            let isStopped = try perform(transfer, .get, path, query, headers, [], stop: stop)
            if isStopped { return .stopped }
            return transfer.response.isSuccess ? .ended : .refused(transfer.response)
        }
    }

    /// Answers whether it was stopped from our side.
    @discardableResult
    private func perform(
        _ transfer: Transfer, _ method: WebMethod, _ path: [String], _ query: WebQuery, _ headers: WebFields,
        _ body: [UInt8], stop: FileDescriptor?
    ) throws(WebFailure) -> Bool {
        var fields = headers
        if let token { fields.append("Authorization", "Bearer \(token)") }
        if let field = fields.unsendable { throw .badField(name: field.name) }
        // Without it the library waits a second for a leave to send larger bodies.
        fields.append("Expect", "")
        let place = base.base + "/" + path.map(PercentCoding.encoded).joined(separator: "/") + query.encoded
        let lines = fields.fields.map { $0.value.isEmpty ? "\($0.name):" : "\($0.name): \($0.value)" }
        let result = transfer.perform(
            Transfer.Request(
                address: place, socket: base.socket, method: method, lines: lines, body: body,
                pin: pin.map { "sha256//\($0)" },
                isDirect: WebAddress.isLoopback(base.host), limits: limits),
            with: client, stop: stop)
        if transfer.isTooLarge { throw .answerTooLarge(address: address, limit: limits.answerBytes) }
        switch result {
        case .done: return false
        case .stopped: return true
        case .failed(let outcome, let words): throw failure(outcome, words)
        }
    }

    private func failure(_ outcome: Int, _ words: String) -> WebFailure {
        switch outcome {
        case CWEB_UNREACHABLE: .unreachable(address: address, reason: words)
        case CWEB_TIMED_OUT: .timedOut(address: address, reason: words)
        case CWEB_PIN_DIFFERS: .pinDiffers(address: address)
        case CWEB_BROKEN_OFF: .brokenOff(address: address, reason: words)
        default: .notExchanged(address: address, reason: words)
        }
    }
}
