import Testing

@testable import Relay

/// Which first bytes may pass.
@Suite struct OpeningTests {
    static let greeting =
        [0xFF, 0, 0, 0, 0, 0, 0, 0, 1, 0x7F, 3, 1] + Array("CURVE".utf8) + [UInt8](repeating: 0, count: 47)
    static let hello: [UInt8] = [22, 3, 1, 2, 0, 1, 0, 1, 252, 3, 3]

    private func passes(_ bytes: [UInt8], inPiecesOf count: Int) -> Bool {
        var opening = Opening()
        return stride(from: 0, to: bytes.count, by: count).allSatisfy { start in
            opening.take(bytes[start..<min(start + count, bytes.count)])
        }
    }

    @Test("CURVE and TLS pass, in pieces of whatever length", arguments: [1, 3, 10, 12, 1000])
    func encrypted(count: Int) {
        #expect(passes(Self.greeting, inPiecesOf: count))
        #expect(passes(Self.hello, inPiecesOf: count))
    }

    @Test(
        "what anybody on the way could read does not pass",
        arguments: [
            "GET / HTTP/1.1\r\n", "SSH-2.0-OpenSSH_9.2\r\n", "\u{16}HTTP",
        ])
    func plain(text: String) {
        #expect(!passes(Array(text.utf8), inPiecesOf: 4))
    }

    @Test("ZeroMQ without encryption does not pass, nor with a mechanism that only begins like CURVE")
    func otherMechanisms() {
        for name in ["NULL", "PLAIN", "CURVES"] {
            var greeting = Self.greeting
            greeting.replaceSubrange(12..<18, with: Array(name.utf8) + [UInt8](repeating: 0, count: 6 - name.count))
            #expect(!passes(greeting, inPiecesOf: 64), "\(name)")
        }
        var old = Self.greeting
        old[10] = 1
        #expect(!passes(old, inPiecesOf: 64))
    }
}
