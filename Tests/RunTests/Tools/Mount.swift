import Posix
import Testing

/// A file system of its own, mounted for one test.
final class Mount {
    let folder: String
    private let place: Workplace
    private var servers: [Running] = []

    /// A file system of so many KiB in memory. Mounting takes root.
    init(kibibytes: Int) throws {
        place = try Workplace()
        folder = place.path("disk")
        try FileSystem.makeDirectory(folder)
        let mounted = try place.shell("mount -t tmpfs -o size=\(kibibytes)k,mode=0777 none '\(folder)'")
        try #require(mounted.code == 0, "\(mounted.testDescription)")
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
        // Lazily: it must go even while a task that has outlived its test still uses it.
        _ = try? place.shell("umount '\(folder)' || umount -l '\(folder)'")
        for server in servers { _ = wait(seconds: 5) { server.isOver } }
    }

    /// Takes all the space that is left, but for so many KiB.
    func fill(leavingKibibytes rest: Int) throws {
        try place.shell("cat /dev/zero > disk/filler; truncate -s -\(rest)K disk/filler")
    }

    func makeRoom() throws { try FileSystem.remove("\(folder)/filler") }
}
