import Glibc
import Posix
import Testing

@testable import Sockets

@Suite("sockets") struct SocketTests {
    @Test(
        "a router and a dealer exchange messages of many parts, empty ones included, over IPv4 and IPv6",
        arguments: ["127.0.0.1", "::1"])
    func exchange(host: String) throws {
        let meeting = try Meeting()
        defer { meeting.end() }
        let router = try meeting.socket(.router)
        let dealer = try meeting.socket(.dealer)
        let parts: [[UInt8]] = [[], Array("a".utf8), [], [0, 255], []]

        try dealer.connect(to: router.bind(to: host))
        #expect(try dealer.send(parts) == .sent)
        let question = try router.awaited()
        #expect(question.parts == parts)
        #expect(try router.send(parts.reversed(), to: question.peer) == .sent)
        #expect(try dealer.awaited() == SocketMessage(peer: nil, parts: parts.reversed()))
        #expect(try dealer.receive() == nil)
    }

    @Test("a reply answers requests in any order, each by its own way back")
    func replies() throws {
        let meeting = try Meeting()
        defer { meeting.end() }
        let reply = try meeting.socket(.reply)
        let requests = [try meeting.socket(.request), try meeting.socket(.request)]
        let endpoint = try reply.bind(to: "127.0.0.1")
        for (number, request) in requests.enumerated() {
            try request.connect(to: endpoint)
            #expect(try request.say("question \(number)") == .sent)
        }

        let questions = [try reply.awaited(), try reply.awaited()]
        for question in questions.reversed() {
            #expect(try reply.send(Array("re: ".utf8) + (question.parts.first ?? []), to: question.peer) == .sent)
        }

        #expect(try requests.map { try $0.awaitedText() } == ["re: question 0", "re: question 1"])
    }

    @Test("a request whose answer never came may ask again, and the late answer is not taken for the new one's")
    func askingAgain() throws {
        let meeting = try Meeting()
        defer { meeting.end() }
        let reply = try meeting.socket(.reply)
        let request = try meeting.socket(.request)
        try request.connect(to: reply.bind(to: "127.0.0.1"))

        _ = try request.say("first")
        let first = try reply.awaited()
        _ = try request.say("second")
        let second = try reply.awaited()
        _ = try reply.say("to the first", to: first.peer)
        _ = try reply.say("to the second", to: second.peer)

        #expect(try request.awaitedText() == "to the second")
    }

    @Test("a subscriber hears what begins as it wished")
    func subscribers() throws {
        let meeting = try Meeting()
        defer { meeting.end() }
        let publisher = try meeting.socket(.publisher)
        let subscriber = try meeting.socket(.subscriber)
        try subscriber.subscribe(to: Array("job".utf8))
        try subscriber.connect(to: publisher.bind(to: "127.0.0.1"))

        // Nobody tells a publisher that somebody subscribed: it says it until it is heard.
        let isHeard = try Meeting.eventually {
            _ = try publisher.say("node 1")
            _ = try publisher.say("job 1")
            return try subscriber.hasInput()
        }

        #expect(isHeard)
        #expect(try subscriber.awaitedText() == "job 1")
    }

