/// What a request line asks for, taken apart.
struct RequestTarget: Sendable, Hashable {
    /// Decoded; empty for `/`.
    var path: [String]
    var query: WebQuery

    /// None when it is malformed, or leads up the tree.
    init?(_ text: String) {
        if text == "*" {
            path = []
            query = WebQuery()
            return
        }
        var place = text[...]
        if !place.hasPrefix("/") {
            // A proxy's form, with the address in front.
            guard place.hasPrefix("http://") || place.hasPrefix("https://") else { return nil }
            let host = place.drop { $0 != ":" }.dropFirst(3)
            place = host.drop { $0 != "/" && $0 != "?" }
        }
        let mark = place.firstIndex(of: "?") ?? place.endIndex
        guard let query = WebQuery(encoded: place[mark...].dropFirst().utf8) else { return nil }
        var path: [String] = []
        for part in place[..<mark].split(separator: "/", omittingEmptySubsequences: true) {
            guard let segment = PercentCoding.decoded(part.utf8), segment != ".", segment != ".." else { return nil }
            path.append(segment)
        }
        self.path = path
        self.query = query
    }

    /// `/v1/jobs`, decoded.
    var pathText: String { "/" + path.joined(separator: "/") }
}
