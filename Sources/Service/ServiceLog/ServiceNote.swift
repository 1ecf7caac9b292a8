internal import Web

/// Something that those who operate a service may want to know.
package struct ServiceNote: Sendable, Hashable {
    package var level: LogLevel
    /// Without the stop at its end; no token and no key is in it.
    package var sentence: String

    package init(_ level: LogLevel, _ sentence: String) {
        self.level = level
        self.sentence = sentence
    }

    /// - Parameter count: how often since it was last told.
    static func rejection(from address: String, of credential: String, _ count: Int) -> ServiceNote {
        let often = count == 1 ? "" : ", \(count) times since it was last told"
        return ServiceNote(.warning, "let nobody in from \(address): \(credential)\(often)")
    }

    /// Without the query, whose values are nobody else's affair.
    init(_ request: WebRequest) {
        let path = request.path.joined(separator: "/")
        self.init(.debug, "\(request.method.rawValue) /\(path) from \(request.peer)")
    }
}
