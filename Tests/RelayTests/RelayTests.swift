import Posix
import Testing

@testable import Relay

/// A relay between real sockets.
@Suite struct RelayTests {
    private static let greeting = OpeningTests.greeting

    @Test("what is said at either end arrives whole at the other, and the end of one side ends the other")
    func bothWays() throws {
        let crossing = try Crossing()
        let caller = try crossing.caller()
        try caller.say(Self.greeting)
        var arrival: Peer? = try crossing.arrival()
        #expect(try arrival?.hear(Self.greeting.count) == Self.greeting)

        let numbers = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 * 7) }
        try arrival?.say(numbers)
        #expect(try caller.hear(numbers.count) == numbers)
        try caller.say(numbers)
        #expect(try arrival?.hear(numbers.count) == numbers)
        try arrival?.say(Array("the last word".utf8))
        arrival = nil

        #expect(try caller.hear() == Array("the last word".utf8))
        let all = Int64(2 * numbers.count + Self.greeting.count + 13)
        #expect(
            crossing.awaitNote { note in
                if case .closed(_, _, all) = note { true } else { false }
            })
    }

    @Test("who says anything but CURVE or TLS is cut, told of once, and the other side never hears of it")
    func strangers() throws {
        let crossing = try Crossing()

        for _ in 0..<3 {
            let caller = try crossing.caller()
            try caller.say(Array("GET /v1/jobs HTTP/1.1\r\n\r\n".utf8))
            #expect(try caller.hear() == [])
        }

        #expect(try crossing.isQuiet)
        #expect(crossing.told == [.refused(from: "127.0.0.1", count: 1)])
    }

    @Test("who says nothing is cut, before the other side hears of it")
    func silence() throws {
        var limits = RelayLimits()
        limits.openingNanoseconds = 1
        let crossing = try Crossing(limits)

        let caller = try crossing.caller()

        #expect(try caller.hear() == [])
        #expect(try crossing.isQuiet)
        #expect(crossing.told == [.silent(from: "127.0.0.1")])
    }

    @Test("beyond the limit others wait, and get their turn")
    func limit() throws {
        var limits = RelayLimits()
        limits.connections = 1
        let crossing = try Crossing(limits)
        var first: Peer? = try crossing.caller()
        try first?.say(Self.greeting)
        let held = try crossing.arrival()
        #expect(crossing.awaitNote { $0 == .full(1) })

        let second = try crossing.caller()
        try second.say(Self.greeting + [1])
        first = nil
        #expect(try held.hear() == Self.greeting)

        #expect(try crossing.arrival().hear(Self.greeting.count + 1) == Self.greeting + [1])
        withExtendedLifetime(second) {}
    }

    @Test("a relay never leads to itself, also while nobody listens where it leads to")
    func itself() throws {
        let free = try FileDescriptor.listen(on: "127.0.0.1", port: 0)
        let port = try free.port()
        free.close()
        let target = Endpoint(host: "localhost", port: port)

        let relay = try Relay(to: [target], on: "127.0.0.1", port: nil, limits: RelayLimits()) { _ in }
        let listener = try #require(relay.listeners.first).descriptor
        defer { listener.close() }
        #expect(try listener.port() != port)
        #expect(throws: SystemFailure.addressTaken("127.0.0.1", port: port)) {
            try Relay(to: [target], on: "127.0.0.1", port: port, limits: RelayLimits()) { _ in }
        }
    }

    @Test("where nobody listens the caller is cut, and the reason is told")
    func nobodyThere() throws {
        let crossing = try Crossing(isOpen: false)

        let caller = try crossing.caller()
        try caller.say(Self.greeting)

        #expect(try caller.hear() == [])
        #expect(
            crossing.awaitNote { note in
                if case .unreachable = note { true } else { false }
            })
    }
}
