internal import Dialects
internal import Launch
internal import Model
internal import Posix
internal import Watch

/// What Rota finds on this machine: itself, the libraries, and what may be used.
enum MachineExamination {
    static func findings() -> [DoctorFinding] { itself() + libraries() + machine() + groups() + limits() }

    private static func itself() -> [DoctorFinding] {
        var findings = [DoctorFinding(section: "rota", name: "version", value: Version.text)]
        if let path = try? Process.executablePath() {
            findings.append(DoctorFinding(section: "rota", name: "program", value: path))
        }
        do {
            findings.append(DoctorFinding(section: "rota", name: "launcher", value: try Launcher.executablePath()))
        } catch {
            findings.append(
                DoctorFinding(
                    section: "rota", name: "launcher", value: "\(error)", standing: .broken,
                    remedy: "Keep rota-launcher beside rota, where it was installed."))
        }
        let kernel = text("/proc/sys/kernel/osrelease")
        findings.append(DoctorFinding(section: "rota", name: "kernel", value: "Linux \(kernel)"))
        if let line = text("/etc/os-release").split(separator: "\n").first(where: { $0.hasPrefix("PRETTY_NAME=") }) {
            let name = line.dropFirst("PRETTY_NAME=".count).filter { $0 != "\"" }
            findings.append(DoctorFinding(section: "rota", name: "system", value: String(name)))
        }
        return findings
    }

    private static let known:
        [(name: String, files: [String], version: LibraryDescription.VersionFunction, use: String)] = [
            ("C library", ["libc.so.6"], .text("gnu_get_libc_version"), "everything"),
            ("ZeroMQ", ["libzmq.so.5"], .parts("zmq_version"), "executors"),
            ("SQLite", ["libsqlite3.so.0"], .text("sqlite3_libversion"), "looking up tasks of large runs"),
            ("hwloc", ["libhwloc.so.15"], .packed("hwloc_get_api_version"), "binding tasks to cores"),
            ("libmicrohttpd", ["libmicrohttpd.so.12"], .text("MHD_get_version"), "`rota serve`"),
            ("libcurl", ["libcurl-gnutls.so.4", "libcurl.so.4"], .text("curl_version"), "asking a service"),
            ("GnuTLS", ["libgnutls.so.30"], .check("gnutls_check_version"), "listening beyond loopback"),
        ]

    private static func libraries() -> [DoctorFinding] {
        known.map { library in
            var words = ""
            for file in library.files {
                do throws(LibraryDescription.Missing) {
                    let found = try LibraryDescription.of(file, version: library.version)
                    return DoctorFinding(
                        section: "libraries", name: library.name, value: "\(found.version) (\(found.path))")
                } catch { words = words.isEmpty ? error.words : words }
            }
            return DoctorFinding(
                section: "libraries", name: library.name, value: words, standing: .broken,
                remedy: "Install it; it is needed for \(library.use).")
        }
    }

    private static func machine() -> [DoctorFinding] {
        let machine = UsableMachine.detect()
        var findings = [DoctorFinding(section: "machine", name: "host", value: machine.name)]
        let processors = machine.processors.map { "\($0)" }.joined(separator: ",")
        findings.append(
            DoctorFinding(
                section: "machine", name: "processors",
                value: "\(Wording.count(machine.processors.count)) may be used: \(processors)"))
        if let quota = machine.quota {
            findings.append(
                DoctorFinding(
                    section: "machine", name: "processor time", value: "limited to \(quota) cores", standing: .notable))
        }
        let source: String
        switch machine.memorySource {
        case .installed: source = "installed"
        case .controlGroup(let path): source = "limited by \(path)"
        case .unknown: source = "the kernel does not say"
        }
        findings.append(DoctorFinding(section: "machine", name: "memory", value: "\(machine.memory), \(source)"))
        let gpus = machine.gpus.isEmpty ? "none" : machine.gpus.joined(separator: ", ")
        findings.append(DoctorFinding(section: "machine", name: "GPUs", value: gpus))
        return findings
    }

    /// Each hierarchy this process is in, and whether it may make groups there.
    private static func groups() -> [DoctorFinding] {
        text("/proc/self/cgroup").split(separator: "\n").compactMap { line in
            let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard fields.count == 3 else { return nil }
            let isSecond = fields[0] == "0" && fields[1].isEmpty
            let root = "/sys/fs/cgroup"
            let alone = FileSystem.exists("\(root)/cgroup.controllers") ? root : "\(root)/unified"
            let name = fields[1].hasPrefix("name=") ? fields[1].dropFirst(5) : fields[1]
            let mount = isSecond ? alone : "\(root)/\(name)"
            let folder = fields[2] == "/" ? mount : "\(mount)\(fields[2])"
            let state =
                !FileSystem.exists(folder)
                ? "not mounted here" : FileSystem.isWritable(folder) ? "can be written" : "can't be written"
            return DoctorFinding(
                section: "control groups", name: isSecond ? "version 2" : "version 1, \(fields[1])",
                value: "\(folder), \(state)")
        }
    }

    private static func limits() -> [DoctorFinding] {
        guard let limit = try? FileDescriptor.limit(), let largest = try? FileDescriptor.largestLimit() else {
            return []
        }
        let value = "\(Wording.count(limit)), and \(Wording.count(largest)) for a service, which raises it"
        var finding = DoctorFinding(section: "limits", name: "open files", value: value)
        // 4,096: an executor takes one of the service's, a client another, and strangers who knock some for seconds.
        if largest <= 4096 {
            finding.standing = .notable
            finding.remedy = "Enough for a thousand executors; ask who runs the machine for a higher `ulimit -Hn`."
        }
        return [finding]
    }

    static func text(_ path: String) -> String {
        let bytes = (try? FileSystem.content(of: path)) ?? []
        var text = String(decoding: bytes, as: UTF8.self)
        while text.last == "\n" { text.removeLast() }
        return text
    }
}
