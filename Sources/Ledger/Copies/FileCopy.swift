internal import Posix

/// One file's bytes, as many as there are when it is begun.
enum FileCopy {
    // 1 MiB: larger ones copy no faster.
    private static let piece: Int64 = 1 << 20

    /// Answers how many bytes were copied; they are durable.
    @discardableResult
    static func copy(_ source: FileDescriptor, to path: String) throws(SystemFailure) -> Int64 {
        // Who writes on does so for ever; a copy ends.
        let size = try source.size()
        let target = try FileDescriptor.open(path, .createNew, mode: 0o600)
        defer { target.close() }
        var offset: Int64 = 0
        while offset < size {
            let bytes = try source.read(at: offset, count: Int(min(piece, size - offset)))
            if bytes.isEmpty { break }
            try target.writeAll(bytes)
            offset += Int64(bytes.count)
        }
        try target.synchronize()
        return offset
    }
}
