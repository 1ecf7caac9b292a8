internal import Dialects
package import Model
internal import Posix
internal import Synchronization
internal import Web

/// A container engine on this machine, asked over its local socket.
///
/// - Source: Docker Engine API 1.41, or the earliest later one that an engine speaks.
package struct Engine: ~Copyable {
    package let socket: String
    let client: WebClient
    /// Of the API, unless the engine is too new for it.
    private let version: EngineDescription.Version

    /// Of the API, by socket, where an engine no longer answers to ours.
    private static let versions = Mutex<[String: EngineDescription.Version]>([:])

    /// - Parameter socket: its path.
    /// - Parameter silence: how long it may say nothing; zero: for as long as it likes.
    package init(socket: String, silence: Duration = .zero) throws(EngineFailure) {
        try self.init(socket: socket, silence: silence, speaking: .ours)
    }

    init(socket: String, silence: Duration, speaking version: EngineDescription.Version) throws(EngineFailure) {
        self.socket = socket
        self.version = version
        var limits = WebClient.Limits()
        // 16 MiB: a list of some ten thousand containers.
        limits.answerBytes = 16 << 20
        // Pulling a large image says nothing for long.
        limits.silence = silence
        limits.connecting = .seconds(5)
        do throws(WebFailure) { client = try WebClient("unix:" + socket, limits: limits) } catch {
            throw .away(socket: socket, error)
        }
    }

    /// Where the engine is: as `DOCKER_HOST` says when it names a socket, else where it usually is.
    package static func socket(in environment: [String: String]) -> String {
        guard let host = environment["DOCKER_HOST"], host.hasPrefix("unix://") else { return "/var/run/docker.sock" }
        return String(host.dropFirst("unix://".count))
    }

    func path(_ parts: [String]) -> [String] {
        let socket = socket
        let adopted = Self.versions.withLock { $0[socket] }
        return ["v\(adopted ?? version)"] + parts
    }

    /// Whether anybody listens there; nothing is asked, and no library loaded.
    package static func answers(at socket: String) -> Bool {
        guard let connection = try? FileDescriptor.connect(to: socket) else { return false }
        connection.close()
        return true
    }

    /// Answers the body of a success; one who does not speak our version of the API is asked in his own.
    ///
    /// - Parameter call: what it is for, as it completes "refuses to …".
    func ask(
        _ call: String, _ method: WebMethod, _ path: [String], query: WebQuery = [:], body: JSONText? = nil
    ) throws(EngineFailure) -> [UInt8] {
        var response = try request(method, path, query: query, body: body)
        if response.status == 400, try adoptsVersion() {
            response = try request(method, path, query: query, body: body)
        }
        // 304: it was so already.
        guard response.isSuccess || response.status == 304 else {
            throw .refused(call: call, status: response.status, reason: Self.reason(in: response))
        }
        return response.body
    }

    private func request(
        _ method: WebMethod, _ path: [String], query: WebQuery, body: JSONText?
    ) throws(EngineFailure) -> WebResponse {
        do throws(WebFailure) {
            let headers: WebFields = body == nil ? [:] : ["Content-Type": "application/json"]
            return try client.request(
                method, self.path(path), query: query, headers: headers, body: body?.bytes ?? [])
        } catch {
            throw .away(socket: socket, error)
        }
    }

    /// Takes the earliest version that it speaks, when ours is too old for it.
    private func adoptsVersion() throws(EngineFailure) -> Bool {
        let socket = socket
        guard Self.versions.withLock({ $0[socket] }) == nil else { return false }
        let earliest = try description().earliest
        guard earliest > version else { return false }
        Self.versions.withLock { $0[socket] = earliest }
        return true
    }

    /// Answers a member of the body of a success, by its path.
    func ask<Value>(
        _ call: String, _ path: [String], query: WebQuery = [:], _ read: (JSONValue) throws(Refusal) -> Value
    ) throws(EngineFailure) -> Value {
        try Self.read(ask(call, .get, path, query: query), of: call, read)
    }

    static func read<Value>(
        _ body: [UInt8], of call: String, _ read: (JSONValue) throws(Refusal) -> Value
    ) throws(EngineFailure) -> Value {
        do throws(Refusal) {
            return try read(JSONReader.read(body, document: call).root)
        } catch {
            throw .unexpected(call: call, problem: error.description)
        }
    }

    static func reason(in response: WebResponse) -> String {
        let message = try? JSONReader.read(response.body, document: "").root.member("message")?.text()
        // 1,000 characters: an engine's sentence, not a page.
        return String((message ?? response.text).prefix(1000))
    }
}
