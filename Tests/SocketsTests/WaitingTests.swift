import Posix
import Testing

@testable import Sockets

@Suite("waiting") struct WaitingTests {
    /// Answers every message of a router until its pipe is written to.
    private struct Echo {
        let thread: Posix.Thread
        let stop: FileDescriptor
        let endpoint: String

        init(in context: SocketContext, _ failures: Failures) throws {
            let router = try Socket(.router, in: context)
            endpoint = try router.bind(to: "127.0.0.1")
            let pipe = try FileDescriptor.pipe()
            stop = pipe.writing
            thread = try Posix.Thread.start {
                do throws(SocketFailure) { try Self.serve(router, until: pipe.reading) } catch { failures.add(error) }
                router.close()
                pipe.reading.close()
            }
        }

        private static func serve(_ router: Socket, until stop: FileDescriptor) throws(SocketFailure) {
            var unsent: [SocketMessage] = []
            while true {
                let wanted: Readiness = unsent.isEmpty ? .readable : .writable
                // Longer than the other side's patience, which is what finds a wakeup that was lost here.
                let states = try Socket.wait(
                    for: [(router, wanted)], descriptors: [(stop, .readable)], nanoseconds: 2 * Meeting.patience)
                if !states.descriptors[0].isEmpty { return }
                if unsent.isEmpty { try router.drain(atMost: 100) { unsent.append($0) } }
                while let message = unsent.first {
                    if try router.send(message.parts, to: message.peer) == .full { break }
                    unsent.removeFirst()
                }
            }
        }

        func end() throws {
            try stop.writeAll([1])
            thread.join()
            stop.close()
        }
    }

    @Test(
        "messages go both ways under a loop that waits, and no wakeup is lost, however many are under way at once",
        arguments: [(10_000, 1), (100_000, 5), (30_000, 900)])
    func noWakeupIsLost(count: Int, window: Int) throws {
        let meeting = try Meeting()
        defer { meeting.end() }
        let failures = Failures()
        let echo = try Echo(in: meeting.context, failures)
        let dealer = try meeting.socket(.dealer)
        try dealer.connect(to: echo.endpoint)

        var sent = 0
        var received = 0
        while received < count {
            while sent < count, sent - received < window, try dealer.send(Self.bytes(sent)) == .sent { sent += 1 }
            guard try dealer.becomes(.readable) == .readable else {
                Issue.record("nothing came for 30 s after \(received) of \(sent)")
                break
            }
            // Sometimes one, sometimes all, with sending in between: whatever swallows an edge.
            try dealer.drain(atMost: received % 3 == 0 ? 1 : .max) { message in
                if message.parts != [Self.bytes(received)] { Issue.record("message \(received) is another one") }
                received += 1
            }
        }
        try echo.end()

        #expect(received == count)
        #expect(failures.all == [])
    }

    @Test("a wait answers at once while messages are left, though nothing new comes")
    func leftovers() throws {
        let meeting = try Meeting()
        defer { meeting.end() }
        let (router, dealer) = try meeting.pair()
        for number in 0..<100 { _ = try dealer.send(Self.bytes(number)) }

        for number in 0..<100 {
            let state = try router.becomes(.readable)
            try #require(state == .readable, "nothing came for 30 s after \(number)")
            #expect(try router.receive()?.parts == [Self.bytes(number)])
        }
        #expect(try Socket.wait(for: [(router, .readable)], nanoseconds: 1_000_000).sockets == [[]])
    }

    @Test("a full socket becomes writable when its peer reads, and the wait notices")
    func becomingWritable() throws {
        let meeting = try Meeting()
        defer { meeting.end() }
        let router = try meeting.socket(.router) { $0.receiveLimit = 10 }
        let dealer = try meeting.socket(.dealer) { $0.sendLimit = 10 }
        try dealer.connect(to: router.bind(to: "127.0.0.1"))
        // 100 kB each, so that the kernel's buffers fill, too.
        let block = [UInt8](repeating: 7, count: 100_000)
        var sent = 0
        let isFull = try Meeting.eventually {
            while try dealer.send(block) == .sent { sent += 1 }
            return try Socket.wait(for: [(dealer, .writable)], nanoseconds: 200_000_000).sockets == [[]]
        }
        #expect(isFull)

        var received = 0
        var isWritable = false
        while !isWritable, received < sent {
            _ = try router.awaited()
            received += 1
            isWritable = try Socket.wait(for: [(dealer, .writable)], nanoseconds: 0).sockets == [.writable]
        }
        if !isWritable {
            isWritable = try dealer.becomes(.writable) == .writable
        }

        #expect(isWritable)
    }

    private static func bytes(_ number: Int) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    }
}
