import Posix

/// A file system mounted for one test, and gone with it.
final class Mount {
    let path: String
    private let folder: TemporaryFolder
    /// Has the mount to itself; this process looks at it through its entry in /proc. None: it is mounted for all.
    private var holder: Int32?

    /// Whether this process may mount file systems in memory, which an ordinary user may in a namespace of his own.
    static let isPossible = (try? run("/usr/bin/unshare", namespace + ["true"])) == .exited(0)

    private static let namespace = (Process.isRoot ? [] : ["--user", "--map-root-user"]) + ["--mount"]

    init(tmpfs size: String) throws {
        folder = try TemporaryFolder()
        let inside = folder.file("mount")
        let sign = folder.file("mounted")
        try FileSystem.makeDirectory(inside)
        let script = "mount -t tmpfs -o size=\(size) none '\(inside)' && : > '\(sign)' && exec sleep infinity"
        let number = try Process.spawn(
            "/usr/bin/unshare", arguments: ["unshare"] + Self.namespace + ["sh", "-c", script],
            environment: [Array("PATH=/usr/bin:/bin:/usr/sbin:/sbin".utf8)], descriptors: [])
        path = "/proc/\(number)/root\(inside)"
        holder = number
        let bound = Clock.monotonicNanoseconds() + 60_000_000_000
        while !FileSystem.exists(sign), ProcessIdentity(running: number)?.isAlive == true,
            Clock.monotonicNanoseconds() < bound
        { _ = try Readiness.wait(for: [], nanoseconds: 2_000_000) }
        guard FileSystem.exists(sign) else { throw SystemFailure(call: "mount", errorNumber: 0, path: inside) }
    }

    /// A folder of this machine seen through SFTP, without any network and any cache.
    ///
    /// - Returns: none where sshfs, its server or the kernel's FUSE is missing.
    init?(sftpOf served: TemporaryFolder) throws {
        let server = "/usr/lib/openssh/sftp-server"
        guard FileSystem.isExecutable("/usr/bin/sshfs"), FileSystem.isExecutable(server),
            FileSystem.exists("/dev/fuse")
        else { return nil }
        folder = try TemporaryFolder()
        path = folder.file("mount")
        try FileSystem.makeDirectory(path)
        // What sshfs would start as ssh: it ignores host and options and speaks SFTP at once.
        let script = folder.file("ssh")
        try FileSystem.replace(script, with: Array("#!/bin/sh\nexec \(server)\n".utf8), mode: 0o700)
        let status = try Self.run(
            "/usr/bin/sshfs",
            ["-o", "direct_io", "-o", "dir_cache=no", "-o", "ssh_command=\(script)", "none:\(served.path)", path])
        guard status == .exited(0) else { return nil }
    }

    deinit {
        if let holder {
            _ = try? Process.send(.kill, to: holder)
            _ = try? Process.wait(for: holder)
        } else {
            // Lazily, since a failed test may still hold a file open.
            _ = try? Self.run("/bin/umount", ["-l", path])
        }
    }

    /// Gives back what a file takes, even while a process that another test is about to start holds a copy of its
    /// descriptor.
    func empty(_ file: String) throws {
        let descriptor = try FileDescriptor.open(file, .append)
        defer { descriptor.close() }
        try descriptor.truncate(to: 0)
    }

    private static func run(_ program: String, _ arguments: [String]) throws -> Process.End {
        let number = try Process.spawn(
            program, arguments: [program] + arguments, environment: [], descriptors: [])
        return try Process.wait(for: number)
    }
}
