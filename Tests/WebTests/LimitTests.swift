import Posix
import Testing
import Web

@Suite("what a server refuses")
struct LimitTests {
    @Test("no token and a wrong one get 401 without reaching the handler; exempt paths need none")
    func token() throws {
        let reached = Shared(0)
        let refused = Shared<[Int]>([])
        let configuration = Serving.with {
            $0.whenRefused = { peer, status in refused.change { $0.append(peer == "127.0.0.1" ? status : 0) } }
            $0.token = "correct horse"
            $0.exempt = ["/healthz"]
        }
        let serving = try Serving(configuration) { _, answer in
            reached.change { $0 += 1 }
            answer.send()
        }

        let wrong = ["correct hors", "correct horsf", "correct horse ", "correct horsecorrect horse", ""]
        for token in [nil] + wrong.map(Optional.some) {
            let response = try serving.client(token: token).request(.post, ["v1"], body: [1])
            #expect(response.status == 401)
            #expect(response.headers["WWW-Authenticate"] == "Bearer")
        }
        #expect(reached.value == 0)
        #expect(refused.value == [401, 401, 401, 401, 401, 401])
        #expect(try serving.client().request(.get, ["healthz"]).status == 200)
        #expect(try serving.client(token: "correct horse").request(.get, ["v1"]).status == 200)
    }

    @Test("what needs no token needs one when it brings a body")
    func exemptBody() throws {
        let serving = try Serving(
            Serving.with {
                $0.token = "correct horse"
                $0.exempt = ["/healthz"]
            })
        let chunked = try #require(serving.connection())

        chunked.send("POST /healthz HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n")

        #expect(chunked.read { $0.contains("\r\n") }.hasPrefix("HTTP/1.1 401"))
        #expect(try serving.client().request(.post, ["healthz"], body: [1]).status == 401)
        #expect(try serving.client().request(.post, ["healthz"]).status == 200)
        #expect(try serving.client(token: "correct horse").request(.post, ["healthz"], body: [1]).status == 200)
    }

    @Test("a body larger than the limit is 413, told before it is sent or found out on the way")
    func body() throws {
        let serving = try Serving(Serving.with { $0.limits.bodyBytes = 1000 })
        let chunked = try #require(serving.connection())
        let piece = "3e8\r\n" + String(repeating: "x", count: 1000) + "\r\n"

        let client = try serving.client()
        #expect(try client.request(.post, [], body: [UInt8](repeating: 0, count: 1000)).status == 200)
        #expect(try client.request(.post, [], body: [UInt8](repeating: 0, count: 1001)).status == 413)
        chunked.send("POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n")
        chunked.send(piece + piece + "0\r\n\r\n")

        #expect(chunked.read().hasPrefix("HTTP/1.1 413"))
    }

    @Test("a gigabyte sent at a server is not taken, and others are served")
    func gigabyte() throws {
        let serving = try Serving(Serving.with { $0.limits.bodyBytes = 1000 })
        let connection = try #require(serving.connection())
        let chunk = Array(("100000\r\n" + String(repeating: "x", count: 1 << 20) + "\r\n").utf8)

        connection.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        var sent = 0
        while sent < 1024, connection.send(chunk) { sent += 1 }

        #expect(sent < 100)
        #expect(try serving.client().request(.get, []).status == 200)
    }

    @Test("headers and addresses larger than their limits are 431 and 414", arguments: [9_000, 30_000, 300_000])
    func large(count: Int) throws {
        let serving = try Serving(Serving.with { $0.limits.headerBytes = 8192 })
        let long = String(repeating: "x", count: count)
        let first = try #require(serving.connection())
        let second = try #require(serving.connection())

        first.send("GET / HTTP/1.1\r\nHost: x\r\nX-Long: \(long)\r\n\r\n")
        second.send("GET /\(long) HTTP/1.1\r\nHost: x\r\n\r\n")

        // Whoever still sends when the other end closes may lose the answer to that.
        let answers = [
            first.read { $0.contains("\r\n") }, second.read { $0.contains("\r\n") },
        ]
        #expect(answers[0].hasPrefix("HTTP/1.1 431") || (answers[0].isEmpty && count > 100_000))
        #expect(answers[1].hasPrefix("HTTP/1.1 414") || (answers[1].isEmpty && count > 100_000))
        #expect(try serving.client().request(.get, []).status == 200)
    }

    @Test("who asks too often gets 429, and when to come again")
    func rate() throws {
        let serving = try Serving(Serving.with { $0.limits.requestsPerSecond = 5 })
        let client = try serving.client()

        var refusal: WebResponse?
        for _ in 0..<1000 where refusal == nil {
            let response = try client.request(.get, [])
            if response.status != 200 { refusal = response }
        }

        #expect(refusal?.status == 429)
        #expect(refusal?.headers["Retry-After"] == "1")
    }

    @Test(
        "a path that leads up the tree, or is malformed, is 400",
        arguments: ["/../x", "/a/%2e%2E/b", "/%zz", "/%", "/a%00b", "/%ff", "/x?a=%g1", "ftp://x/"])
    func malformed(target: String) throws {
        let serving = try Serving()
        let connection = try #require(serving.connection())

        connection.send("GET \(target) HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")

        #expect(connection.read().hasPrefix("HTTP/1.1 400"))
    }

    @Test("beyond this machine nothing listens without both a certificate and a token")
    func unprotected() throws {
        let certificate = try Certificate.selfSigned(for: "test")
        for (certificate, token) in [(nil, nil), (certificate, nil), (nil, "t"), (certificate, "")] {
            let configuration = Serving.with {
                $0.address = "0.0.0.0"
                $0.certificate = certificate
                $0.token = token
            }
            #expect(throws: WebFailure.unprotected(address: "0.0.0.0")) { try Serving(configuration) }
        }
    }

    @Test("a port in use, a range in use and an address of nobody are told apart")
    func ports() throws {
        let serving = try Serving()
        let port = serving.server.port

        #expect(throws: WebFailure.portInUse(address: "127.0.0.1", port: port)) {
            try Serving(Serving.with { $0.ports = port...port })
        }
        let failure = #expect(throws: WebFailure.self) { try Serving(Serving.with { $0.address = "127.0.0.256" }) }
        #expect(failure == .unprotected(address: "127.0.0.256"))
    }

    @Test("the first free port of a range is taken")
    func range() throws {
        let first = try Serving()
        let port = first.server.port
        let ports = port...min(65535, port + 50)

        let second = try Serving(Serving.with { $0.ports = ports })

        #expect(second.server.port > port && ports.contains(second.server.port))
    }

    @Test("it listens on version 6 too")
    func versionSix() throws {
        let serving = try Serving(Serving.with { $0.address = "::1" })

        #expect(try serving.client().request(.get, ["six"]).text == "GET /six")
    }
}
