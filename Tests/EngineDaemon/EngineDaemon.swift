internal import Launch
internal import Model
internal import Posix

/// A real container engine of one's own: socket, images, control groups and network.
///
/// It runs below a launcher of ours, in a mount and a network namespace of its own. So everything goes with `close`,
/// with this object, and also when the test's process is killed; only the folder stays then.
package final class EngineDaemon {
    package let folder: String
    package var socket: String { "\(folder)/engine.sock" }
    /// What a program finds this engine by.
    package var environment: [String: String] { ["DOCKER_HOST": "unix://\(socket)"] }
    private let options: Options
    private let launcher: Launcher
    private var isClosed = false
    private var group: String { "rota-engine-\(folder.split(separator: "/").last ?? "")" }

    package struct Options: Sendable, Hashable {
        /// Whether containers have a network: a bridge at `bridgeAddress`, which only the engine, its containers and
        /// what is started through `entry` can reach.
        package var isBridged = false
        /// Whether containers go on while the engine is away.
        package var keepsContainers = false

        package init(isBridged: Bool = false, keepsContainers: Bool = false) {
            self.isBridged = isBridged
            self.keepsContainers = keepsContainers
        }
    }

    /// The engine's own choice, and free in a network namespace of its own.
    package static let bridgeAddress = "172.17.0.1"
    /// A small image's name; it holds a shell and the usual small programs.
    package static let image = "tiny:1"
    /// Whether one can run here: it needs to make namespaces and to mount.
    package static let canRun = Process.user == 0

    package init(_ options: Options = Options()) throws {
        self.options = options
        folder = try FileSystem.makeTemporaryDirectory("rota-engine")
        do {
            launcher = try Launcher(
                executable: Launcher.executablePath(), outputFolder: folder, environment: Environment.entries())
        } catch {
            try? FileSystem.removeTree(folder)
            throw error
        }
        do {
            try makePlace()
            try start()
            try importImage()
        } catch {
            close()
            throw error
        }
    }

    deinit { close() }

    /// Makes the namespaces and what starts daemons in them, and finds out how images can be kept: layers are laid over
    /// each other where the folder's file system takes that, and copied where it does not.
    ///
    /// Containers outlive a daemon that is killed. So the launcher, which ends what a program leaves, is no daemon's
    /// parent.
    private func makePlace() throws {
        let script = """
            mount --make-rprivate /
            ip link set lo up
            mkdir -p try/lower try/upper try/work try/both
            storage=vfs
            if mount -t overlay overlay try/both -o lowerdir=try/lower,upperdir=try/upper,workdir=try/work
            then umount try/both; storage=overlay2; fi
            mkfifo starts
            exec 3<>starts
            echo $$ > place.new
            mv place.new place
            while read word <&3; do
            (exec 3<&-
            dockerd --storage-driver $storage --host unix://\(socket) --data-root \(folder)/data \
            --exec-root \(folder)/exec --pidfile \(folder)/pid --cgroup-parent /\(group) \
            --iptables=false --ip-masq=false \
            \(options.isBridged ? "" : "--bridge none") \(options.keepsContainers ? "--live-restore" : "") || true
            touch over) &
            done
            """
        var request = LaunchRequest(
            attempt: AttemptIdentifier(0), arguments: Texts(["unshare", "--mount", "--net", "/bin/sh", "-ec", script]))
        request.standardOutput = .file("\(folder)/log")
        request.standardError = .file("\(folder)/log")
        request.workingDirectory = folder
        try launcher.start(request, on: 0)
        _ = launcher.flush()
        let isThere = try Self.wait { !self.content("place").isEmpty }
        if !isThere { throw EngineFault(problem: "no namespaces came up: \(log)") }
    }

    /// Starts the daemon, and returns when it answers.
    package func start() throws {
        try? FileSystem.remove("\(folder)/over")
        try run("echo start > \(folder)/starts")
        var isOver = false
        let answers = try Self.wait {
            isOver = FileSystem.exists("\(self.folder)/over")
            return try isOver || self.docker("version").isSuccess
        }
        if isOver || !answers { throw EngineFault(problem: "no engine came up: \(log)") }
    }

    /// What a program is started through to reach the bridge: a program and its arguments.
    package func entry() throws -> [String] {
        guard let holder = Int32(content("place").filter { !$0.isWhitespace }) else {
            throw EngineFault(problem: "the engine's namespaces have gone: \(log)")
        }
        return ["nsenter", "--net=/proc/\(holder)/ns/net", "--"]
    }

    /// The daemon's, while it runs.
    private var process: Int32 {
        get throws {
            guard let number = Int32(content("pid").filter { !$0.isWhitespace }) else {
                throw EngineFault(problem: "the engine has not left its number: \(log)")
            }
            return number
        }
    }

    /// Kills the daemon, as by accident; `start` brings it back.
    package func kill() throws {
        let number = try process
        _ = try Process.send(.kill, to: number)
        let isGone = try Self.wait { FileSystem.exists("\(self.folder)/over") }
        if !isGone { throw EngineFault(problem: "the engine outlived a kill") }
        try? FileSystem.remove("\(folder)/pid")
    }

    /// The engine's own command, to its end.
    @discardableResult
    package func docker(_ arguments: String...) throws -> (isSuccess: Bool, output: String) {
        let run = try Process.run(
            "/usr/bin/env", arguments: ["env", "docker", "--host", "unix://\(socket)"] + arguments,
            environment: Environment.entries(), nanoseconds: 600_000_000_000)
        var output = String(decoding: run.output, as: UTF8.self)
        while output.last?.isWhitespace == true { output.removeLast() }
        return (run.end == .exited(0), output)
    }

    /// The names of all containers, running or not.
    package func containers() throws -> [String] {
        try docker("ps", "--all", "--format", "{{.Names}}").output.split(separator: "\n").map(String.init)
    }

    /// What the engine says of a container, as a template of its own command says it; none: there is no such container.
    package func state(of container: String, _ template: String) throws -> String? {
        let answer = try docker("inspect", "--type", "container", "--format", template, container)
        return answer.isSuccess ? answer.output : nil
    }

    private func importImage() throws {
        let root = "\(folder)/image"
        try run(
            """
            mkdir -p \(root)/bin \(root)/tmp && cp /bin/busybox \(root)/bin && \
            for name in sh echo sleep cat seq nproc touch ls kill true test nc; do \
            ln -s busybox \(root)/bin/$name; done && \
            tar -C \(root) -c . | docker --host unix://\(socket) import - \(Self.image)
            """)
    }

    /// Ends everything at once, containers too, and removes the folder.
    package func close() {
        if isClosed { return }
        isClosed = true
        launcher.close()
        _ = try? Self.wait(seconds: 20) {
            // Groups can be removed once they are empty, from the innermost outwards.
            try self.run(
                """
                left=$(find /sys/fs/cgroup -depth -type d -path '*/\(self.group)*' 2>/dev/null)
                [ -z "$left" ] || rmdir $left
                """)
            return true
        }
        _ = try? Self.wait(seconds: 20) {
            try? FileSystem.removeTree(self.folder)
            return !FileSystem.exists(self.folder)
        }
    }

    private func run(_ line: String) throws {
        let run = try Process.run(
            "/bin/sh", arguments: ["sh", "-c", line], environment: Environment.entries(),
            nanoseconds: 120_000_000_000)
        if run.end != .exited(0) { throw EngineFault(problem: String(decoding: run.errors, as: UTF8.self)) }
    }

    /// Waits until something is so, but no longer than that, and answers whether it came to be.
    private static func wait(seconds: Int64 = 120, until isSo: () throws -> Bool) throws -> Bool {
        let deadline = Clock.monotonicNanoseconds() + seconds * 1_000_000_000
        while try !isSo() {
            if Clock.monotonicNanoseconds() > deadline { return false }
            _ = try Readiness.wait(for: [], nanoseconds: 50_000_000)
        }
        return true
    }

    private var log: String { String(content("log").suffix(3000)) }

    private func content(_ name: String) -> String {
        (try? FileSystem.content(of: "\(folder)/\(name)")).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
