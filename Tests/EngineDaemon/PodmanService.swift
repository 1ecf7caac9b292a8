internal import Launch
internal import Model
internal import Posix

/// A real Podman that serves Docker's API at a socket of its own, with storage of its own.
///
/// It runs below a launcher of ours, so that it goes with `close`, with this object, and also when the test's process
/// is killed; only the folder stays then.
package final class PodmanService {
    private let folder: String
    package var socket: String { "\(folder)/podman.sock" }
    /// What a program finds this engine by.
    package var environment: [String: String] { ["DOCKER_HOST": "unix://\(socket)"] }
    private let launcher: Launcher
    private var isClosed = false

    /// Its number as it says itself; empty: it is not here, or can't be asked.
    package static let version: String = {
        let run = try? Process.run(
            "/usr/bin/env", arguments: ["env", "podman", "--version"], environment: Environment.entries(),
            nanoseconds: 60_000_000_000)
        guard let run, run.end == .exited(0) else { return "" }
        return String(decoding: run.output, as: UTF8.self).split(whereSeparator: \.isWhitespace).last.map(String.init)
            ?? ""
    }()
    /// Whether one can run here, and it is none with the call that changes a running container: 5.1 was the first.
    package static var canRunWithoutUpdate: Bool {
        let numbers = version.split(separator: ".").compactMap { Int($0) }
        guard Process.user == 0 else { return false }
        // Where it is missing, its start says so.
        guard numbers.count >= 2 else { return true }
        return numbers[0] < 5 || numbers[0] == 5 && numbers[1] < 1
    }

    package init() throws {
        folder = try FileSystem.makeTemporaryDirectory("rota-podman")
        do {
            launcher = try Launcher(
                executable: Launcher.executablePath(), outputFolder: folder, environment: Environment.entries())
        } catch {
            try? FileSystem.removeTree(folder)
            throw error
        }
        do { try start() } catch {
            close()
            throw error
        }
    }

    deinit { close() }

    private func start() throws {
        var request = LaunchRequest(
            attempt: AttemptIdentifier(0),
            arguments: Texts([
                "podman", "--root", "\(folder)/root", "--runroot", "\(folder)/runroot", "--tmpdir", "\(folder)/tmp",
                "--storage-driver", "vfs", "--cgroup-manager", "cgroupfs", "--events-backend", "none", "system",
                "service", "--time", "0", "unix://\(socket)",
            ]))
        request.standardOutput = .file("\(folder)/log")
        request.standardError = .file("\(folder)/log")
        request.workingDirectory = folder
        try launcher.start(request, on: 0)
        _ = launcher.flush()
        let deadline = Clock.monotonicNanoseconds() + 120_000_000_000
        while !answers {
            if Clock.monotonicNanoseconds() > deadline {
                let log = (try? FileSystem.content(of: "\(folder)/log")).map { String(decoding: $0, as: UTF8.self) }
                throw EngineFault(problem: "no Podman came up: \(log ?? "")")
            }
            _ = try Readiness.wait(for: [], nanoseconds: 50_000_000)
        }
    }

    private var answers: Bool {
        guard let connection = try? FileDescriptor.connect(to: socket) else { return false }
        connection.close()
        return true
    }

    /// Ends it at once and removes the folder.
    package func close() {
        if isClosed { return }
        isClosed = true
        launcher.close()
        try? FileSystem.removeTree(folder)
    }
}
