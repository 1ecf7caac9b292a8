internal import Dialects
internal import Model
internal import Web

/// What an engine says of itself.
struct EngineDescription: Sendable, Hashable {
    /// `Docker 20.10.24`, `Podman 4.3.1`.
    var name: String
    /// The latest of its API that it speaks, and the earliest.
    var latest: Version
    var earliest: Version

    /// Of the API: two numbers.
    struct Version: Sendable, Hashable, Comparable {
        var major: Int
        var minor: Int

        // What Debian's engine speaks, and others since.
        static let ours = Version(major: 1, minor: 41)

        static func < (left: Self, right: Self) -> Bool { (left.major, left.minor) < (right.major, right.minor) }
    }

    init(_ value: JSONValue) throws(Refusal) {
        var product = "Docker"
        for component in try value.member("Components")?.list() ?? [] {
            if try component.member("Name")?.text() == "Podman Engine" { product = "Podman" }
        }
        let version = try value.member("Version")?.text() ?? ""
        name = "\(product) \(version)"
        latest = try Version(value.member("ApiVersion")?.text() ?? "") ?? .ours
        earliest = try Version(value.member("MinAPIVersion")?.text() ?? "") ?? .ours
    }
}

extension EngineDescription.Version: CustomStringConvertible {
    /// - Returns: none when it is no version.
    init?(_ text: String) {
        let parts = text.split(separator: ".").map { Int($0) }
        guard parts.count == 2, let major = parts[0], let minor = parts[1] else { return nil }
        self.init(major: major, minor: minor)
    }

    var description: String { "\(major).\(minor)" }
}

extension Engine {
    /// Whether an engine offers what containers need here.
    package enum Offer: Sendable, Hashable {
        /// Nobody answers at the socket.
        case none
        case containers(engine: String)
        /// What is missing, as the end of a sentence.
        case lacking(String)
    }

    // 10 s: an engine that has much to do answers within one.
    private static let silence = Duration.seconds(10)
    /// No container of this name is ever made.
    private static let nobody = "rota-asks-whether-this-call-exists"

    /// Asks without changing anything.
    package static func offer(at socket: String) -> Offer {
        guard answers(at: socket) else { return .none }
        do throws(EngineFailure) {
            let engine = try Engine(socket: socket, silence: silence)
            let description = try engine.description()
            let subject = "the engine at \(socket) is \(description.name), which"
            guard description.latest >= .ours else {
                let needed = EngineDescription.Version.ours
                return .lacking("\(subject) speaks API \(description.latest), and \(needed) is needed")
            }
            guard try engine.changesWhatRuns() else {
                return .lacking(
                    "\(subject) can't change a running container (it has no update call; Podman has one since 5.1)")
            }
            return .containers(engine: description.name)
        } catch {
            var text = "\(error)"
            if text.last == "." { text.removeLast() }
            return .lacking(text)
        }
    }

    func description() throws(EngineFailure) -> EngineDescription {
        let call = "say its version"
        let response: WebResponse
        // Of all calls this one needs no version of the API in its path.
        do throws(WebFailure) { response = try client.request(.get, ["version"]) } catch {
            throw .away(socket: socket, error)
        }
        guard response.isSuccess else {
            throw .refused(call: call, status: response.status, reason: Self.reason(in: response))
        }
        return try Self.read(response.body, of: call) { value throws(Refusal) in try EngineDescription(value) }
    }

    /// Whether it has the call that changes a container: who has it looks for the container, and finds none.
    private func changesWhatRuns() throws(EngineFailure) -> Bool {
        do throws(EngineFailure) { try update(Self.nobody, processors: [], width: .one) } catch {
            guard case .refused(_, 404...405, let reason) = error else { throw error }
            return reason.lowercased().contains("no such container")
        }
        return true
    }
}
