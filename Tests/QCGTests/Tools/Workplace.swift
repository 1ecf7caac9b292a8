import Glibc
import Posix
import Testing

/// A folder in which QCG's programs are used by their old names; it goes when this does.
final class Workplace {
    let folder: String
    private var count = 0

    init() throws {
        folder = try FileSystem.makeTemporaryDirectory("rota-qcg")
        try FileSystem.makeDirectory("\(folder)/bin")
        let tests = FileSystem.folder(of: try Process.executablePath())
        for name in ["service", "executor", "client", "pm-service", "pm", "pm-report", "pm-processes"] {
            try #require(symlink("\(tests)/rota", "\(folder)/bin/qcg-\(name)") == 0)
        }
    }

    deinit {
        // Again and again: what was killed a moment ago may still be putting its files away.
        _ = wait(seconds: 10) {
            try? FileSystem.removeTree(self.folder)
            return !FileSystem.exists(self.folder)
        }
    }

    func path(_ name: String) -> String { "\(folder)/\(name)" }

    func write(_ text: String, to name: String) throws {
        try FileSystem.replace(path(name), with: Array(text.utf8), mode: 0o644)
    }

    func content(of name: String) -> String {
        (try? FileSystem.content(of: path(name))).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    func lines(of name: String) -> [String] { content(of: name).split(separator: "\n").map(String.init) }

    /// The only auxiliary folder of a service there is; none before there is one.
    var auxiliary: String? {
        try? FileSystem.names(in: folder).first { $0.hasPrefix(".qcgpjm-service-") }
    }

    /// Starts one of QCG's programs by its link; its output goes to files, so that it never waits for a reader.
    func start(_ program: String, _ arguments: String..., input: String = "") throws -> Running {
        try start(["\(folder)/bin/\(program)"] + arguments, input: input)
    }

    /// The same, to its end.
    @discardableResult
    func run(_ program: String, _ arguments: String..., input: String = "") throws -> Finished {
        try start(["\(folder)/bin/\(program)"] + arguments, input: input).finish()
    }

    /// The same, in surroundings that these variables tell of.
    func run(_ program: String, _ arguments: [String], variables: [String]) throws -> Finished {
        try start(["\(folder)/bin/\(program)"] + arguments, variables: variables).finish()
    }

    /// Runs a script in the Python that has QCG's own client, to its end.
    func python(_ script: String) throws -> Finished { try startPython(script).finish() }

    func startPython(_ script: String) throws -> Running {
        let home = Environment.value(of: "HOME") ?? "/root"
        let cache = Environment.value(of: "XDG_CACHE_HOME") ?? "\(home)/.cache"
        let program = "\(cache)/rota/qcg-python/bin/python"
        try #require(FileSystem.exists(program), "packaging/test-python.sh makes it, as `make test` does")
        return try start([program, "-c", script])
    }

    private func start(_ command: [String], input: String = "", variables: [String] = []) throws -> Running {
        count += 1
        let name = path(".call-\(count)")
        try FileSystem.replace("\(name).in", with: Array(input.utf8))
        let descriptors = [
            try FileDescriptor.open("\(name).in", .read), try FileDescriptor.open("\(name).out", .append),
            try FileDescriptor.open("\(name).err", .append),
        ]
        defer { descriptors.forEach { $0.close() } }
        let strange = ["ROTA_", "QCG_", "SLURM_", "HOME="].map { Array($0.utf8) }
        var entries = Environment.entries().filter { entry in !strange.contains { entry.starts(with: $0) } }
        // Scripts run in a login shell: whose profile that reads must not decide how long they take.
        entries += (["XDG_RUNTIME_DIR=\(folder)", "HOME=\(folder)"] + variables).map { Array($0.utf8) }
        // env(1) changes the folder and becomes the program, so the number is the program's own.
        let number = try Process.spawn(
            "/usr/bin/env", arguments: ["env", "-C", folder] + command, environment: entries, descriptors: descriptors)
        return Running(number: number, files: name, line: command.joined(separator: " "))
    }
}
