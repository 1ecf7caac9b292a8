import Dialects
import Model
import Posix
import Sockets
import Testing
import Wire

/// Whoever comes to the executors' port without belonging there.
@Suite struct StrangerTests {
    private func dealer(_ access: AccessFile, _ context: SocketContext, _ keys: KeyPair?) throws -> Socket {
        var options = SocketOptions()
        options.lingerMilliseconds = 0
        options.reconnectMilliseconds = 50...200
        if let keys {
            let key = try #require(CurveKey(text: access.servicePublicKey))
            options.security = .client(keys, server: key)
        }
        let socket = try Socket(.dealer, in: context, options: options)
        try socket.connect(to: access.zeromq)
        return socket
    }

    private func ownKeys(_ access: AccessFile) throws -> KeyPair {
        try KeyPair(secretKey: #require(CurveKey(text: access.secretKey)))
    }

    private func answer(on socket: Socket) throws -> ServiceMessage? {
        var answer: ServiceMessage?
        _ = wait {
            if let message = try? socket.receive(), let bytes = message.parts.first {
                answer = try? ServiceMessage(unpacking: bytes)
            }
            return answer != nil
        }
        return answer
    }

    /// The service still does what it is there for.
    private func expectService(by site: Site) throws {
        let marks = try Marks(in: site.place)
        try site.lend("a", cores: Cores.first)
        try site.submit("task", marks.script, #""range": "0-9""#)
        try site.awaitEnd(of: "task")
        try site.shutDown()
        try site.record.expectAgreement(with: marks, iterations: 0..<10)
    }

    @Test("an executor with another version of the wire is refused, with both versions named")
    func otherVersion() throws {
        let site = try Site()
        let access = try site.access
        let context = try SocketContext()
        let socket = try dealer(access, context, ownKeys(access))
        defer { socket.close() }
        var hello = Hello(
            speaker: Speaker(wire: WireVersion(major: 9, minor: 3), software: "99.9"), greeting: 1, executor: 77,
            node: Node(identifier: NodeIdentifier(0), name: "future", cores: [0], memory: .gibibytes(1)), host: "",
            processIdentifier: 1)
        hello.batchJob = ""
        _ = try socket.send(ExecutorMessage.hello(hello).packed())

        guard case .refused(_, let reason) = try answer(on: socket) else {
            Issue.record("no refusal came")
            return
        }
        #expect(reason.contains("9.3") && reason.contains("\(WireVersion.current)"), "\(reason)")
        try expectService(by: site)
        #expect(try site.record.nodes(named: "future").isEmpty)
    }

    @Test("bytes that are no message, from one who has the keys, are refused and harm nobody")
    func garbageWithKeys() throws {
        let site = try Site()
        let access = try site.access
        let context = try SocketContext()
        let socket = try dealer(access, context, ownKeys(access))
        defer { socket.close() }
        var generator = SeededGenerator(seed: Seeds.seed)
        for length in [0, 1, 2, 17, 300, 70_000] {
            let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
            _ = try socket.send(bytes)
        }

        #expect(try answer(on: socket) != nil)
        try expectService(by: site)
    }

    @Test("wrong keys, no keys and plain noise let nobody in, are said once, and others are served")
    func wrongKeys() throws {
        let site = try Site()
        let access = try site.access
        let context = try SocketContext()
        let wrong = try (0..<5).map { _ in try dealer(access, context, KeyPair()) }
        let plain = try (0..<5).map { _ in try dealer(access, context, nil) }
        defer { for socket in wrong + plain { socket.close() } }
        for socket in wrong + plain { _ = try socket.send(ExecutorMessage.ended(executor: 1).packed()) }
        let port = access.zeromq.split(separator: ":").last.map(String.init) ?? ""
        let noise = try site.place.shell(
            "for i in 1 2 3 4 5; do head -c 100000 /dev/urandom > /dev/tcp/127.0.0.1/\(port); done 2> /dev/null; true")
        #expect(noise.code == 0)
        try #require(wait { site.service.errors.contains("let nobody in") }, "\(site.testDescription)")

        try expectService(by: site)

        let lines = site.service.errors.split(separator: "\n")
        // A line a minute for each address and way; under load the test may take some of them.
        #expect(lines.count <= 12, "\(site.service.errors)")
        for socket in wrong + plain { #expect(try socket.receive() == nil) }
    }
}
