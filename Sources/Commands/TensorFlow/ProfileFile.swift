internal import Dialects
internal import Glibc
internal import Model
internal import Posix

/// A profile on disk: how long kinds of work run at each width.
enum ProfileFile {
    static func read(_ path: String) throws -> RunTimeProfile {
        let file: FileDescriptor
        do throws(SystemFailure) { file = try FileDescriptor.open(path, .read) } catch {
            guard error.errorNumber == ENOENT else { throw error }
            throw TraceFile.refusal(path, "does not exist", remedy)
        }
        defer { file.close() }
        guard try file.status().kind != .directory else { throw TraceFile.refusal(path, "is a folder", remedy) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        // What is longer than any profile is not read to its end, if it has one.
        while bytes.count <= RunTimeProfile.sizeLimit {
            let count = try file.read(into: &piece)
            if count == 0 { break }
            bytes += piece[..<count]
        }
        return try RunTimeProfile.read(bytes, name: path)
    }

    private static let remedy = "Name a profile, as examples/tensorflow/profile.json is one."
}
