/// A host that `ssh` reaches, as its user names it.
package struct SecureShell: Sendable, Hashable {
    /// `HOST`, `USER@HOST`, or a name of the user's own configuration.
    package var destination: String
    /// None: as `ssh` is configured.
    package var port: Int?

    /// Reads `HOST`, `USER@HOST` or either with `:PORT`; none when it is neither, or would be taken for an option.
    package init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let destination = parts.first else { return nil }
        let isPlain = destination.unicodeScalars.allSatisfy { scalar in
            scalar.isASCII && (scalar.properties.isAlphabetic || "0123456789.-_@".unicodeScalars.contains(scalar))
        }
        guard !destination.isEmpty, isPlain, !destination.hasPrefix("-"), !destination.hasPrefix("@") else {
            return nil
        }
        self.destination = String(destination)
        guard parts.count == 2 else { return }
        guard let port = Int(parts[1]), (1...65535).contains(port) else { return nil }
        self.port = port
    }

    /// The arguments by which its standard input and output are a connection from that host to a target.
    ///
    /// It asks nobody anything, notices in ten seconds that the host is gone, and leaves nothing running that others
    /// would share.
    func arguments(to target: Endpoint) -> [String] {
        let settings = [
            "BatchMode=yes", "ConnectTimeout=10", "ServerAliveInterval=3", "ServerAliveCountMax=3", "ControlMaster=no",
        ]
        return ["ssh"] + settings.flatMap { ["-o", $0] } + (port.map { ["-p", "\($0)"] } ?? [])
            + ["-W", target.description, "--", destination]
    }
}
