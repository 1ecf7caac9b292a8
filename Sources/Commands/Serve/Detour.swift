internal import Dialects
internal import Model
internal import Posix
internal import Relay

/// How an executor gets to a service that it can't reach itself; keys and identities stay the same.
enum Detour {
    case relay(Endpoint)
    case shell(SecureShell)

    /// `--via`; none when it is not given.
    init?(_ arguments: ParsedArguments) throws(Refusal) {
        guard let text = arguments.value(of: "via") else { return nil }
        if text.hasPrefix("ssh:") {
            if let shell = SecureShell(String(text.dropFirst(4))) {
                self = .shell(shell)
                return
            }
        } else if let endpoint = Endpoint(text) {
            self = .relay(endpoint)
            return
        }
        throw arguments.refusal(
            of: "via", "\"\(ShownText.harmless(text))\" is neither HOST:PORT nor ssh:[USER@]HOST[:PORT]",
            "Give a relay as it says it listens, or a host that `ssh` reaches without questions.")
    }

    /// Where ZeroMQ connects to; none when that takes a tunnel.
    var endpoint: String? {
        if case .relay(let endpoint) = self { "tcp://\(endpoint)" } else { nil }
    }

    /// None when it takes none. Whoever made it closes it.
    func tunnel(accessPath: String) throws -> Tunnel? {
        guard case .shell(let shell) = self else { return nil }
        let path = Environment.value(of: "PATH") ?? "/usr/bin:/bin"
        guard let program = Environment.executable(named: "ssh", along: path) else {
            throw ParsedArguments.refusal(
                of: "--via", "needs `ssh`, which is not on the PATH", "Install openssh-client, or go through a relay.")
        }
        return try Tunnel(through: shell, program: program) {
            // It may listen elsewhere after a restart.
            (try? AccessSearch(option: accessPath)).flatMap { Endpoint($0.access.zeromq) }
        } note: { sentence in
            try? FileDescriptor.standardError.writeAll("rota: \(sentence)\n")
        }
    }
}
