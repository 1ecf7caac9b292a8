import Dialects
import Model
import Posix
import Web

/// Reads a service's events as a client would.
struct EventReading {
    private let client: WebClient
    private let query: WebQuery
    private let headers: WebFields

    init(_ access: AccessFile, after: Int?, follow: Bool = true, last: String? = nil) throws {
        client = try WebClient(access.http, token: access.token)
        var query: WebQuery = ["follow": "\(follow)"]
        if let after { query.append("after", "\(after)") }
        self.query = query
        headers = last.map { ["Last-Event-ID": $0] } ?? [:]
    }

    /// Until the service ends the stream.
    func all() throws -> [EventView] { try messages { _ in true }.map(\.event) }

    /// Until `isEnough`, or the end; each with its id, where it has one.
    func messages(until isWanted: ([EventView]) throws -> Bool) throws -> [(id: String?, event: EventView)] {
        var reader = ServerSentEventReader()
        var found: [(id: String?, event: EventView)] = []
        var failure: (any Error)?
        _ = try client.follow(["v1", "events"], query: query, headers: headers) { bytes in
            var messages: [ServerSentEvent] = []
            reader.take(bytes, into: &messages)
            do {
                for message in messages {
                    let root = try JSONReader.read(Array(message.data.utf8), document: "event").root
                    found.append((message.id, try EventView(AnswerFields(root))))
                }
                return try isWanted(found.map(\.event))
            } catch {
                failure = error
                return false
            }
        }
        if let failure { throw failure }
        return found
    }
}
