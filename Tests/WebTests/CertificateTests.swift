import Testing
import Web

@Suite("certificates and pins")
struct CertificateTests {
    private func serving() throws -> (Serving, pin: String) {
        let certificate = try Certificate.selfSigned(for: "Grüße, O=x")
        let configuration = Serving.with {
            $0.certificate = certificate
            $0.token = "token"
        }
        return (try Serving(configuration), try certificate.pin())
    }

    @Test("a client with the right pin and token is served over TLS")
    func rightPin() throws {
        let (serving, pin) = try serving()

        let response = try serving.client(token: "token", pin: pin).request(.post, ["x"], body: [1, 2])

        #expect(serving.server.base.hasPrefix("https://"))
        #expect(response.text == "POST /x")
    }

    @Test("another pin is refused before anything is sent, and no pin is not tried")
    func wrongPin() throws {
        let (serving, _) = try serving()
        let other = try Certificate.selfSigned(for: "other").pin()

        #expect(throws: WebFailure.pinDiffers(address: serving.server.base)) {
            try serving.client(token: "token", pin: other).request(.get, [])
        }
        #expect(throws: WebFailure.pinMissing(address: serving.server.base)) { try serving.client(token: "token") }
    }

    @Test("each certificate has a pin of its own, 44 characters long and always the same")
    func pins() throws {
        let certificate = try Certificate.selfSigned(for: "a")
        let other = try Certificate.selfSigned(for: "a")

        #expect(try certificate.pin().count == 44)
        #expect(try certificate.pin() == certificate.pin())
        #expect(try certificate.pin() != other.pin())
        #expect(certificate.certificate.hasPrefix("-----BEGIN CERTIFICATE-----"))
        #expect(certificate.key.contains("PRIVATE KEY"))
    }

    @Test("what is no certificate has no pin and serves nothing")
    func nonsense() throws {
        let nonsense = Certificate(certificate: "nonsense", key: "nonsense")

        #expect(throws: WebFailure.self) { try nonsense.pin() }
        #expect(throws: WebFailure.self) { try Serving(Serving.with { $0.certificate = nonsense }) }
    }

    @Test("a plain request at a TLS server, and TLS at a plain one, fail and hurt nobody")
    func mixedUp() throws {
        let (serving, pin) = try serving()
        let plain = try Serving()
        let connection = try #require(serving.connection())

        connection.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")

        #expect(connection.isClosedByPeer())
        #expect(throws: WebFailure.self) {
            try WebClient("https://127.0.0.1:\(plain.server.port)", pin: pin).request(.get, [])
        }
        #expect(try serving.client(token: "token", pin: pin).request(.get, []).status == 200)
        #expect(try plain.client().request(.get, []).status == 200)
    }

    @Test("streams work over TLS, however large their pieces")
    func stream() throws {
        let certificate = try Certificate.selfSigned(for: "a")
        let serving = try Serving(Serving.with { $0.certificate = certificate }) { _, answer in
            let stream = answer.stream()
            stream.write([UInt8](repeating: 1, count: 900_000))
            stream.end()
        }

        let response = try serving.client(pin: certificate.pin()).request(.get, [])

        #expect(response.body == [UInt8](repeating: 1, count: 900_000))
    }
}
