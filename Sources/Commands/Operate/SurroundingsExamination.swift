internal import Batch
internal import Containers
internal import Dialects
internal import Model
internal import Posix
internal import Service

/// What Rota finds around it: batch systems, a container engine, the state folder's disk, ports and a service.
struct SurroundingsExamination {
    let statePath: String
    let service: String?
    let environment: [String: String]

    // 5 s: a controller that takes longer is as good as silent.
    private static let patience: Int64 = 5_000_000_000

    func findings() -> [DoctorFinding] { batch() + containers() + disk() + ports() + access() }

    private func batch() -> [DoctorFinding] {
        var findings: [DoctorFinding] = []
        let questions = [
            ("Slurm", "sinfo", ["--version"]), ("Slurm controller", "scontrol", ["ping"]),
            ("PBS", "qstat", ["--version"]),
        ]
        for (name, program, arguments) in questions {
            guard let path = Environment.executable(named: program, along: environment["PATH"] ?? "/usr/bin:/bin")
            else {
                continue
            }
            findings.append(ask(name, path, [program] + arguments))
        }
        if findings.isEmpty {
            findings.append(DoctorFinding(section: "batch systems", name: "commands", value: "none found along PATH"))
        }
        do {
            let allocation = try Allocation.find(environment, ancestors: Ancestors.commandLines())
            let words = allocation.map { allocation in
                let nodes = Wording.count(allocation.nodes.count, "node")
                let here = allocation.here?.name ?? "none of them"
                return "\(allocation.system.rawValue) \(allocation.job), \(nodes), this one is \(here)"
            }
            findings.append(DoctorFinding(section: "batch systems", name: "allocation", value: words ?? "none"))
        } catch {
            findings.append(
                DoctorFinding(section: "batch systems", name: "allocation", value: "\(error)", standing: .broken))
        }
        return findings
    }

    private func ask(_ name: String, _ path: String, _ arguments: [String]) -> DoctorFinding {
        var finding = DoctorFinding(section: "batch systems", name: name, value: path)
        let run = try? Process.run(
            path, arguments: arguments, environment: Environment.entries(), nanoseconds: Self.patience, limit: 4096)
        let words = String(decoding: (run?.output ?? []) + (run?.errors ?? []), as: UTF8.self)
        let first = words.split(separator: "\n").first.map(String.init) ?? "says nothing"
        finding.value = "\(first) (\(path))"
        if run?.end != .exited(0) {
            finding.standing = .notable
            finding.remedy = "`\(arguments.joined(separator: " "))` does not succeed; ask who runs the batch system."
        }
        return finding
    }

    private func containers() -> [DoctorFinding] {
        let socket = Engine.socket(in: environment)
        var finding = DoctorFinding(section: "containers", name: "engine", value: "none answers at \(socket)")
        switch Engine.offer(at: socket) {
        case .none: break
        case .containers(let engine): finding.value = "\(engine) at \(socket)"
        case .lacking(let what):
            finding.value = what
            finding.standing = .notable
            finding.remedy = "Name another engine's socket in DOCKER_HOST; see docs/containers.md."
        }
        return [finding]
    }

    private func disk() -> [DoctorFinding] {
        var finding = DoctorFinding(section: "state folder", name: "path", value: statePath)
        var folder = statePath
        while !FileSystem.exists(folder), folder != "/", folder != "." { folder = FileSystem.folder(of: folder) }
        if folder != statePath { finding.value += ", not there yet" }
        var findings = [finding]
        if let mount = try? FileSystem.mount(of: folder) {
            findings.append(
                DoctorFinding(
                    section: "state folder", name: "file system",
                    value: "\(mount.kind), \(Bytes(mount.free)) free of \(Bytes(mount.size))"))
        }
        do throws(SystemFailure) {
            let median = try commitNanoseconds(in: folder)
            var speed = DoctorFinding(
                section: "state folder", name: "fdatasync", value: "\(Duration(nanoseconds: median)) for a commit")
            // 20 ms: four times the 5 ms between two commits of a busy service.
            if median > 20_000_000 {
                speed.standing = .notable
                speed.remedy = "Every submission waits for one. A disk of the machine's own is faster."
            }
            findings.append(speed)
        } catch {
            findings.append(
                DoctorFinding(
                    section: "state folder", name: "fdatasync", value: "\(error)", standing: .broken,
                    remedy: "Name a folder with --state that you may write to."))
        }
        return findings
    }

    /// The median of some commits of an ordinary size.
    private func commitNanoseconds(in folder: String) throws(SystemFailure) -> Int64 {
        let path = "\(folder)/doctor.\(Process.number).draft"
        let file = try FileDescriptor.open(path, .createNew, mode: 0o600)
        defer {
            file.close()
            try? FileSystem.remove(path)
        }
        var times: [Int64] = []
        for _ in 0..<9 {
            let start = Clock.monotonicNanoseconds()
            try file.writeAll([UInt8](repeating: 0x52, count: 128))
            try file.synchronizeData()
            times.append(Clock.monotonicNanoseconds() - start)
        }
        return times.sorted()[times.count / 2]
    }

    private func ports() -> [DoctorFinding] {
        [("7080 (HTTP)", 7080), ("7040 (executors)", 7040)].map { name, port in
            var finding = DoctorFinding(section: "ports", name: name, value: "free")
            do throws(SystemFailure) { try FileDescriptor.listen(on: "127.0.0.1", port: port).close() } catch {
                finding.value = error.isAddressTaken ? "taken; a service takes another one then" : "\(error)"
                finding.standing = .notable
            }
            return finding
        }
    }

    private func access() -> [DoctorFinding] {
        do {
            let places = AccessPlaces()
            let found = try service.map { try places.named($0) } ?? places.inFolder(statePath) ?? places.ofUser()
            guard let access = found else {
                return [DoctorFinding(section: "service", name: "access file", value: "none: no service was started")]
            }
            return [
                DoctorFinding(section: "service", name: "address", value: "\(access.http), \(access.zeromq)"),
                answer(of: access),
            ]
        } catch {
            return [DoctorFinding(section: "service", name: "access file", value: "\(error)", standing: .broken)]
        }
    }

    private func answer(of access: AccessFile) -> DoctorFinding {
        do {
            let view = try ServiceClient(WebLink(access, isHasty: true)).service()
            var finding = DoctorFinding(
                section: "service", name: "answer",
                value: "version \(view.version), process \(view.process) on \(view.host)")
            if view.version != Version.text {
                finding.standing = .notable
                finding.remedy = "It is another version than this one, \(Version.text)."
            }
            return finding
        } catch {
            return DoctorFinding(
                section: "service", name: "answer", value: "\(error)", standing: .broken,
                remedy: """
                    Start it with `rota serve`; its access file is from process \(access.process) on \(access.host).
                    """
            )
        }
    }
}
