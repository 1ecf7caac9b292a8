import Posix

/// A folder of one test's own, removed with it.
final class TemporaryFolder {
    let path: String

    init() throws { path = try FileSystem.makeTemporaryDirectory("rota-ledger") }

    deinit { try? FileSystem.removeTree(path) }

    func file(_ name: String) -> String { "\(path)/\(name)" }
}

/// Makes a file look as if it was last written so long ago; below zero: in the future, so that no busy machine makes it
/// old before it is looked at.
func setAge(of path: String, seconds: Int) throws {
    let number = try Process.spawn(
        "/usr/bin/touch", arguments: ["touch", "-d", "\(-seconds) seconds", path], environment: [], descriptors: [])
    let end = try Process.wait(for: number)
    guard end == .exited(0) else { throw SystemFailure(call: "touch", errorNumber: 0, path: path) }
}
