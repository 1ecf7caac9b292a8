internal import Dialects
internal import Model
internal import Posix
internal import Web

/// A container engine on this machine, asked over its local socket.
///
/// - Source: Docker Engine API 1.41.
package struct Engine: ~Copyable {
    package let socket: String
    let client: WebClient

    // 1.41: what Debian's engine speaks, and others since; a later engine still answers it.
    private static let version = "v1.41"

    /// - Parameter socket: its path.
    package init(socket: String) throws(EngineFailure) {
        self.socket = socket
        var limits = WebClient.Limits()
        // 16 MiB: a list of some ten thousand containers.
        limits.answerBytes = 16 << 20
        // Pulling a large image says nothing for long.
        limits.silence = .zero
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

    func path(_ parts: [String]) -> [String] { [Self.version] + parts }

    /// Whether anybody listens there; nothing is asked, and no library loaded.
    package static func answers(at socket: String) -> Bool {
        guard let connection = try? FileDescriptor.connect(to: socket) else { return false }
        connection.close()
        return true
    }

    /// Answers the body of a success.
    ///
    /// - Parameter call: what it is for, as it completes "refuses to …".
    func ask(
        _ call: String, _ method: WebMethod, _ path: [String], query: WebQuery = [:], body: JSONText? = nil
    ) throws(EngineFailure) -> [UInt8] {
        let response: WebResponse
        do throws(WebFailure) {
            let headers: WebFields = body == nil ? [:] : ["Content-Type": "application/json"]
            response = try client.request(
                method, self.path(path), query: query, headers: headers, body: body?.bytes ?? [])
        } catch {
            throw .away(socket: socket, error)
        }
        // 304: it was so already.
        guard response.isSuccess || response.status == 304 else {
            throw .refused(call: call, status: response.status, reason: Self.reason(in: response))
        }
        return response.body
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
