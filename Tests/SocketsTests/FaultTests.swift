import Glibc
import Posix
import Testing

@testable import Sockets

@Suite("faults") struct FaultTests {
    /// Speaks just enough of ZeroMQ's protocol to be a dealer that says hello: a greeting (signature, version 3.1,
    /// mechanism NULL, no server), the other's greeting, READY with what it is, the other's READY, a message.
    private static let hello =
        #"printf '\xff\0\0\0\0\0\0\0\x01\x7f\x03\x01NULL\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0' >&3; "#
        + #"printf '\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0' >&3; "#
        + #"head -c 64 <&3 >/dev/null; printf '\x04\x1c\x05READY\x0bSocket-Type\0\0\0\x06DEALER' >&3; "#
        + #"head -c 2 <&3 >/dev/null; printf '\0\x05hello' >&3; "#

    private static func start(_ script: String, _ endpoint: String) throws -> Int32 {
        let port = endpoint.split(separator: ":").last.map(String.init) ?? ""
        return try Process.spawn(
            "/bin/bash", arguments: ["bash", "-c", script],
            environment: [Array("PORT=\(port)".utf8), Array("PATH=/usr/bin:/bin".utf8)], descriptors: [])
    }

    @Test("a peer that is frozen or cut off is noticed by heartbeats")
    func silentPeers() throws {
        let heartbeat = SocketOptions.Heartbeat(intervalMilliseconds: 50, timeoutMilliseconds: 500)
        // Whenever it is hung up on, it comes again: the first hello may be gone before a busy test could read it.
        let script = "while exec 3<>/dev/tcp/127.0.0.1/$PORT; do " + Self.hello + "cat <&3 >/dev/null; done 2>/dev/null"

        try Self.expectNotice(of: script, heartbeat) { _ in }
    }

    @Test("a peer that was killed is noticed, heartbeats or not")
    func killedPeers() throws {
        let script = "exec 3<>/dev/tcp/127.0.0.1/$PORT; " + Self.hello + "exec sleep 600"

        try Self.expectNotice(of: script, nil) { child in try Process.send(.kill, to: child) }
    }

    private static func expectNotice(
        of script: String, _ heartbeat: SocketOptions.Heartbeat?, _ harm: (Int32) throws -> Void
    ) throws {
        let meeting = try Meeting()
        defer { meeting.end() }
        let router = try meeting.socket(.router) { $0.heartbeat = heartbeat }
        let monitor = try meeting.monitor(of: router)
        let child = try start(script, try router.bind(to: "127.0.0.1"))
        defer {
            _ = try? Process.send(.kill, to: child)
            _ = try? Process.wait(for: child)
        }
        let message = try router.awaited()
        #expect(message.parts == [Array("hello".utf8)])
        try harm(child)

        let isNoticed = try Meeting.eventually { try router.say("there?", to: message.peer) == .unreachable }
        #expect(isNoticed)
        #expect(try monitor.hears(.disconnected))
    }

    private static let garbage = [
        "yes | head -c 300000 >/dev/tcp/127.0.0.1/$PORT",
        #"printf 'GET / HTTP/1.1\r\nHost: x\r\n\r\n' >/dev/tcp/127.0.0.1/$PORT"#,
        #"printf '\xff\0\0\0\0\0\0\0\x01\x7f\x03\x01NULL' >/dev/tcp/127.0.0.1/$PORT"#,
        "exec 3<>/dev/tcp/127.0.0.1/$PORT; exec 3>&-",
    ]

    @Test("garbage over a bare connection never becomes a message where keys are asked for, and others are served")
    func garbageBeforeKeys() throws {
        let meeting = try Meeting()
        defer { meeting.end() }
        let gatekeeper = try Gatekeeper(in: meeting.context) { _ in }
        let keys = try KeyPair()
        gatekeeper.admit([keys.publicKey], to: "all")
        let router = try meeting.socket(.router) { $0.security = .server(keys, gatekeeper, domain: "all") }
        let dealer = try meeting.socket(.dealer) { $0.security = .client(keys, server: keys.publicKey) }
        try Self.throwGarbage(at: router, then: dealer)

        #expect(try router.awaitedText() == "still there?")
        #expect(try router.receive() == nil)
    }

    @Test("where no keys are asked for, garbage at most becomes a message of garbage, and others are served")
    func garbageWithoutKeys() throws {
        let meeting = try Meeting()
        defer { meeting.end() }
        let router = try meeting.socket(.router)
        let dealer = try meeting.socket(.dealer)
        try Self.throwGarbage(at: router, then: dealer)

        let isServed = try Meeting.eventually { try router.receive()?.parts == [Array("still there?".utf8)] }
        #expect(isServed)
    }

    private static func throwGarbage(at router: Socket, then dealer: Socket) throws {
        let endpoint = try router.bind(to: "127.0.0.1")
        // Whether it could write all of it says nothing: it may be hung up on.
        for script in garbage { _ = try Process.wait(for: start(script + " 2>/dev/null", endpoint)) }
        try dealer.connect(to: endpoint)
        _ = try dealer.say("still there?")
    }

    @Test("who sends a part over the limit is disconnected; a message over it in all its parts is dropped")
    func tooLarge() throws {
        let meeting = try Meeting()
        defer { meeting.end() }
        let router = try meeting.socket(.router) { $0.largestMessageBytes = 1000 }
        let dealer = try meeting.socket(.dealer)
        let offender = try meeting.socket(.dealer)
        let monitor = try meeting.monitor(of: offender)
        let endpoint = try router.bind(to: "127.0.0.1")
        try offender.connect(to: endpoint)
        try dealer.connect(to: endpoint)

        _ = try offender.send([UInt8](repeating: 1, count: 1001))
        #expect(try monitor.hears(.disconnected))
        _ = try dealer.send([[UInt8]](repeating: [UInt8](repeating: 2, count: 400), count: 3))
        _ = try dealer.send([[UInt8]](repeating: [], count: 70))
        _ = try dealer.send([UInt8](repeating: 3, count: 900))

        #expect(try router.awaited().parts == [[UInt8](repeating: 3, count: 900)])
        #expect(router.droppedCount == 2)
    }

    @Test("a router serves a thousand dealers, each its own")
    func manyDealers() throws {
        let meeting = try Meeting()
        defer { meeting.end() }
        let count = Self.affordableDealers(1000)
        let router = try meeting.socket(.router)
        let endpoint = try router.bind(to: "127.0.0.1")
        let dealers = try (0..<count).map { _ in try meeting.socket(.dealer) }
        for (number, dealer) in dealers.enumerated() {
            try dealer.connect(to: endpoint)
            #expect(try dealer.say("\(number)") == .sent)
        }

        var peers: [Peer: String] = [:]
        while peers.count < count {
            let message = try router.awaited()
            let text = String(decoding: message.parts[0], as: UTF8.self)
            peers[try #require(message.peer)] = text
            #expect(try router.say("re: " + text, to: message.peer) == .sent)
        }

        for (number, dealer) in dealers.enumerated() { #expect(try dealer.awaitedText() == "re: \(number)") }
        #expect(Set(peers.values).count == count)
    }

    /// As many as the limit of open files allows, which is raised as far as it goes: each takes four.
    private static func affordableDealers(_ wanted: Int) -> Int {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        return min(wanted, Int(clamping: limit.rlim_cur) / 8)
    }
}
