/// Where somebody listens.
package struct Endpoint: Sendable, Hashable {
    /// A name, or an address in numbers; IPv6 without its brackets.
    package var host: String
    package var port: Int

    package init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Reads `HOST:PORT`, also with `tcp://` or `https://` before it, as services print it; none when it is neither.
    package init?(_ text: String) {
        var rest = text[...]
        for scheme in ["tcp://", "https://"] where rest.hasPrefix(scheme) { rest = rest.dropFirst(scheme.count) }
        guard let colon = rest.lastIndex(of: ":"), let port = Int(rest[rest.index(after: colon)...]),
            (1...65535).contains(port)
        else { return nil }
        var host = String(rest[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        let isPlain = host.unicodeScalars.allSatisfy { scalar in
            scalar.isASCII && (scalar.properties.isAlphabetic || "0123456789.-_:%".unicodeScalars.contains(scalar))
        }
        guard !host.isEmpty, isPlain, !host.hasPrefix("-"), !host.contains(":") || rest.hasPrefix("[") else {
            return nil
        }
        self.init(host: host, port: port)
    }
}

extension Endpoint: CustomStringConvertible {
    /// `10.0.0.5:7040`, `[::1]:7040`
    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
