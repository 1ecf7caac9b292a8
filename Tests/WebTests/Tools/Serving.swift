import Web

/// A server on any free port of this machine, and clients for it.
struct Serving {
    let server: WebServer

    typealias Handler = @Sendable (WebRequest, WebAnswer) -> Void

    init(_ configuration: WebServer.Configuration, handler: @escaping Handler = Self.echo) throws {
        server = try WebServer(configuration, handler: handler)
    }

    init(handler: @escaping Handler = Self.echo) throws { try self.init(WebServer.Configuration(), handler: handler) }

    /// Says what was asked.
    static let echo: Handler = { request, answer in
        answer.send(body: "\(request.method.rawValue) /\(request.path.joined(separator: "/"))")
    }

    /// A configuration with some things changed.
    static func with(_ change: (inout WebServer.Configuration) -> Void) -> WebServer.Configuration {
        var configuration = WebServer.Configuration()
        change(&configuration)
        return configuration
    }

    func client(token: String? = nil, pin: String? = nil) throws -> WebClient {
        try WebClient(server.base, token: token, pin: pin)
    }

    func connection() -> RawConnection? { RawConnection(port: server.port) }
}
