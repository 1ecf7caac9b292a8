import Glibc
import Model
import Posix
import Testing
import Web

/// What no client should do, and some will.
@Suite("a server under attack")
struct FloodTests {
    @Test(
        "garbage and halves of requests hurt nobody",
        arguments: [
            "\0\0\0\0", "GET", "GET / HTTP/9.9\r\n\r\n", "\r\n\r\n\r\n", "GET / HTTP/1.1\r\nHost: x\r\n",
            "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf", "\u{16}\u{3}\u{1}\u{2}\0\u{1}",
            "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n",
            "GET / HTTP/1.1\r\nHost: x\r\nno colon\r\n\r\n", "GET / HTTP/1.1\r\n: empty\r\n\r\n",
        ])
    func garbage(text: String) throws {
        let serving = try Serving()
        let held = try #require(serving.connection())
        let left = try #require(serving.connection())

        held.send(text)
        left.send(text)
        left.descriptor.shutDown()

        #expect(try serving.client().request(.get, ["fine"]).text == "GET /fine")
        withExtendedLifetime(held) {}
    }

    @Test("random bytes hurt nobody, with and without TLS", arguments: [false, true])
    func noise(usesTLS: Bool) throws {
        let certificate = try Certificate.selfSigned(for: "a")
        let serving = try Serving(Serving.with { if usesTLS { $0.certificate = certificate } })
        var seed: UInt64 = 20_261_121

        for _ in 0..<200 {
            let connection = try #require(serving.connection())
            let bytes = (0..<300).map { _ in
                seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return UInt8(truncatingIfNeeded: seed >> 33)
            }
            connection.send(bytes)
            connection.send("\r\n\r\n")
        }

        let client = try serving.client(pin: usesTLS ? certificate.pin() : nil)
        #expect(try client.request(.get, ["fine"]).text == "GET /fine")
    }

    @Test("ten thousand silent connections push out each other, and others are served all the while")
    func manyConnections() throws {
        let serving = try Serving(Serving.with { $0.limits.connections = 100 })
        var held: [RawConnection] = []
        var served = 0

        for number in 0..<10_000 {
            // Half of them begin to say something.
            if let connection = serving.connection() {
                if number % 2 == 0 { connection.send("GET / HTTP/1.1\r\n") }
                held.append(connection)
            }
            // Held by us: more than the server wants, fewer than a process may have.
            if held.count > 200 { held.removeFirst() }
            if number % 500 == 0, try serving.client().request(.get, []).status == 200 { served += 1 }
        }

        #expect(served == 20)
    }

    @Test("when all connections are busy a further one is told so, and served after one has ended")
    func busy() throws {
        let waiting = Shared<[WebAnswer]>([])
        let serving = try Serving(Serving.with { $0.limits.connections = 3 }) { _, answer in
            waiting.change { $0.append(answer) }
        }
        let asking = (0..<3).compactMap { _ in serving.connection() }
        for connection in asking { connection.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n") }
        try #require(wait { waiting.value.count == 3 })

        let refused = try serving.client().request(.get, [])
        waiting.change { $0 = [] }
        let answers = asking.map { $0.read() }

        #expect(refused.status == 503)
        #expect(refused.headers["Retry-After"] == "1")
        #expect(answers.allSatisfy { $0.hasPrefix("HTTP/1.1 500") })
        #expect(
            wait {
                guard let client = try? serving.client() else { return false }
                let late = Shared(0)
                let answering = try? Thread.start {
                    _ = wait { !waiting.value.isEmpty || late.value != 0 }
                    for answer in waiting.value { answer.send() }
                    waiting.change { $0 = [] }
                }
                let status = (try? client.request(.get, []))?.status
                late.change { $0 = status ?? -1 }
                answering?.join()
                return status == 200
            })
    }

    @Test("a connection that does nothing is closed after its time, one that waits for its answer is not")
    func idle() throws {
        let waiting = Shared<[WebAnswer]>([])
        let serving = try Serving(Serving.with { $0.limits.idle = .seconds(1) }) { _, answer in
            waiting.change { $0.append(answer) }
        }
        let idle = try #require(serving.connection())
        let asking = try #require(serving.connection())
        asking.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        try #require(wait { waiting.value.count == 1 })

        #expect(idle.isClosedByPeer())
        // Both began within the same second; the other's time is over too when this one's is.
        let later = try #require(serving.connection())
        #expect(later.isClosedByPeer())
        waiting.value.first?.send(body: "after all")

        #expect(asking.read().contains("after all"))
    }

    @Test(
        "someone who leaves in the middle of asking is forgotten before his time is over",
        arguments: ["GET", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf"])
    func leavesAsking(half: String) throws {
        let serving = try Serving(Serving.with { $0.limits.idle = .seconds(3600) })
        let connections = try (0..<20).map { _ in try #require(serving.connection()) }

        for connection in connections {
            connection.send(half)
            shutdown(connection.descriptor.number, Int32(SHUT_WR))
        }

        #expect(connections.allSatisfy { $0.isClosedByPeer() })
    }

    @Test("someone who leaves while his answer is made is noticed, and the answer goes nowhere")
    func leaves() throws {
        let waiting = Shared<[WebAnswer]>([])
        let closed = Shared(0)
        let serving = try Serving { _, answer in
            answer.whenClosed { closed.change { $0 += 1 } }
            waiting.change { $0.append(answer) }
        }
        var connection = serving.connection()
        connection?.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        try #require(wait { waiting.value.count == 1 })

        connection = nil

        #expect(wait { closed.value == 1 })
        waiting.value.first?.send(body: "nobody")
        waiting.change { $0 = [] }
        #expect(try client(of: serving, answering: waiting) == "here")
    }

    private func client(of serving: Serving, answering waiting: Shared<[WebAnswer]>) throws -> String {
        let answering = try Thread.start {
            _ = wait { !waiting.value.isEmpty }
            waiting.value.first?.send(body: "here")
        }
        let text = try serving.client().request(.get, []).text
        answering.join()
        return text
    }

    @Test("many at once, answered from other threads, all get their own answer")
    func crowd() throws {
        let queue = Shared<[(WebRequest, WebAnswer)]>([])
        let isOver = Shared(false)
        let serving = try Serving { request, answer in queue.change { $0.append((request, answer)) } }
        let workers = try (0..<3).map { _ in
            try Thread.start {
                while !isOver.value {
                    let batch = Shared<[(WebRequest, WebAnswer)]>([])
                    queue.change { waiting in
                        let taken = waiting
                        batch.change { $0 = taken }
                        waiting = []
                    }
                    for (request, answer) in batch.value { answer.send(body: request.path.joined()) }
                    usleep(200)
                }
            }
        }
        let wrong = Shared(0)
        let right = Shared(0)
        let clients = try (0..<8).map { number in
            try Thread.start {
                guard let client = try? serving.client() else { return }
                for round in 0..<100 {
                    let text = (try? client.request(.get, ["\(number)-\(round)"]))?.text
                    if text == "\(number)-\(round)" { right.change { $0 += 1 } } else { wrong.change { $0 += 1 } }
                }
            }
        }

        for client in clients { client.join() }
        isOver.change { $0 = true }
        for worker in workers { worker.join() }

        #expect(right.value == 800 && wrong.value == 0)
    }
}
