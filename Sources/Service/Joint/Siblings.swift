internal import Launch
internal import Model
internal import Posix

/// The program that starts the executors on a run's other nodes, and ends when they have ended.
///
/// Below a launcher of its own, so that it goes with this process, however that ends.
final class Siblings {
    private let launcher: Launcher
    private(set) var isOver = false
    /// For the launcher's own files; nothing is left there.
    private let folder: String

    /// Only one is ever started there.
    private static let attempt = AttemptIdentifier(0)

    /// - Parameter folder: the run's.
    init(_ command: [String], folder: String) throws(SystemFailure) {
        self.folder = "\(folder)/neighbours"
        try FileSystem.makeDirectories(self.folder, mode: 0o700)
        launcher = try Launcher(
            executable: Launcher.executablePath(), outputFolder: self.folder, environment: Environment.entries())
        var request = LaunchRequest(attempt: Self.attempt, arguments: Texts(command))
        request.standardOutput = .file("\(folder)/neighbours.log")
        request.standardError = .file("\(folder)/neighbours.log")
        try launcher.start(request, on: 0)
        _ = launcher.flush()
    }

    /// The launcher's.
    var process: Int32 { launcher.process }
    var descriptor: FileDescriptor { launcher.eventDescriptor }

    /// Notes whether it has ended.
    func look() throws(SystemFailure) {
        guard !isOver else { return }
        var events: [LaunchEvent] = []
        try launcher.readEvents(into: &events)
        isOver = events.contains { event in
            if case .started = event { return false }
            return true
        }
    }

    /// Ends what has not ended by itself.
    func close() {
        launcher.close()
        try? FileSystem.removeTree(folder)
    }
}