    @Test("ports are tried in order, a taken one is passed over, and when all are taken the failure says so")
    func ports() throws {
        let meeting = try Meeting()
        defer { meeting.end() }
        let sockets = try (0..<3).map { _ in try meeting.socket(.router) }
        let taken = try #require(Int(try sockets[0].bind(to: "127.0.0.1").split(separator: ":").last ?? ""))

        let other = try sockets[1].bind(to: "127.0.0.1", ports: [taken, 0])
        #expect(other != "tcp://127.0.0.1:\(taken)" && other.hasPrefix("tcp://127.0.0.1:"))

        let failure = #expect(throws: SocketFailure.self) {
            try sockets[2].bind(to: "127.0.0.1", ports: taken...taken)
        }
        #expect(
            failure?.description == "cannot bind tcp://127.0.0.1:\(taken): Address already in use. "
                + "Choose another port, or let any free one be taken.")
        #expect(failure?.isAddressInUse == true)
    }

    @Test("an address that is none, or not this machine's, is refused with what to do")
    func wrongAddresses() throws {
        let meeting = try Meeting()
        defer { meeting.end() }
        let socket = try meeting.socket(.dealer)

        let malformed = #expect(throws: SocketFailure.self) { try socket.connect(to: "localhost:7040") }
        let foreign = #expect(throws: SocketFailure.self) { try socket.bind(to: "192.0.2.1") }

        #expect(malformed?.description.hasSuffix("An address looks like tcp://HOST:PORT.") == true)
        #expect(
            foreign?.description.hasSuffix("Name an address of this machine, in numbers, or an interface.") == true)
    }

    @Test("a socket that sends only when connected answers full without a link, and others queue up to their limit")
    func sendingWithoutLink() throws {
        let meeting = try Meeting()
        defer { meeting.end() }
        let careful = try meeting.socket(.dealer) { $0.sendsOnlyWhenConnected = true }
        let hopeful = try meeting.socket(.dealer) { $0.sendLimit = 2 }
        let router = try meeting.socket(.router)
        let endpoint = try router.bind(to: "127.0.0.1")
        router.close()
        try careful.connect(to: endpoint)
        try hopeful.connect(to: endpoint)

        #expect(try careful.say("x") == .full)
        #expect(try (0..<3).map { _ in try hopeful.say("x") } == [.sent, .sent, .full])
        #expect(try careful.readiness() == [])
    }

    @Test("closing the context ends a wait on its sockets, with a failure that says why")
    func closing() throws {
        let meeting = try Meeting()
        let failures = Failures()
        let router = try Socket(.router, in: meeting.context)
        let thread = try Posix.Thread.start {
            do throws(SocketFailure) {
                while true { _ = try Socket.wait(for: [(router, .readable)], nanoseconds: nil) }
            } catch { failures.add(error) }
            router.close()
        }

        meeting.context.close()
        thread.join()

        #expect(failures.all.map(\.isClosing) == [true])
    }

    @Test("no program that is started inherits anything of ZeroMQ's")
    func nothingIsInherited() throws {
        let meeting = try Meeting()
        defer { meeting.end() }
        let router = try meeting.socket(.router)
        let dealer = try meeting.socket(.dealer)
        let endpoint = try router.bind(to: "127.0.0.1")
        try dealer.connect(to: endpoint)
        _ = try dealer.say("x")
        _ = try router.awaited()

        let port = try #require(endpoint.split(separator: ":").last.flatMap { UInt16($0) })
        let network = try FileSystem.names(in: "/proc/self/fd").compactMap { Int32($0) }.filter { number in
            Self.port(number, getsockname) == port || Self.port(number, getpeername) == port
        }
        let own = network + [router.signal.number, dealer.signal.number]

        #expect(network.count >= 3, "the listening one and both ends of the link")
        // A descriptor that another test closed meanwhile answers -1: all bits, this one included.
        #expect(own.filter { fcntl($0, F_GETFD) & FD_CLOEXEC == 0 } == [])
    }

    private static func port(
        _ number: Int32, _ name: (Int32, UnsafeMutablePointer<sockaddr>?, UnsafeMutablePointer<socklen_t>?) -> Int32
    ) -> UInt16? {
        // The port stands at the same place for both versions of the protocol.
        var address = sockaddr_in6()
        var length = socklen_t(MemoryLayout<sockaddr_in6>.size)
        let answer = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { name(number, $0, &length) }
        }
        let isNetwork = [AF_INET, AF_INET6].contains(Int32(address.sin6_family))
        return answer == 0 && isNetwork ? UInt16(bigEndian: address.sin6_port) : nil
    }
}
