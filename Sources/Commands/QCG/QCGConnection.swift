internal import Dialects
internal import Model
internal import Posix
internal import Sockets

/// A client's link to a service of the QCG systems, ours or theirs.
struct QCGConnection {
    private let socket: Socket
    private let context: SocketContext
    private let address: String

    /// - Parameter access: with it the link carries keys.
    init(_ address: String, access: AccessFile? = nil) throws {
        self.address = address
        context = try SocketContext()
        var options = SocketOptions()
        options.lingerMilliseconds = 0
        var endpoint = address
        if let access, !access.requests.isEmpty, let server = CurveKey(text: access.servicePublicKey),
            let own = CurveKey(text: access.secretKey)
        {
            options.security = .client(try KeyPair(secretKey: own), server: server)
            endpoint = access.requests
        }
        socket = try Socket(.request, in: context, options: options)
        try socket.connect(to: endpoint)
    }

    /// - Throws: also when nothing was answered in time.
    func ask(_ request: String, seconds: Int64) throws -> String {
        guard try socket.send(Array(request.utf8)) == .sent else { throw silence(seconds) }
        let deadline = Clock.monotonicNanoseconds() + seconds * 1_000_000_000
        while true {
            let left = deadline - Clock.monotonicNanoseconds()
            guard left > 0 else { throw silence(seconds) }
            _ = try Socket.wait(for: [(socket, .readable)], nanoseconds: left)
            if let message = try socket.receive() {
                return String(decoding: message.parts.joined(), as: UTF8.self)
            }
        }
    }

    func close() {
        socket.close()
        context.close()
    }

    private func silence(_ seconds: Int64) -> Refusal {
        .document(
            DocumentProblem(
                document: address, problem: "did not answer within \(seconds) s",
                remedy: "See that the service runs there, and that this client has its keys where it needs them."))
    }
}
