import Model
import Posix
import Testing
import Web

@Suite("what a client meets")
struct ClientTests {
    @Test("an address where nobody listens is told as such, with its address")
    func nobody() throws {
        let serving = try Serving()
        let address = serving.server.base
        serving.server.stop()

        let failure = #expect(throws: WebFailure.self) { try WebClient(address).request(.get, []) }

        guard case .unreachable(address, _) = failure else {
            return #expect(Bool(false), "\(String(describing: failure))")
        }
        #expect(failure?.description.contains("Is the server running") == true)
    }

    @Test(
        "what is no address is refused",
        arguments: ["", "127.0.0.1:80", "ftp://x", "http://", "http://a b", "http://u@h", "http://h?x", "file:///x"])
    func badAddress(text: String) {
        let failure = #expect(throws: WebFailure.self) { try WebClient(text) }

        guard case .badAddress = failure else { return #expect(Bool(false), "\(String(describing: failure))") }
    }

    @Test("a silent server is given up after the time for silence")
    func silence() throws {
        let waiting = Shared<[WebAnswer]>([])
        let serving = try Serving { _, answer in waiting.change { $0.append(answer) } }
        let client = try serving.client()
        client.limits.silence = .seconds(1)

        let failure = #expect(throws: WebFailure.self) { try client.request(.get, []) }

        guard case .timedOut = failure else { return #expect(Bool(false), "\(String(describing: failure))") }
    }

    @Test("an answer larger than the limit is not taken")
    func largeAnswer() throws {
        let serving = try Serving { request, answer in
            answer.send(body: [UInt8](repeating: 0, count: request.path == ["large"] ? 1001 : 1000))
        }
        let client = try serving.client()
        client.limits.answerBytes = 1000

        #expect(throws: WebFailure.answerTooLarge(address: serving.server.base, limit: 1000)) {
            try client.request(.get, ["large"])
        }
        #expect(try client.request(.get, ["fine"]).body.count == 1000)
    }

    @Test("a server that closes in the middle of its answer is told as broken off")
    func brokenOff() throws {
        let serving = try Serving { _, answer in _ = answer.stream().write("half") }

        let failure = #expect(throws: WebFailure.self) { try serving.client().request(.get, []) }

        guard case .brokenOff = failure else { return #expect(Bool(false), "\(String(describing: failure))") }
    }

    @Test("a header that would become two is not sent")
    func smuggled() throws {
        let client = try Serving().client()

        #expect(throws: WebFailure.badField(name: "X")) {
            try client.request(.get, [], headers: ["X": "a\r\nAuthorization: Bearer b"])
        }
    }

    @Test("an answer's header that would become two is left out")
    func smuggledBack() throws {
        let serving = try Serving { _, answer in answer.send(headers: ["X": "a\r\nY: b", "Z": "c"], body: "ok") }

        let response = try serving.client().request(.get, [])

        #expect(response.headers["X"] == nil && response.headers["Y"] == nil && response.headers["Z"] == "c")
    }

    @Test("requests one after another share a connection, and a server closed in between is asked anew")
    func keepAlive() throws {
        let serving = try Serving(Serving.with { $0.limits.connections = 1 })
        let client = try serving.client()

        for round in 0..<50 { #expect(try client.request(.get, ["\(round)"]).text == "GET /\(round)") }
        // Pushes the idle connection out.
        let other = try #require(serving.connection())
        other.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        _ = other.read()

        #expect(try client.request(.get, ["again"]).text == "GET /again")
    }
}
