/// Tells whether a request carries the token.
struct Bearer: Sendable {
    private let token: [UInt8]

    init(token: String) { self.token = Array(token.utf8) }

    /// - Cost: depends on the length of what came alone, so that time tells nothing of the token.
    func admits(_ authorization: String?) -> Bool {
        guard let authorization, authorization.utf8.count > 7 else { return false }
        let scheme = authorization.utf8.prefix(7).map { (0x41...0x5a).contains($0) ? $0 | 0x20 : $0 }
        guard scheme == Array("bearer ".utf8), !token.isEmpty else { return false }
        let given = Array(authorization.utf8.dropFirst(7))
        var difference = UInt8(given.count == token.count ? 0 : 1)
        for (place, byte) in given.enumerated() { difference |= byte ^ token[place % token.count] }
        return difference == 0
    }
}
