import Posix
import Web

@testable import Commands

/// A service of some name that lives or not.
final class NamedLink: ServiceLink {
    let name: String
    var isAlive = false

    init(_ name: String) { self.name = name }

    func ask(
        _ method: WebMethod, _ path: [String], query: WebQuery, headers: WebFields, body: [UInt8]
    ) throws -> WebResponse {
        guard isAlive else { throw WebFailure.unreachable(address: name, reason: "nobody is there") }
        let service = """
            {"version": "1", "host": "frost", "process": 1, "state": "/s", "startedAt": "2026-01-01T00:00:00Z",
            "now": "2026-01-01T00:00:00Z"}
            """
        return WebResponse(status: 200, headers: [:], body: Array(service.utf8))
    }

    func follow(
        _ path: [String], query: WebQuery, headers: WebFields, stop: FileDescriptor?,
        each: (UnsafeRawBufferPointer) -> Bool
    ) throws -> WebClient.FollowEnd { .ended }
}
