import Synchronization
import Web

/// A server that remembers what it was asked, and answers what it was told to.
final class CannedService: Sendable {
    private let memory: Memory
    private let server: WebServer

    /// - Parameter answers: by method and path; of several, one for each request, and the last one stays.
    init(_ answers: [String: [String]]) throws {
        let memory = Memory(answers)
        self.memory = memory
        server = try WebServer(WebServer.Configuration()) { request, answer in memory.answer(request, answer) }
    }

    var base: String { server.base }
    var asked: [String] { memory.content.withLock { $0.asked } }
    var keys: [String] { memory.content.withLock { $0.keys } }
    func stop() { server.stop() }

    private struct Content {
        var asked: [String] = []
        var keys: [String] = []
        var answers: [String: [String]]
    }

    private final class Memory: Sendable {
        let content: Mutex<Content>

        init(_ answers: [String: [String]]) { content = Mutex(Content(answers: answers)) }

        func answer(_ request: WebRequest, _ answer: WebAnswer) {
            let place = "\(request.method.rawValue) /\(request.path.joined(separator: "/"))"
            let query = request.query.items.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
            let body = String(decoding: request.body, as: UTF8.self)
            let found: String? = content.withLock { content in
                content.asked.append([place, query, body].filter { !$0.isEmpty }.joined(separator: " "))
                if let key = request.headers["Idempotency-Key"] { content.keys.append(key) }
                guard var answers = content.answers[place], let first = answers.first else { return nil }
                if answers.count > 1 { answers.removeFirst() }
                content.answers[place] = answers
                return first
            }
            answer.send(status: found == nil ? 404 : 200, body: found ?? "")
        }
    }
}
