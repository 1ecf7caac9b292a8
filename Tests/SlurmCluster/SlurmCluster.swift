internal import Launch
internal import Model
internal import Posix

/// A real Slurm of four nodes with two processors each, all on this machine and all its own: folder, ports, key.
///
/// Its daemons run below a launcher of ours, with whatever they start: jobs, steps, their processes. So everything goes
/// with `close`, with this object, and also when the test's process is killed; only the folder stays then.
package final class SlurmCluster {
    package let folder: String
    /// No other cluster on this machine has it.
    package let name: String
    /// What a user's shell would have: this process's own, with nothing of an outer Slurm, and where this one is.
    package let environment: [String: String]
    private let launcher: Launcher
    private var isClosed = false

    package static let nodes = ["n1", "n2", "n3", "n4"]
    package static let coresPerNode = 2
    package static let memoryPerNodeMebibytes = 1000

    /// Returns when all four nodes are idle; a second or two where the machine has nothing else to do.
    package convenience init() throws {
        var failure: (any Error)?
        // 5: another process may take one of the ports between our look at it and the daemon's.
        for _ in 0..<5 {
            do {
                try self.init(ports: try FreePorts.find(1 + Self.nodes.count))
                return
            } catch let error as ClusterFailure where error.isWorthAnotherTry {
                failure = error
            }
        }
        throw failure ?? ClusterFailure(problem: "no ports were free", isWorthAnotherTry: false)
    }

    private init(ports: [UInt16]) throws {
        folder = try FileSystem.makeTemporaryDirectory("rota-slurm")
        name = "rota-\(Process.number)-\(ports[0])"
        let configuration = SlurmConfiguration(folder: folder, cluster: name, ports: ports)
        environment = Self.environment(configuration: configuration.path)
        do {
            try configuration.write()
            launcher = try Launcher(
                executable: Launcher.executablePath(), outputFolder: folder, environment: Environment.entries())
        } catch {
            try? FileSystem.removeTree(folder)
            throw error
        }
        do {
            try start(configuration)
        } catch {
            close()
            throw error
        }
    }

    deinit { close() }

    /// Ends everything at once, jobs too, and removes the folder.
    package func close() {
        if isClosed { return }
        isClosed = true
        launcher.close()
        try? FileSystem.removeTree(folder)
        // What executors' copies elected one by, where they were killed before all of them had looked.
        let elections = "/tmp/rota-\(Process.user)"
        for name in (try? FileSystem.names(in: elections)) ?? [] where name.hasPrefix("slurm-\(self.name)-") {
            try? FileSystem.remove("\(elections)/\(name)")
        }
    }

    /// Runs a command as a user would, in the cluster's folder, to its end.
    ///
    /// - Parameter variables: added to the environment.
    @discardableResult
    package func run(_ arguments: [String], with variables: [String: String] = [:]) throws -> ClusterAnswer {
        let entries = environment.merging(variables) { $1 }.sorted { $0.key < $1.key }
            .map { Array("\($0.key)=\($0.value)".utf8) }
        // env(1) finds the program and changes the folder. 120 s: for a machine that has much else to do.
        let run = try Process.run(
            "/usr/bin/env", arguments: ["env", "-C", folder] + arguments, environment: entries,
            nanoseconds: 120_000_000_000)
        return ClusterAnswer(
            line: arguments.joined(separator: " "), end: run.end, output: String(decoding: run.output, as: UTF8.self),
            errors: String(decoding: run.errors, as: UTF8.self))
    }

    /// Submits a shell script and answers the job's number; what it prints goes to `FOLDER/job-NUMBER.out`.
    package func submit(_ script: String, options: [String] = []) throws -> String {
        let path = "\(folder)/script-\(Clock.monotonicNanoseconds()).sh"
        try FileSystem.replace(path, with: Array("#!/bin/bash\n\(script)\n".utf8), mode: 0o700)
        let answer = try run(["sbatch", "--parsable", "--output=\(folder)/job-%j.out"] + options + [path])
        guard answer.code == 0, let job = answer.lines.first else { throw ClusterFailure(problem: answer.description) }
        return job
    }

    /// Waits until a job has one of these states, as `RUNNING`.
    package func wait(for job: String, toBe states: Set<String>, seconds: Int64 = 120) throws {
        var last: ClusterAnswer?
        let isSo = try Self.wait(seconds: seconds) {
            let answer = try self.run(["squeue", "--noheader", "--states=all", "--jobs=\(job)", "--format=%T"])
            last = answer
            return answer.lines.first.map(states.contains) == true
        }
        if !isSo {
            throw ClusterFailure(problem: "job \(job) never was one of \(states.sorted()): \(last?.description ?? "")")
        }
    }

    /// What a job has printed so far.
    package func output(of job: String) -> String { text("job-\(job).out") }

    /// Waits until something is so, but no longer than that, and answers whether it came to be.
    package static func wait(seconds: Int64 = 120, until isSo: () throws -> Bool) throws -> Bool {
        let deadline = Clock.monotonicNanoseconds() + seconds * 1_000_000_000
        while try !isSo() {
            if Clock.monotonicNanoseconds() > deadline { return false }
            _ = try Readiness.wait(for: [], nanoseconds: 50_000_000)
        }
        return true
    }

    private func text(_ name: String) -> String {
        (try? FileSystem.content(of: "\(folder)/\(name)")).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    private func start(_ configuration: SlurmConfiguration) throws {
        try start(configuration.munge, at: 0, as: "munged")
        try keepWatch(until: "the key service listens") { FileSystem.exists(configuration.socket) }
        try start(configuration.controller, at: 1, as: "slurmctld")
        for (index, node) in Self.nodes.enumerated() {
            try start(configuration.daemon(of: node), at: 2 + index, as: node)
        }
        try keepWatch(until: "four nodes are idle") {
            let answer = try self.run(["timeout", "5", "sinfo", "--noheader", "--partition=main", "--format=%D %T"])
            return answer.lines.map { $0.filter { !$0.isWhitespace } } == ["\(Self.nodes.count)idle"]
        }
    }

    private func start(_ arguments: [String], at lane: Int, as name: String) throws {
        var request = LaunchRequest(attempt: AttemptIdentifier(lane), arguments: Texts(arguments))
        request.standardOutput = .file("\(folder)/log/\(name).out")
        request.standardError = .file("\(folder)/log/\(name).out")
        request.workingDirectory = folder
        try launcher.start(request, on: lane)
        _ = launcher.flush()
    }

    /// Waits for something that comes while all daemons run.
    private func keepWatch(until claim: String, _ isSo: () throws -> Bool) throws {
        let isSoInTime = try Self.wait {
            var events: [LaunchEvent] = []
            try self.launcher.readEvents(into: &events)
            let ends = events.contains { event in
                if case .started = event { return false }
                return true
            }
            if ends {
                throw ClusterFailure(problem: "a daemon ended before \(claim): \(logs)", isWorthAnotherTry: true)
            }
            return try isSo()
        }
        if !isSoInTime { throw ClusterFailure(problem: "it never came to be that \(claim): \(logs)") }
    }

    /// The end of what each daemon said.
    private var logs: String {
        let names = (try? FileSystem.names(in: "\(folder)/log")) ?? []
        return names.map { "\n\($0): \(text("log/\($0)").suffix(1500))" }.joined()
    }

    private static func environment(configuration: String) -> [String: String] {
        var environment: [String: String] = [:]
        for entry in Environment.entries() {
            let parts = entry.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(decoding: parts[0], as: UTF8.self)
            let isOfSlurm = ["SLURM", "SBATCH", "SRUN", "SALLOC", "SQUEUE", "SINFO"].contains(where: name.hasPrefix)
            if parts.count == 2, !isOfSlurm { environment[name] = String(decoding: parts[1], as: UTF8.self) }
        }
        environment["SLURM_CONF"] = configuration
        return environment
    }
}
