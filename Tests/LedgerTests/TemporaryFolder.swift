import Posix

/// A folder of one test's own, removed with it.
final class TemporaryFolder {
    let path: String

    init() throws { path = try FileSystem.makeTemporaryDirectory("rota-ledger") }

    deinit { try? FileSystem.removeTree(path) }

    func file(_ name: String) -> String { "\(path)/\(name)" }
}
