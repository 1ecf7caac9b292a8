import Synchronization
import Testing

@testable import Sockets

@Suite("admission") struct AdmissionTests {
    /// Gathers what the gatekeeper tells.
    private final class Gate: Sendable {
        private let told = Mutex<[Rejection]>([])

        var rejections: [Rejection] { told.withLock { $0 } }
        func tell(_ rejection: Rejection) { told.withLock { $0.append(rejection) } }
    }

    @Test("a wrong key, no key, another server's key: none of them gets in, each is noticed, others are served")
    func strangers() throws {
        let meeting = try Meeting()
        defer { meeting.end() }
        let gate = Gate()
        let gatekeeper = try Gatekeeper(in: meeting.context) { gate.tell($0) }
        let serverKeys = try KeyPair()
        let clientKeys = try KeyPair()
        let unknownKeys = try KeyPair()
        let server = serverKeys.publicKey
        gatekeeper.admit([clientKeys.publicKey], to: "executors")
        let router = try meeting.socket(.router) { $0.security = .server(serverKeys, gatekeeper, domain: "executors") }
        let serverMonitor = try meeting.monitor(of: router)
        let endpoint = try router.bind(to: "127.0.0.1")
        let admitted = try meeting.socket(.dealer) { $0.security = .client(clientKeys, server: server) }
        let strangers = [
            try meeting.socket(.dealer) { $0.security = .client(unknownKeys, server: server) },
            try meeting.socket(.dealer) { $0.security = .client(clientKeys, server: unknownKeys.publicKey) },
            try meeting.socket(.dealer),
        ]

        let monitor = try meeting.monitor(of: strangers[0])
        for stranger in strangers {
            _ = try stranger.say("stranger")
            try stranger.connect(to: endpoint)
            _ = try stranger.say("stranger")
        }
        // Both sides of each refusal: the gatekeeper's, told to the client, and the protocol's, seen by the server.
        #expect(try monitor.hears(.disagreed(.notAdmitted)))
        #expect(try serverMonitor.hears(.disagreed(.wrongProtocol)))
        try admitted.connect(to: endpoint)
        for _ in 0..<3 {
            _ = try admitted.say("friend")
            let message = try router.awaited()
            #expect(message.parts == [Array("friend".utf8)])
            #expect(try router.say("welcome", to: message.peer) == .sent)
            #expect(try admitted.awaitedText() == "welcome")
        }

        #expect(try router.receive() == nil)
        #expect(
            gate.rejections == [Rejection(address: "127.0.0.1", domain: "executors", mechanism: "CURVE", count: 1)],
            "told once, though it knocks again and again")
    }

    @Test("a key admitted to one domain does not open another, and one no longer admitted opens none")
    func domains() throws {
        let meeting = try Meeting()
        defer { meeting.end() }
        let gatekeeper = try Gatekeeper(in: meeting.context) { _ in }
        let serverKeys = try KeyPair()
        let clientKeys = try KeyPair()
        gatekeeper.admit([clientKeys.publicKey], to: "a")
        let servers = try ["a", "b"].map { domain in
            try meeting.socket(.router) { $0.security = .server(serverKeys, gatekeeper, domain: domain) }
        }
        let clients = try (0..<3).map { _ in
            try meeting.socket(.dealer) { $0.security = .client(clientKeys, server: serverKeys.publicKey) }
        }
        let monitors = try clients.map { try meeting.monitor(of: $0) }
        let endpoints = try servers.map { try $0.bind(to: "127.0.0.1") }

        try clients[0].connect(to: endpoints[0])
        #expect(try monitors[0].hears(.agreed))
        try clients[1].connect(to: endpoints[1])
        #expect(try monitors[1].hears(.disagreed(.notAdmitted)))
        gatekeeper.admit([], to: "a")
        try clients[2].connect(to: endpoints[0])
        #expect(try monitors[2].hears(.disagreed(.notAdmitted)))
    }

    @Test("keys survive as text, and a pair printed tells nothing secret")
    func keys() throws {
        let pair = try KeyPair()

        #expect(CurveKey(text: pair.secretKey.text) == pair.secretKey)
        #expect(pair.publicKey.text.utf8.count == 40)
        #expect(try KeyPair(secretKey: pair.secretKey) == pair)
        #expect(!"\(pair)".contains(pair.secretKey.text) && !String(reflecting: pair).contains(pair.secretKey.text))
        #expect(CurveKey(text: "short") == nil)
        #expect(CurveKey(text: String(repeating: " ", count: 40)) == nil)
        #expect(CurveKey(bytes: [1, 2, 3]) == nil)
    }

    @Test("rejections are told once for each address and minute, with how many there were, and take little memory")
    func limiting() {
        var limiter = RejectionLimiter()
        let second: Int64 = 1_000_000_000

        #expect([0, 1, 59].map { limiter.tell(of: "a", at: $0 * second) } == [1, nil, nil])
        let others = [limiter.tell(of: "b", at: 59 * second), limiter.tell(of: "a", at: 60 * second)]
        #expect(others == [1, 3])
        for number in 0..<5000 { _ = limiter.tell(of: "\(number)", at: 61 * second) }
        #expect(limiter.addressCount <= 1024)
    }
}
