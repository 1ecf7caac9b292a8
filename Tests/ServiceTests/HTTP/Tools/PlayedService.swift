import Ledger
import Model
import Posix
import Web

@testable import Service

/// The routes of a service whose loop is the test itself: it says what is recorded, and answers for executors.
final class PlayedService {
    let folder: String
    let mailbox: Mailbox
    let client: WebClient
    private let routes: Routes
    private let server: WebServer
    private let replica: Replica
    private let writer: LedgerWriter

    /// - Parameter events: so many are remembered.
    init(remembering events: Int? = nil) throws {
        folder = try FileSystem.makeTemporaryDirectory("rota-routes")
        try FileSystem.makeDirectories(folder + "/run", mode: 0o700)
        writer = try LedgerWriter(folder: folder + "/run", token: 7)
        replica = Replica(folder: folder + "/run", number: 1, durable: 0, remembering: events)
        mailbox = try Mailbox()
        let routes = try Routes(replica: replica, mailbox: mailbox, clock: RunClock())
        self.routes = routes
        server = try WebServer(WebServer.Configuration()) { request, answer in routes.answer(request, answer) }
        client = try WebClient(server.base)
    }

    deinit {
        routes.end()
        server.stop()
        routes.stop()
        try? FileSystem.removeTree(folder)
    }

    var address: String { server.base }
    var run: String { folder + "/run" }

    func record(_ facts: [Fact]) throws {
        writer.append(facts)
        try writer.commit()
        replica.recorded(facts, at: Story.at(0))
    }

    func trouble(_ sentence: String) { replica.troubled(sentence) }

    func get(_ path: String, _ query: WebQuery = [:]) throws -> WebResponse {
        try client.request(.get, path.split(separator: "/").map(String.init), query: query)
    }

    /// Asks in a thread of its own, while the test answers for the executors until there is an answer.
    func get(
        _ path: String, _ query: WebQuery, answering: (OutputQuestion) -> Result<[UInt8], OutputQuestion.Unavailable>
    ) throws -> WebResponse? {
        let answer = Shared<WebResponse?>(nil)
        let isOver = Shared(false)
        let address = address
        let thread = try Posix.Thread.start {
            let client = try? WebClient(address)
            let response = try? client?.request(.get, path.split(separator: "/").map(String.init), query: query)
            answer.change { $0 = response }
            isOver.change { $0 = true }
        }
        _ = waits {
            for question in mailbox.take().questions { question.answer(answering(question)) }
            return isOver.value
        }
        thread.join()
        return answer.value
    }
}
