import Posix
import Testing
import Web

@Suite("answers in pieces")
struct StreamTests {
    private struct Bench {
        let serving: Serving
        let streams = Shared<[WebStream]>([])
        let closed = Shared(0)

        init(_ change: (inout WebServer.Configuration) -> Void = { _ in }) throws {
            serving = try Serving(Serving.with(change)) { [streams, closed] _, answer in
                answer.whenClosed { closed.change { $0 += 1 } }
                let stream = answer.stream(headers: ["Content-Type": "text/event-stream"])
                streams.change { $0.append(stream) }
            }
        }

        /// A client that has asked, and the stream the server has for it.
        func follow() throws -> (RawConnection, WebStream) {
            let before = streams.value.count
            let connection = try #require(serving.connection())
            connection.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            try #require(wait { streams.value.count > before })
            return (connection, streams.value[before])
        }
    }

    @Test("what is written comes while the stream is still open, and its end ends the answer")
    func pieces() throws {
        let bench = try Bench()
        let (connection, stream) = try bench.follow()

        #expect(stream.write("first"))
        let beginning = connection.read { $0.contains("first") }
        #expect(stream.isOpen)
        #expect(stream.write("second"))
        stream.end()
        let rest = connection.read { $0.contains("\r\n0\r\n") }

        #expect(beginning.contains("Transfer-Encoding: chunked"))
        #expect(rest.contains("second") && rest.contains("\r\n0\r\n"))
        #expect(!stream.isOpen && !stream.write("third"))
        #expect(bench.closed.value == 0)
    }

    @Test("a reader that leaves is noticed without a write")
    func readerLeaves() throws {
        let bench = try Bench()
        var (connection, stream): (RawConnection?, WebStream) = try bench.follow()
        _ = connection?.read { $0.contains("\r\n\r\n") }

        connection = nil

        #expect(wait { bench.closed.value == 1 })
        #expect(!stream.isOpen && !stream.write("x"))
    }

    @Test("a reader too slow is cut off; another one is served all the while")
    func slowReader() throws {
        let bench = try Bench { $0.limits.streamBytes = 100_000 }
        let (slow, stream) = try bench.follow()
        let (quick, other) = try bench.follow()
        let piece = [UInt8](repeating: UInt8(ascii: "x"), count: 50_000)

        // The sockets between take some megabytes before anything is left waiting.
        var written = 0
        while written < 100_000_000, stream.write(piece) { written += piece.count }

        #expect(written < 100_000_000)
        #expect(!stream.isOpen)
        #expect(bench.closed.value == 1)
        #expect(other.write("still here"))
        #expect(quick.read { $0.contains("still here") }.contains("still here"))
        #expect(slow.isClosedByPeer())
    }

    @Test("a stream dropped without its end breaks off visibly")
    func dropped() throws {
        let bench = try Bench()
        let (connection, _) = try bench.follow()

        bench.streams.value.last?.write("part")
        bench.streams.change { $0 = [] }
        let text = connection.read()

        #expect(!text.contains("\r\n0\r\n"))
        #expect(bench.closed.value == 1)
    }

    @Test("who waits for the reader can send any amount, and it arrives in order")
    func paced() throws {
        let total = 1_000_000
        let serving = try Serving { _, answer in
            let stream = answer.stream()
            @Sendable func go(_ from: Int) {
                let until = min(from + 100_000, total)
                stream.write((from..<until).map { UInt8(truncatingIfNeeded: $0 / 7) })
                if until == total { stream.end() } else { stream.whenDrained { go(until) } }
            }
            go(0)
        }

        let response = try serving.client().request(.get, [])

        #expect(response.body.count == total)
        #expect(response.body.enumerated().allSatisfy { $0.element == UInt8(truncatingIfNeeded: $0.offset / 7) })
    }

    @Test("more streams than the limit are refused with 503, and there is room again after one has gone")
    func limit() throws {
        let bench = try Bench { $0.limits.streams = 2 }
        let (first, _) = try bench.follow()
        let (second, _) = try bench.follow()

        let refused = try bench.serving.client().request(.get, [])
        bench.streams.change { $0[0].end() }
        _ = first.read { $0.contains("\r\n0\r\n") }

        #expect(refused.status == 503)
        // The server hears later than the client that it is over.
        #expect(wait { (try? bench.follow())?.1.isOpen == true })
        withExtendedLifetime(second) {}
    }

    @Test("a client follows events until it has enough, or a descriptor tells it to stop")
    func follow() throws {
        let bench = try Bench()
        let feeding = try Thread.start { [streams = bench.streams] in
            for round in 0..<2 {
                guard wait(until: { streams.value.count > round }) else { return }
                for number in 1...5 { streams.value[round].write(ServerSentEvent(id: "\(number)", data: "n").text) }
            }
        }
        let client = try bench.serving.client()
        let bell = try FileDescriptor.pipe()
        var reader = ServerSentEventReader()
        var events: [ServerSentEvent] = []

        let first = try client.follow([]) { piece in
            reader.take(piece, into: &events)
            return events.count < 5
        }
        let second = try client.follow([], stop: bell.reading) { _ in
            try? bell.writing.writeAll("x")
            return true
        }

        feeding.join()
        bell.reading.close()
        bell.writing.close()
        #expect(first == .stopped && second == .stopped)
        #expect(events.map(\.id) == ["1", "2", "3", "4", "5"])
        #expect(wait { bench.closed.value == 2 })
    }

    @Test("following what ends ends, and following what is refused tells the refusal")
    func followEnds() throws {
        let serving = try Serving { request, answer in
            if request.path == ["missing"] { return answer.send(status: 404, body: "no such log") }
            let stream = answer.stream()
            stream.write("line\n")
            stream.end()
        }
        let client = try serving.client()
        var text = ""

        let end = try client.follow(["log"]) { piece in
            text += String(decoding: piece, as: UTF8.self)
            return true
        }
        let refused = try client.follow(["missing"]) { _ in true }

        #expect(end == .ended && text == "line\n")
        guard case .refused(let response) = refused else { return #expect(Bool(false), "\(refused)") }
        #expect(response.status == 404 && response.text == "no such log")
    }
}
