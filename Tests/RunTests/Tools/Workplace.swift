import Glibc
import Posix
import Testing

/// A folder in which rota is used as a person would use it; it goes when this does.
final class Workplace {
    let folder: String
    /// Added to every program's environment.
    var environment: [String: String] = [:]
    /// What every rota is started through, such as a tracer or another user: a program and its arguments.
    var wrapper: [String] = []
    private var count = 0

    /// - Parameter place: the folder to make it in; none: the system's folder for temporary ones.
    init(in place: String? = nil) throws {
        if let place {
            folder = "\(place)/work"
            try FileSystem.makeDirectory(folder)
        } else {
            folder = try FileSystem.makeTemporaryDirectory("rota-run")
        }
        state = "\(folder)/.rota"
    }

    deinit {
        // Again and again: what was killed a moment ago may still be putting its files away.
        _ = wait(seconds: 10) {
            try? FileSystem.removeTree(self.folder)
            return !FileSystem.exists(self.folder)
        }
    }

    /// The state folder that rota is told to use, so that none above can be found instead.
    var state: String

    func path(_ name: String) -> String { "\(folder)/\(name)" }

    func write(_ text: String, to name: String, mode: UInt32 = 0o644) throws {
        try FileSystem.replace(path(name), with: Array(text.utf8), mode: mode)
    }

    /// A shell script in the folder, to be run by its path.
    func script(_ name: String, _ text: String, shell: String = "/bin/sh") throws -> String {
        try write("#!\(shell)\n\(text)\n", to: name, mode: 0o755)
        return path(name)
    }

    func content(of name: String) -> String {
        (try? FileSystem.content(of: path(name))).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    func lines(of name: String) -> [String] { content(of: name).split(separator: "\n").map(String.init) }

    /// Runs rota to its end.
    @discardableResult
    func rota(_ arguments: String..., input: String = "") throws -> Finished {
        try start([Executables.rota] + arguments, input: input).finish()
    }

    /// Runs a line of shell in which `rota` is the program under test.
    @discardableResult
    func shell(_ line: String, input: String = "") throws -> Finished {
        try start(["/bin/bash", "-c", "rota() { \(Executables.rota) \"$@\"; }\n\(line)"], input: input).finish()
    }

    func start(rota arguments: String..., input: String = "") throws -> Running {
        try start([Executables.rota] + arguments, input: input)
    }

    /// Starts a program in the folder; its output goes to files, so that it never waits for a reader.
    func start(_ command: [String], input: String = "") throws -> Running {
        count += 1
        let name = path(".call-\(count)")
        try FileSystem.replace("\(name).in", with: Array(input.utf8))
        let descriptors = [
            try FileDescriptor.open("\(name).in", .read), try FileDescriptor.open("\(name).out", .append),
            try FileDescriptor.open("\(name).err", .append),
        ]
        defer { descriptors.forEach { $0.close() } }
        // Of a name that is there twice, most programs take the first.
        let replaced = ["ROTA_", "HOME="] + environment.keys.map { "\($0)=" }
        var entries = Environment.entries().filter { entry in !replaced.contains { entry.starts(with: $0.utf8) } }
        // Scripts of tasks begin with a login shell: whatever the user's own one does shall decide nothing here.
        entries += ["ROTA_STATE=\(state)", "HOME=\(folder)"].map { Array($0.utf8) }
        entries += environment.sorted { $0.key < $1.key }.map { Array("\($0.key)=\($0.value)".utf8) }
        // env(1) changes the folder and becomes the program, so the number is the program's own.
        let arguments = ["env", "-C", folder] + wrapper + command
        let number = try Process.spawn(
            "/usr/bin/env", arguments: arguments, environment: entries, descriptors: descriptors)
        return Running(number: number, files: name, line: arguments.dropFirst(3).joined(separator: " "))
    }
}
