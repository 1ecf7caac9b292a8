internal import Posix
internal import Synchronization

/// Lets in clients whose keys it knows, for every CURVE server of its context; a thread of its own answers.
///
/// It begins before the first server does and ends with the context: a server without it would let every key in.
package final class Gatekeeper: Sendable {
    private let admitted = Mutex<[String: Set<[UInt8]>]>([:])

    // RFC 27 (ZAP): the address is fixed.
    private static let address = "inproc://zeromq.zap.01"

    /// - Parameter onRejection: hears of somebody who was not let in, once for each address and minute; called by the
    ///   gatekeeper's thread, so it returns soon.
    package init(in context: SocketContext, onRejection: @escaping @Sendable (Rejection) -> Void) throws(SocketFailure)
    {
        var options = SocketOptions()
        options.heartbeat = nil
        // 0: no limit, for a thousand may come at once and each must have its answer.
        options.receiveLimit = 0
        options.sendLimit = 0
        options.lingerMilliseconds = 0
        let socket = try Socket(.reply, in: context, options: options)
        _ = try socket.bind(Self.address)
        try context.start { [self] in answer(on: socket, onRejection) }
    }

    /// From now on these keys, and no others, get into the domain.
    package func admit(_ keys: [CurveKey], to domain: String) {
        admitted.withLock { $0[domain] = Set(keys.map(\.bytes)) }
    }

    private func admits(_ question: AdmissionQuestion) -> Bool {
        guard question.mechanism == "CURVE" else { return false }
        return admitted.withLock { $0[question.domain]?.contains(question.credential) == true }
    }

    private func answer(on socket: Socket, _ onRejection: (Rejection) -> Void) {
        var limiter = RejectionLimiter()
        do throws(SocketFailure) {
            while true {
                _ = try Socket.wait(for: [(socket, .readable)], nanoseconds: nil)
                while let message = try socket.receive() {
                    guard let question = AdmissionQuestion(message.parts) else { continue }
                    let isIn = admits(question)
                    let reply = question.answer(isAdmitted: isIn)
                    // A client that left meanwhile needs no answer.
                    _ = try socket.send(reply, to: message.peer)
                    if isIn { continue }
                    let count = limiter.tell(of: question.address, at: Clock.monotonicNanoseconds())
                    if let count { onRejection(question.rejection(count: count)) }
                }
            }
        } catch {
            // Without its socket, servers would let everybody in.
            precondition(error.isClosing, "a gatekeeper answers as long as there are servers")
            socket.close()
        }
    }
}

/// Somebody was not let in.
package struct Rejection: Sendable, Hashable {
    /// Without the port, which differs every time.
    package var address: String
    package var domain: String
    /// How it showed who it is: `CURVE` with an unknown key, `NULL` with nothing.
    package var mechanism: String
    /// How often from this address since it was last told.
    package var count: Int
}

/// What ZeroMQ asks before it lets somebody in, as RFC 27 lays it out.
struct AdmissionQuestion {
    let request: [UInt8]
    let domain: String
    let address: String
    let mechanism: String
    /// The client's public key, for CURVE.
    let credential: [UInt8]

    init?(_ parts: [[UInt8]]) {
        guard parts.count >= 6, parts[0] == Array("1.0".utf8) else { return nil }
        request = parts[1]
        domain = String(decoding: parts[2], as: UTF8.self)
        address = String(decoding: parts[3], as: UTF8.self).unmapped
        mechanism = String(decoding: parts[5], as: UTF8.self)
        credential = parts.count > 6 ? parts[6] : []
    }

    func rejection(count: Int) -> Rejection {
        Rejection(address: address, domain: domain, mechanism: mechanism, count: count)
    }

    func answer(isAdmitted: Bool) -> [[UInt8]] {
        let status = isAdmitted ? ("200", "OK") : ("400", "not admitted")
        return [Array("1.0".utf8), request, Array(status.0.utf8), Array(status.1.utf8), [], []]
    }
}
