import Posix

/// Parts of the system of one's own: what lets an ordinary user mount file systems and lay cables.
enum Namespaces {
    static let canMount = canBeMade(["--mount"])
    static let canBeWired = canBeMade(["--net"]) && FileSystem.isExecutable("/usr/sbin/ip")

    /// What a program is started through to have some of its own; it keeps its process number.
    ///
    /// - Parameter kinds: as unshare(1) calls them.
    static func entry(_ kinds: [String]) -> [String] {
        ["unshare"] + (Process.isRoot ? [] : ["--user", "--map-root-user"]) + kinds
    }

    /// What a program is started through to be where another process is.
    static func entry(_ kinds: [String], of process: Int32) -> [String] {
        let user = Process.isRoot ? [] : ["--user", "--preserve-credentials"]
        return ["nsenter", "--target", "\(process)"] + user + kinds
    }

    private static func canBeMade(_ kinds: [String]) -> Bool {
        let run = try? Process.run(
            "/usr/bin/env", arguments: ["env"] + entry(kinds) + ["true"], environment: Environment.entries(),
            nanoseconds: 60_000_000_000)
        return run?.end == .exited(0)
    }
}
