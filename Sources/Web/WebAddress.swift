/// The front part of what a client asks: where the server is, and whether it speaks TLS.
///
/// - Shape: `http://HOST:PORT/PATH`, `https://…`, or `unix:PATH` for a server at a local socket.
package struct WebAddress: Sendable, Hashable {
    /// Without a slash at the end.
    let base: String
    let host: String
    let usesTLS: Bool
    /// Of a server on this machine that listens at a local socket.
    let socket: String?

    init(_ text: String) throws(WebFailure) {
        if text.hasPrefix("unix:") {
            socket = try Self.socket(in: text)
            // The name that requests carry; nobody looks it up.
            host = "localhost"
            base = "http://localhost"
            usesTLS = false
            return
        }
        let schemes = ["http://": false, "https://": true]
        guard let (scheme, usesTLS) = schemes.first(where: { text.hasPrefix($0.key) }) else {
            throw .badAddress(text, reason: "it begins with neither http:// nor https://")
        }
        let place = text.dropFirst(scheme.count)
        let authority = place.prefix { $0 != "/" }
        // Nothing but a path may follow, since more of it is appended.
        guard !text.utf8.contains(where: { $0 <= 0x20 || $0 >= 0x7f }), !text.contains("?"), !text.contains("#"),
            !text.contains("@")
        else { throw .badAddress(text, reason: "something else than a host, a port and a path is in it") }
        if authority.hasPrefix("[") {
            host = String(authority.dropFirst().prefix { $0 != "]" })
        } else {
            host = String(authority.prefix { $0 != ":" })
        }
        if host.isEmpty { throw .badAddress(text, reason: "it has no host") }
        var base = text
        while base.hasSuffix("/") { base.removeLast() }
        self.base = base
        self.usesTLS = usesTLS
        socket = nil
    }

    private static func socket(in text: String) throws(WebFailure) -> String {
        let socket = String(text.dropFirst("unix:".count))
        // 107 bytes: what the kernel holds of a socket's path.
        guard socket.hasPrefix("/"), socket.utf8.count <= 107, !socket.utf8.contains(0) else {
            throw .badAddress(text, reason: "a socket's path begins with / and has at most 107 bytes")
        }
        return socket
    }

    /// Whether only this machine can reach it.
    package static func isLoopback(_ host: String) -> Bool {
        if host == "::1" || host == "localhost" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
