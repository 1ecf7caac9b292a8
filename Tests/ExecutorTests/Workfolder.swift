import Posix
import Testing

/// A folder of its own for one test, gone with it; on request a small file system in memory.
final class Workfolder {
    let path: String
    private let place: String

    init() throws {
        place = try FileSystem.makeTemporaryDirectory("executor")
        path = place
    }

    /// Mounting takes root.
    init(kibibytes: Int) throws {
        place = try FileSystem.makeTemporaryDirectory("executor")
        path = place + "/disk"
        try FileSystem.makeDirectory(path)
        let status = try Self.run("/bin/mount", ["-t", "tmpfs", "-o", "size=\(kibibytes)k", "none", path])
        try #require(status == .exited(0))
    }

    deinit {
        if path != place { _ = try? Self.run("/bin/umount", ["-l", path]) }
        try? FileSystem.removeTree(place)
    }

    func write(_ bytes: [UInt8], to name: String) throws { try FileSystem.replace("\(path)/\(name)", with: bytes) }

    func content(of name: String) throws -> [UInt8] { try FileSystem.content(of: "\(path)/\(name)") }

    /// Takes all the space that is left.
    func fill() throws {
        let filler = try FileDescriptor.open("\(path)/filler", .append)
        defer { filler.close() }
        let block = [UInt8](repeating: 0, count: 4096)
        while true {
            do throws(SystemFailure) { try filler.writeAll(block) } catch {
                if error.isNoSpace { return }
                throw error
            }
        }
    }

    /// Emptied first: a process that another test is about to start may still hold a copy of the descriptor.
    func makeRoom() throws {
        let filler = try FileDescriptor.open("\(path)/filler", .append)
        defer { filler.close() }
        try filler.truncate(to: 0)
    }

    private static func run(_ program: String, _ arguments: [String]) throws -> Process.End {
        let number = try Process.spawn(program, arguments: [program] + arguments, environment: [], descriptors: [])
        return try Process.wait(for: number)
    }
}
