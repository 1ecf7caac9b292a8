import Posix
import Testing
import Web

@Suite("requests and their answers")
struct ExchangeTests {
    @Test("a request arrives with its path, query, headers and body decoded, and its answer comes back whole")
    func everythingArrives() throws {
        let seen = Shared<WebRequest?>(nil)
        let serving = try Serving { request, answer in
            seen.change { $0 = request }
            answer.send(status: 201, headers: ["X-Kind": "answer"], body: [0, 255, 10])
        }
        let client = try serving.client()

        let response = try client.request(
            .post, ["v1", "a b/ö%"], query: ["tag": "x&y", "tag": "z=+"], headers: ["X-Thing": "Wert"],
            body: Array("one two".utf8))

        let request = try #require(seen.value)
        #expect(request.method == .post)
        #expect(request.path == ["v1", "a b/ö%"])
        #expect(request.query.values(of: "tag") == ["x&y", "z=+"])
        #expect(request.headers["x-thing"] == "Wert")
        #expect(request.body == Array("one two".utf8))
        #expect(request.peer == "127.0.0.1")
        #expect(response.status == 201)
        #expect(response.headers["x-kind"] == "answer")
        #expect(response.body == [0, 255, 10])
    }

    @Test("every method gets through, with an empty body and with one of a megabyte", arguments: WebMethod.allCases)
    func methods(method: WebMethod) throws {
        let serving = try Serving { request, answer in
            answer.send(headers: ["X-Method": request.method.rawValue], body: request.body)
        }
        let client = try serving.client()
        let large = Array(repeatElement(Array("0123456789".utf8), count: 100_000).joined())

        for body in method == .get ? [[]] : [[], large] {
            let response = try client.request(method, [], body: body)

            #expect(response.headers["X-Method"] == method.rawValue)
            #expect(response.body == body)
        }
    }

    @Test("an answer may be given later and from another thread")
    func later() throws {
        let waiting = Shared<[WebAnswer]>([])
        let serving = try Serving { _, answer in waiting.change { $0.append(answer) } }
        let other = try Thread.start {
            _ = wait { waiting.value.count == 1 }
            waiting.value.first?.send(body: "later")
            waiting.change { $0 = [] }
        }

        let response = try serving.client().request(.get, ["slow"])

        other.join()
        #expect(response.text == "later")
    }

    @Test("an answer dropped is a 500, and the next request is served")
    func dropped() throws {
        let serving = try Serving { request, answer in
            if request.path == ["fine"] { answer.send(body: "fine") }
        }
        let client = try serving.client()

        #expect(try client.request(.get, ["dropped"]).status == 500)
        #expect(try client.request(.get, ["fine"]).text == "fine")
    }

    @Test("only the first answer counts")
    func onlyOnce() throws {
        let serving = try Serving { _, answer in
            answer.send(body: "first")
            answer.send(body: "second")
        }

        #expect(try serving.client().request(.get, []).text == "first")
    }

    @Test("HEAD is answered like GET, without the body")
    func head() throws {
        let serving = try Serving()
        let connection = try #require(serving.connection())

        connection.send("HEAD /x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        let text = connection.read()

        #expect(text.hasPrefix("HTTP/1.1 200"))
        #expect(text.contains("Content-Length: 6\r\n"))
        #expect(text.hasSuffix("\r\n\r\n"))
    }

    @Test("OPTIONS tells the methods, and an unknown method is not served")
    func options() throws {
        let serving = try Serving()
        let connection = try #require(serving.connection())
        let other = try #require(serving.connection())

        connection.send("OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        other.send("BREW /pot HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")

        #expect(connection.read().contains("Allow: GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS"))
        #expect(other.read().hasPrefix("HTTP/1.1 501"))
    }

    @Test("one connection carries several requests")
    func keepAlive() throws {
        let serving = try Serving { request, answer in answer.send(body: "<\(request.path.joined())>") }
        let connection = try #require(serving.connection())

        connection.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\nGET /b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        let text = connection.read()

        #expect(text.contains("<a>") && text.contains("<b>"))
    }

    @Test("a stopped server has closed everything, and its port is free again")
    func stop() throws {
        let waiting = Shared<[WebAnswer]>([])
        let streams = Shared<[WebStream]>([])
        let closed = Shared(0)
        let serving = try Serving { request, answer in
            answer.whenClosed { closed.change { $0 += 1 } }
            if request.path == ["stream"] {
                streams.change { $0.append(answer.stream()) }
            } else {
                waiting.change { $0.append(answer) }
            }
        }
        let asking = try #require(serving.connection())
        let following = try #require(serving.connection())
        let idle = try #require(serving.connection())
        asking.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        following.send("GET /stream HTTP/1.1\r\nHost: x\r\n\r\n")
        try #require(wait { waiting.value.count == 1 && streams.value.count == 1 })

        serving.server.stop()

        #expect(asking.isClosedByPeer() && following.isClosedByPeer() && idle.isClosedByPeer())
        #expect(closed.value == 2)
        #expect(streams.value[0].write("x") == false)
        waiting.value[0].send(body: "to nobody")
        _ = try Serving(Serving.with { $0.ports = serving.server.port...serving.server.port })
    }

    @Test("an answer on its way when the server is stopped still arrives")
    func stopFlushes() throws {
        let serving = try Serving { _, answer in answer.send(body: [UInt8](repeating: 7, count: 1_000_000)) }
        let connection = try #require(serving.connection())
        connection.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        let beginning = connection.read { !$0.isEmpty }

        let other = try Thread.start { serving.server.stop() }
        let rest = connection.read()

        other.join()
        #expect((beginning + rest).utf8.count > 1_000_000)
    }
}
