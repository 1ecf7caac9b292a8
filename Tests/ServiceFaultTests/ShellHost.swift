import Posix
import Testing

/// A host that `ssh` reaches: a real `sshd` on a free port, with keys of its own, and an `ssh` that knows them.
final class ShellHost {
    let port: Int
    private let server: Running

    static let isThere = FileSystem.exists("/usr/sbin/sshd") && FileSystem.exists("/usr/bin/ssh")

    /// - Parameter place: the server is started as everything there; whatever is started from now on finds that `ssh`.
    init(in place: Workplace, address: String = "127.0.0.1") throws {
        try FileSystem.makeDirectory(place.path("shell"))
        let made = try place.shell(
            """
            set -e
            cd shell
            ssh-keygen -q -t ed25519 -N '' -f host
            ssh-keygen -q -t ed25519 -N '' -f user
            cp user.pub authorized
            """)
        try #require(made.code == 0, "\(made.testDescription)")
        var started: (port: Int, server: Running)?
        // Between the look for a free port and the start somebody else may have taken it.
        for _ in 0..<5 where started == nil { started = try Self.start(in: place, address) }
        (port, server) = try #require(started, "no sshd would listen")
        let folder = place.path("shell")
        try place.write(
            """
            Host *
            IdentityFile \(folder)/user
            IdentitiesOnly yes
            UserKnownHostsFile \(folder)/known
            StrictHostKeyChecking yes

            """, to: "shell/config")
        try place.write("[\(address)]:\(port) \(place.content(of: "shell/host.pub"))", to: "shell/known")
        try FileSystem.makeDirectory(place.path("bin"))
        _ = try place.script("bin/ssh", "exec /usr/bin/ssh -F \(folder)/config \"$@\"")
        place.environment["PATH"] = "\(place.path("bin")):\(Environment.value(of: "PATH") ?? "/usr/bin:/bin")"
    }

    /// None when it ended at once.
    private static func start(in place: Workplace, _ address: String) throws -> (port: Int, server: Running)? {
        let free = try FileDescriptor.listen(on: "127.0.0.1", port: 0)
        let port = try free.port()
        free.close()
        let folder = place.path("shell")
        try place.write(
            """
            ListenAddress \(address)
            Port \(port)
            HostKey \(folder)/host
            AuthorizedKeysFile \(folder)/authorized
            PidFile none
            StrictModes no
            UsePAM no
            PasswordAuthentication no
            PermitRootLogin yes

            """, to: "shell/server")
        // Root's wants a folder that the machine's own makes when it starts.
        let folderOfItsOwn = "mount -t tmpfs none /run && mkdir -m 755 /run/sshd && "
        let line = (Process.isRoot ? folderOfItsOwn : "") + "exec /usr/sbin/sshd -D -e -f \(folder)/server"
        let apart = Process.isRoot ? ["unshare", "--mount"] : []
        let server = try place.start(apart + ["/bin/sh", "-c", line])
        try #require(wait { server.errors.contains("Server listening") || server.isOver }, "\(server.errors)")
        return server.isOver ? nil : (port, server)
    }

    /// What went wrong with it, for a failed expectation.
    var errors: String { server.errors }
}
