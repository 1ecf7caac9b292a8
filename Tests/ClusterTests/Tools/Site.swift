import Glibc
import Posix
import SlurmCluster
import Testing

/// A Slurm cluster with a user's folder on it, and perhaps a service that the user keeps outside of any allocation.
final class Site {
    let cluster: SlurmCluster
    /// Where the user stands.
    let folder: String
    private var running: [Int32] = []

    init() throws {
        cluster = try SlurmCluster()
        folder = "\(cluster.folder)/work"
        for name in ["work", "state", "run", "bin"] {
            try FileSystem.makeDirectories("\(cluster.folder)/\(name)", mode: 0o700)
        }
        let names = ["rota", "qcg-service", "qcg-executor", "qcg-client", "qcg-pm-service", "qcg-pm"]
        for name in names { try #require(symlink(Self.rota, "\(cluster.folder)/bin/\(name)") == 0) }
    }

    deinit {
        for process in running {
            _ = try? Process.send(.kill, to: process)
            _ = try? Process.wait(for: process)
        }
        cluster.close()
    }

    /// The programs under test, as they were built beside these tests.
    static let rota = ((try? Process.executablePath()).map(FileSystem.folder(of:)) ?? ".") + "/rota"

    /// What the user's shell has set, so that nothing of another user's or test's is found, and our programs by their
    /// old names too.
    var variables: [String: String] {
        [
            "XDG_STATE_HOME": "\(cluster.folder)/state", "XDG_RUNTIME_DIR": "\(cluster.folder)/run",
            "PATH": "\(cluster.folder)/bin:" + (Environment.value(of: "PATH") ?? "/usr/bin:/bin"),
            // Open MPI refuses to run as root unless it is told so twice.
            "OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
        ]
    }

    /// The service's state folder.
    var state: String { "\(cluster.folder)/state/rota" }

    /// Starts the user's service, and returns when it can be spoken to.
    @discardableResult
    func serve() throws -> Int32 {
        let service = try start(["rota", "serve"], output: "serve.out")
        let isThere = try SlurmCluster.wait { FileSystem.exists("\(self.cluster.folder)/run/rota/access.json") }
        try #require(isThere, "the service said: \(text("serve.out"))")
        return service
    }

    /// Starts a program on the login node, and answers its number; it ends with this object at the latest.
    func start(_ arguments: [String], output: String) throws -> Int32 {
        let log = try FileDescriptor.open("\(folder)/\(output)", .append)
        let nothing = try FileDescriptor.open("/dev/null", .read)
        defer {
            log.close()
            nothing.close()
        }
        let environment = cluster.environment.merging(variables) { $1 }.sorted { $0.key < $1.key }
            .map { Array("\($0.key)=\($0.value)".utf8) }
        let process = try Process.spawn(
            "/usr/bin/env", arguments: ["env", "-C", folder] + arguments, environment: environment,
            descriptors: [nothing, log, log])
        running.append(process)
        return process
    }

    /// Kills what was started.
    func kill(_ process: Int32) throws {
        running.removeAll { $0 == process }
        try Process.send(.kill, to: process)
        _ = try Process.wait(for: process)
    }

    /// Runs rota on the login node, to its end.
    @discardableResult
    func rota(_ arguments: String...) throws -> ClusterAnswer { try run(["rota"] + arguments) }

    /// Runs a program on the login node, to its end.
    @discardableResult
    func run(_ arguments: [String]) throws -> ClusterAnswer {
        try cluster.run(["env", "-C", folder] + arguments, with: variables)
    }

    /// Submits a batch script that is run in the user's folder; answers the job's number.
    func submit(_ script: String, nodes: Int, _ options: String...) throws -> String {
        let exports = variables.sorted { $0.key < $1.key }.map { "export \($0.key)=\($0.value)" }
        let head = (exports + ["cd \(folder)"]).joined(separator: "\n")
        return try cluster.submit(
            "\(head)\n\(script)", options: ["--nodes=\(nodes)", "--ntasks-per-node=2"] + options)
    }

    /// Whether an answer of `rota nodes` shows so many that can be given work.
    func offers(nodes count: Int) throws -> Bool {
        try rota("nodes").lines.count { $0.contains(" available ") } == count
    }

    func write(_ text: String, to name: String) throws {
        try FileSystem.replace("\(folder)/\(name)", with: Array(text.utf8))
    }

    func text(_ name: String) -> String {
        (try? FileSystem.content(of: "\(folder)/\(name)")).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    func lines(_ name: String) -> [String] { text(name).split(separator: "\n").map(String.init) }
}
