package import Web

/// Why an engine did not do what it was asked.
package enum EngineFailure: Error, Sendable, Hashable {
    /// Nobody answers at its socket, or the answer broke off.
    case away(socket: String, WebFailure)
    /// It said no.
    case refused(call: String, status: Int, reason: String)
    /// It answered what this program does not understand.
    case unexpected(call: String, problem: String)

    /// Whether what was asked about is not there.
    package var isMissing: Bool { if case .refused(_, 404, _) = self { true } else { false } }
    /// Whether it is in a state in which that can't be done.
    package var isConflict: Bool { if case .refused(_, 409, _) = self { true } else { false } }
    /// The system's nearest word for it.
    var errorNumber: Int {
        switch self {
        // ECONNREFUSED, ENOENT, EEXIST, EINVAL, EIO
        case .away: 111
        case .refused(_, 404, _): 2
        case .refused(_, 409, _): 17
        case .refused(_, 400, _): 22
        case .refused, .unexpected: 5
        }
    }
    /// Whether it may answer when it is asked again later.
    package var mayPass: Bool { if case .away = self { true } else { false } }
}

extension EngineFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .away(let socket, let failure):
            "no container engine answers at \(socket): \(failure). Start it, or name another socket in DOCKER_HOST."
        case .refused(let call, let status, let reason):
            "the container engine refuses to \(call): \(reason) (\(status))."
        case .unexpected(let call, let problem):
            "the container engine's answer to \(call) is not understood: \(problem)."
        }
    }
}
