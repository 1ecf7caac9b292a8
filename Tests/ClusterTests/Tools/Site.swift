import Posix
import SlurmCluster
import Testing

/// A Slurm cluster with a user's folder on it, and perhaps a service that the user keeps outside of any allocation.
final class Site {
    let cluster: SlurmCluster
    /// Where the user stands.
    let folder: String
    private var service: Int32?

    init() throws {
        cluster = try SlurmCluster()
        folder = "\(cluster.folder)/work"
        for name in ["work", "state", "run"] {
            try FileSystem.makeDirectories("\(cluster.folder)/\(name)", mode: 0o700)
        }
    }

    deinit {
        if let service {
            _ = try? Process.send(.kill, to: service)
            _ = try? Process.wait(for: service)
        }
        cluster.close()
    }

    /// The programs under test, as they were built beside these tests.
    static let rota = ((try? Process.executablePath()).map(FileSystem.folder(of:)) ?? ".") + "/rota"

    /// What the user's shell has set, so that nothing of another user's or test's is found.
    var variables: [String: String] {
        ["XDG_STATE_HOME": "\(cluster.folder)/state", "XDG_RUNTIME_DIR": "\(cluster.folder)/run"]
    }

    /// The service's state folder.
    var state: String { "\(cluster.folder)/state/rota" }

    /// Starts the user's service, and returns when it can be spoken to.
    func serve() throws {
        let log = try FileDescriptor.open("\(cluster.folder)/serve.out", .append)
        let nothing = try FileDescriptor.open("/dev/null", .read)
        defer {
            log.close()
            nothing.close()
        }
        let environment = cluster.environment.merging(variables) { $1 }.sorted { $0.key < $1.key }
            .map { Array("\($0.key)=\($0.value)".utf8) }
        service = try Process.spawn(
            "/usr/bin/env", arguments: ["env", "-C", folder, Self.rota, "serve"], environment: environment,
            descriptors: [nothing, log, log])
        let isThere = try SlurmCluster.wait { FileSystem.exists("\(self.cluster.folder)/run/rota/access.json") }
        try #require(isThere, "the service said: \(text("../serve.out"))")
    }

    /// Runs rota on the login node, to its end.
    @discardableResult
    func rota(_ arguments: String...) throws -> ClusterAnswer {
        try cluster.run(["env", "-C", folder, Self.rota] + arguments, with: variables)
    }

    /// Submits a batch script in which `rota` is the program under test; answers the job's number.
    func submit(_ script: String, nodes: Int, _ options: String...) throws -> String {
        let exports = variables.sorted { $0.key < $1.key }.map { "export \($0.key)=\($0.value)" }
        let head = (exports + ["cd \(folder)", "rota() { \(Self.rota) \"$@\"; }"]).joined(separator: "\n")
        return try cluster.submit(
            "\(head)\n\(script)", options: ["--nodes=\(nodes)", "--ntasks-per-node=2"] + options)
    }

    /// Whether an answer of `rota nodes` shows so many that can be given work.
    func offers(nodes count: Int) throws -> Bool {
        try rota("nodes").lines.count { $0.contains(" available ") } == count
    }

    func text(_ name: String) -> String {
        (try? FileSystem.content(of: "\(folder)/\(name)")).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    func lines(_ name: String) -> [String] { text(name).split(separator: "\n").map(String.init) }
}
