import Launch
import Model
import Posix
import Testing

/// A real container engine of one's own: socket, data and control groups, with one small image and no network.
///
/// It runs below a launcher of ours, in a mount namespace of its own. So everything goes with this object, and also when
/// the test's process is killed.
final class EngineDaemon {
    let folder: String
    var socket: String { "\(folder)/engine.sock" }
    private var launcher: Launcher
    private var lane = 0
    private var group: String { "rota-engine-\(folder.split(separator: "/").last ?? "")" }

    /// The image's name; it holds a shell and the usual small programs.
    static let image = "tiny:1"

    init() throws {
        // Short: a socket's path is.
        folder = try FileSystem.makeTemporaryDirectory("rota-engine")
        launcher = try Launcher(
            executable: Executables.launcher, outputFolder: folder, environment: Environment.entries())
        do {
            try start()
            try importImage()
        } catch {
            close()
            throw error
        }
    }

    deinit { close() }

    /// Starts the daemon, and returns when it answers.
    func start() throws {
        let line = """
            mount --make-rprivate / && exec dockerd --storage-driver vfs --host unix://\(socket) \
            --data-root \(folder)/data --exec-root \(folder)/exec --pidfile \(folder)/pid --cgroup-parent /\(group) \
            --bridge none --iptables=false --ip-masq=false
            """
        var request = LaunchRequest(
            attempt: AttemptIdentifier(lane), arguments: Texts(["unshare", "--mount", "sh", "-c", line]))
        request.standardOutput = .file("\(folder)/log")
        request.standardError = .file("\(folder)/log")
        request.workingDirectory = folder
        try launcher.start(request, on: lane)
        _ = launcher.flush()
        lane += 1
        let answers = wait { self.isOver || (try? self.docker("version"))?.isSuccess == true }
        try #require(answers && !isOver, "no engine came up: \(log)")
    }

    /// Kills the daemon; what runs in containers is not asked.
    func kill() throws {
        let number = try #require(Int32(content("pid").trimmed))
        let daemon = ProcessIdentity(running: number)
        _ = try Process.send(.kill, to: number)
        #expect(wait { daemon?.isAlive != true })
        try? FileSystem.remove("\(folder)/pid")
    }

    /// The engine's own command.
    @discardableResult
    func docker(_ arguments: String...) throws -> (isSuccess: Bool, output: String) {
        let run = try Process.run(
            "/usr/bin/env", arguments: ["env", "docker", "--host", "unix://\(socket)"] + arguments,
            environment: Environment.entries(), nanoseconds: 120_000_000_000)
        return (run.end == .exited(0), String(decoding: run.output, as: UTF8.self).trimmed)
    }

    /// The names of all containers, running or not.
    func containers() throws -> [String] {
        try docker("ps", "--all", "--format", "{{.Names}}").output.split(separator: "\n").map(String.init)
    }

    private var isOver: Bool {
        var events: [LaunchEvent] = []
        try? launcher.readEvents(into: &events)
        return events.contains { if case .ended(let end) = $0 { end.attempt.number == lane - 1 } else { false } }
    }

    private func importImage() throws {
        let root = "\(folder)/image"
        let line = """
            mkdir -p \(root)/bin \(root)/tmp && cp /bin/busybox \(root)/bin && \
            for name in sh echo sleep cat seq nproc touch ls kill true; do ln -s busybox \(root)/bin/$name; done && \
            tar -C \(root) -c . | docker --host unix://\(socket) import - \(Self.image)
            """
        let run = try Process.run(
            "/bin/sh", arguments: ["sh", "-c", line], environment: Environment.entries(),
            nanoseconds: 120_000_000_000)
        try #require(run.end == .exited(0), "\(String(decoding: run.errors, as: UTF8.self))")
    }

    private func close() {
        launcher.close()
        // Groups can be removed once they are empty, from the innermost outwards.
        let line = """
            for round in 1 2 3 4 5 6 7 8 9 10; do \
            left=$(find /sys/fs/cgroup -depth -type d -path '*/\(group)*' 2>/dev/null); \
            [ -z "$left" ] && break; rmdir $left 2>/dev/null || sleep 0.1; done; true
            """
        _ = try? Process.run(
            "/bin/sh", arguments: ["sh", "-c", line], environment: Environment.entries(), nanoseconds: 60_000_000_000)
        _ = wait(seconds: 20) {
            try? FileSystem.removeTree(self.folder)
            return !FileSystem.exists(self.folder)
        }
    }

    private var log: String { String(content("log").suffix(3000)) }

    private func content(_ name: String) -> String {
        (try? FileSystem.content(of: "\(folder)/\(name)")).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}

extension String {
    fileprivate var trimmed: String {
        String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}
