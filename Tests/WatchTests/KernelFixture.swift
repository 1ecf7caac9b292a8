import Posix
import Watch

/// A folder laid out as a kernel would show itself; it goes when this does.
final class KernelFixture {
    let kernel: KernelTree

    /// - Parameter files: their contents by their paths.
    init(_ files: KeyValuePairs<String, String>) throws {
        kernel = KernelTree(root: try FileSystem.makeTemporaryDirectory("rota-kernel"))
        for (path, content) in files { try write(content, to: path) }
    }

    deinit { try? FileSystem.removeTree(kernel.root) }

    func write(_ content: String, to path: String) throws {
        try FileSystem.makeDirectories(FileSystem.folder(of: kernel.root + path))
        try FileSystem.replace(kernel.root + path, with: Array(content.utf8))
    }
}

/// What a program printed.
func output(of program: String, _ arguments: String...) throws -> String {
    let (reading, writing) = try FileDescriptor.pipe()
    defer { reading.close() }
    let nothing = FileDescriptor(number: -1)
    let number = try Process.spawn(
        program, arguments: [program] + arguments, environment: Environment.entries(),
        descriptors: [nothing, writing, .standardError])
    writing.close()
    let bytes = try reading.readToEnd()
    _ = try Process.wait(for: number)
    return String(decoding: bytes, as: UTF8.self)
}
