import Posix
import Testing

/// A file system of its own, mounted for one test.
final class Mount {
    let folder: String
    private let place: Workplace
    private var servers: [Running] = []
    /// Has the mount to itself; the others look at it through its entry in /proc. None: it is mounted for all.
    private var holder: Running?

    /// A file system of so many KiB in memory, for an ordinary user, too.
    init(kibibytes: Int) throws {
        let place = try Workplace()
        self.place = place
        try FileSystem.makeDirectory(place.path("disk"))
        let mount = "mount -t tmpfs -o size=\(kibibytes)k,mode=0777 none disk && : > mounted"
        let holder = try place.start(Namespaces.entry(["--mount"]) + ["sh", "-c", "\(mount) && exec sleep infinity"])
        let isMounted = wait { FileSystem.exists(place.path("mounted")) || holder.isOver }
        try #require(isMounted && !holder.isOver, "\(holder.errors)")
        folder = "/proc/\(holder.number)/root\(place.path("disk"))"
        self.holder = holder
    }

    /// A folder seen through sshfs and a file server on this machine that talk over two named pipes, without a network.
    init(throughSSHFS: Void) throws {
        place = try Workplace()
        folder = place.path("mounted")
        try FileSystem.makeDirectory(folder)
        try FileSystem.makeDirectory(place.path("served"))
        try place.shell("mkfifo asked answered")
        // direct_io: no page cache in between, as the strictest network file systems have none.
        servers = [
            try place.start(["/bin/sh", "-c", "exec /usr/lib/openssh/sftp-server < asked > answered"]),
            try place.start([
                "/bin/sh", "-c",
                "exec sshfs -f -o passive,direct_io ':\(place.path("served"))' '\(folder)' > asked < answered",
            ]),
        ]
        let own = try FileSystem.status(of: place.folder).device
        try #require(wait { (try? FileSystem.status(of: self.folder).device).map { $0 != own } ?? false })
    }

    deinit {
        guard holder == nil else { return }
        // Lazily: it must go even while a task that has outlived its test still uses it.
        _ = try? place.shell("umount '\(folder)' || umount -l '\(folder)'")
        for server in servers { _ = wait(seconds: 5) { server.isOver } }
    }

    /// Takes all the space that is left, but for so many KiB.
    func fill(leavingKibibytes rest: Int) throws {
        try place.shell("cat /dev/zero > '\(folder)/filler'; truncate -s -\(rest)K '\(folder)/filler'")
    }

    func makeRoom() throws { try FileSystem.remove("\(folder)/filler") }
}
