import Testing

@testable import Relay

/// What people write to name a place.
@Suite struct EndpointTests {
    @Test(
        "an endpoint is read as services print it, and written for whoever connects",
        arguments: [
            ("10.0.0.5:7040", "10.0.0.5:7040"), ("tcp://login-1.example.org:7040", "login-1.example.org:7040"),
            ("https://10.0.0.5:7080", "10.0.0.5:7080"), ("tcp://[::1]:7040", "[::1]:7040"),
        ])
    func read(text: String, written: String) throws {
        #expect(try #require(Endpoint(text)).description == written)
    }

    @Test(
        "what is no endpoint is none",
        arguments: [
            "", "host", "host:", ":7040", "host:0", "host:65536", "::1:7040", "http://host:7080", "-host:7040", "a b:1",
        ])
    func refuse(text: String) {
        #expect(Endpoint(text) == nil)
    }

    @Test("a host for ssh may have a user and a port, and can't be taken for an option")
    func shells() throws {
        let plain = try #require(SecureShell("login"))
        #expect(plain.destination == "login")
        #expect(plain.port == nil)
        let full = try #require(SecureShell("me@10.0.0.5:2222"))
        #expect(full.destination == "me@10.0.0.5")
        #expect(full.port == 2222)
        #expect(
            full.arguments(to: Endpoint(host: "::1", port: 7040)).suffix(6) == [
                "-p", "2222", "-W", "[::1]:7040", "--", "me@10.0.0.5",
            ])
        for text in ["", "-oProxyCommand=x", "@host", "host:", "host:x", "a b", "host:1:2", "h;id"] {
            #expect(SecureShell(text) == nil, "\(text)")
        }
    }
}
