package import Model
package import Posix

/// Reads what was kept of a task's output.
package struct OutputReader {
    private let folder: String

    /// - Parameter folder: the run's.
    package init(folder: String) { self.folder = folder }

    /// - Parameter limit: at most so many bytes, from the end; none: all.
    package func read(
        _ stream: OutputStore.Stream, of end: AttemptEnd, last limit: Int? = nil
    ) throws(SystemFailure) -> [UInt8] {
        let location = stream == .output ? end.output.standardOutput : end.output.standardError
        switch location {
        case .nothing: return []
        case .log(let offset, let count):
            return try read(folder + "/output.log", from: offset, count: count, last: limit)
        case .file(let count):
            let path = OutputStore.ownFile(of: end.attempt, stream, in: folder)
            return try read(path, from: 0, count: count, last: limit)
        }
    }

    /// A part of what an ended attempt printed; fewer bytes than asked only at its end.
    package func read(
        _ location: CapturedOutput.Location, _ stream: OutputStore.Stream, of attempt: AttemptIdentifier,
        from offset: Int64, count: Int
    ) throws(SystemFailure) -> [UInt8] {
        let path: String
        let bytes: Range<Int64>
        switch location {
        case .nothing: return []
        case .log(let start, let length): (path, bytes) = (folder + "/output.log", start..<start + length)
        case .file(let length): (path, bytes) = (OutputStore.ownFile(of: attempt, stream, in: folder), 0..<length)
        }
        guard offset < bytes.upperBound - bytes.lowerBound else { return [] }
        let file = try FileDescriptor.open(path, .read)
        defer { file.close() }
        let start = bytes.lowerBound + offset
        return try file.read(at: start, count: Int(min(Int64(count), bytes.upperBound - start)))
    }

    private func read(
        _ path: String, from offset: Int64, count: Int64, last limit: Int?
    ) throws(SystemFailure) -> [UInt8] {
        let file = try FileDescriptor.open(path, .read)
        defer { file.close() }
        let wanted = min(count, limit.map(Int64.init) ?? count)
        return try file.read(at: offset + count - wanted, count: Int(wanted))
    }
}
