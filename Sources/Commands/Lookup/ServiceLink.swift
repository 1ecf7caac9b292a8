package import Dialects
internal import Model
package import Posix
package import Web

/// Through which a service is asked: HTTP, or in tests its views themselves.
package protocol ServiceLink {
    /// How a person calls the service.
    var name: String { get }
    /// Of the service, as its access file says; empty when it does not.
    var version: String { get }
    func ask(
        _ method: WebMethod, _ path: [String], query: WebQuery, headers: WebFields, body: [UInt8]
    ) throws -> WebResponse
    /// Gives each piece of an answer that goes on as it comes, until `each` answers false or `stop` is readable.
    func follow(
        _ path: [String], query: WebQuery, headers: WebFields, stop: FileDescriptor?,
        each: (UnsafeRawBufferPointer) -> Bool
    ) throws -> WebClient.FollowEnd
}

extension ServiceLink {
    package var version: String { "" }
}

/// A service behind HTTP.
package final class WebLink: ServiceLink {
    package var name: String { client.address }
    package let version: String
    private let client: WebClient

    /// - Parameter isHasty: gives up after a second, for who asks while somebody types.
    package init(_ access: AccessFile, isHasty: Bool = false) throws {
        version = access.version
        var limits = WebClient.Limits()
        // Long polls answer within 30 s, and streams say at least every 15 s that they are there.
        limits.silence = .seconds(isHasty ? 1 : 90)
        limits.connecting = .seconds(isHasty ? 1 : 10)
        client = try WebClient(
            access.http, token: access.token.isEmpty ? nil : access.token, pin: access.pin.isEmpty ? nil : access.pin,
            limits: limits)
    }

    package func ask(
        _ method: WebMethod, _ path: [String], query: WebQuery, headers: WebFields, body: [UInt8]
    ) throws -> WebResponse {
        try client.request(method, path, query: query, headers: headers, body: body)
    }

    package func follow(
        _ path: [String], query: WebQuery, headers: WebFields, stop: FileDescriptor?,
        each: (UnsafeRawBufferPointer) -> Bool
    ) throws -> WebClient.FollowEnd {
        try client.follow(path, query: query, headers: headers, stop: stop, each: each)
    }
}
