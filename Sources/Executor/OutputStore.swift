package import Model
package import Posix

/// What tasks print that name no file: taken from the lanes' files into one log, or a file of its own when it is long.
///
/// - Shape: `output.log` holds the pieces one behind the other, as they are; where each one lies is in the record.
///   A long piece is `outputs/<attempt>.out` or `.err`.
/// - Order: `store` for each end, `flush` before the ends are recorded.
package struct OutputStore {
    // 64 KiB: what the launcher's lanes hold before they open a new file, so that a longer piece starts one.
    package static let longestLogged: Int64 = 65536

    private let folder: String
    private let log: FileDescriptor
    private var logSize: Int64
    private var pending: [UInt8] = []
    private var isDirty = false
    /// Files of their own that are not on the disk yet.
    private var unsynchronized: [String] = []
    /// The attempt of whose two pieces only the first has been taken over.
    private var half: (attempt: AttemptIdentifier, location: CapturedOutput.Location)?
    /// The lane files that are open for reading, by lane and stream.
    private var sources: [SourceKey: Source] = [:]

    package enum Stream: String, Sendable, Hashable, CaseIterable {
        case output = "out"
        case error = "err"
    }

    /// A piece of a lane's file.
    package struct Piece: Sendable, Hashable {
        package var lane: Int
        package var generation: Int
        package var stream: Stream
        package var bytes: Range<Int64>

        package init(lane: Int, generation: Int, stream: Stream, bytes: Range<Int64>) {
            self.lane = lane
            self.generation = generation
            self.stream = stream
            self.bytes = bytes
        }
    }

    private struct SourceKey: Hashable {
        var lane: Int
        var stream: Stream
    }

    private struct Source {
        var generation: Int
        var file: FileDescriptor
    }

    /// - Parameter folder: the run's.
    package init(folder: String) throws(SystemFailure) {
        self.folder = folder
        try FileSystem.makeDirectories(Self.lanesFolder(in: folder), mode: 0o700)
        log = try FileDescriptor.open(Self.log(in: folder), .append, mode: 0o600)
        logSize = try log.size()
    }

    /// Where the launcher's lanes put their files.
    package static func lanesFolder(in folder: String) -> String { folder + "/lanes" }

    /// Where executors on other nodes keep theirs, when they see the run's folder.
    package static func executorsFolder(in run: String) -> String { run + "/executors" }

    /// - Parameter executor: a node's; 0: the one of the run itself.
    package static func folder(of executor: UInt64, in run: String) -> String {
        executor == 0 ? run : "\(executorsFolder(in: run))/\(String(executor, radix: 16))"
    }

    package static func log(in folder: String) -> String { folder + "/output.log" }

    package static func ownFile(of attempt: AttemptIdentifier, _ stream: Stream, in folder: String) -> String {
        "\(folder)/outputs/\(attempt.number).\(stream.rawValue)"
    }

    package static func laneFile(_ lane: Int, _ generation: Int, _ stream: Stream, in folder: String) -> String {
        "\(lanesFolder(in: folder))/lane-\(lane).\(generation).\(stream.rawValue)"
    }

    /// Takes over what an attempt printed; after a failure the same call tries again.
    package mutating func store(
        _ output: Piece, _ error: Piece, of attempt: AttemptIdentifier
    ) throws(SystemFailure) -> CapturedOutput {
        let first: CapturedOutput.Location
        if let half, half.attempt == attempt { first = half.location } else { first = try store(output, of: attempt) }
        // What was moved can't be moved again.
        half = (attempt, first)
        let second = try store(error, of: attempt)
        half = nil
        return CapturedOutput(standardOutput: first, standardError: second)
    }

    private mutating func store(
        _ piece: Piece, of attempt: AttemptIdentifier
    ) throws(SystemFailure) -> CapturedOutput.Location {
        guard !piece.bytes.isEmpty else { return .nothing }
        let count = Int64(piece.bytes.count)
        guard count <= Self.longestLogged else {
            try moveToOwnFile(piece, of: attempt)
            return .file(count: count)
        }
        let bytes = try source(of: piece).read(at: piece.bytes.lowerBound, count: Int(count))
        let offset = logSize + Int64(pending.count)
        pending += bytes
        return .log(offset: offset, count: Int64(bytes.count))
    }

    /// Writes what is pending behind the log.
    package mutating func flush() throws(SystemFailure) {
        guard !pending.isEmpty else { return }
        do throws(SystemFailure) {
            try log.writeAll(pending)
        } catch {
            // A part may have been written; what was promised to lie at an offset must lie there at the next try.
            try? log.truncate(to: logSize)
            throw error
        }
        logSize += Int64(pending.count)
        pending.removeAll(keepingCapacity: true)
        isDirty = true
    }

    /// Makes durable what was flushed, before the ends that point to it are.
    package mutating func synchronize() throws(SystemFailure) {
        if isDirty { try log.synchronizeData() }
        isDirty = false
        guard !unsynchronized.isEmpty else { return }
        for path in unsynchronized {
            let file = try FileDescriptor.open(path, .read)
            defer { file.close() }
            try file.synchronizeData()
        }
        try FileSystem.synchronizeDirectory(folder + "/outputs")
        unsynchronized.removeAll()
    }

    /// Closes everything and removes the lanes' files; what they held has been taken over.
    package mutating func close() {
        for source in sources.values { source.file.close() }
        sources.removeAll()
        log.close()
        try? FileSystem.removeTree(Self.lanesFolder(in: folder))
    }

    /// The open file of a piece; the lane's earlier file is done with as soon as a piece of a later one comes.
    private mutating func source(of piece: Piece) throws(SystemFailure) -> FileDescriptor {
        let key = SourceKey(lane: piece.lane, stream: piece.stream)
        if let known = sources[key], known.generation == piece.generation { return known.file }
        let path = Self.laneFile(piece.lane, piece.generation, piece.stream, in: folder)
        let file = try FileDescriptor.open(path, .read)
        if let earlier = sources.updateValue(Source(generation: piece.generation, file: file), forKey: key) {
            earlier.file.close()
            try? FileSystem.remove(
                Self.laneFile(piece.lane, earlier.generation, piece.stream, in: folder))
        }
        return file
    }

    private mutating func moveToOwnFile(_ piece: Piece, of attempt: AttemptIdentifier) throws(SystemFailure) {
        let target = Self.ownFile(of: attempt, piece.stream, in: folder)
        try FileSystem.makeDirectories(folder + "/outputs", mode: 0o700)
        let source = try source(of: piece)
        guard piece.bytes.lowerBound > 0 else {
            // It began with this file, and the lane goes on in another.
            try FileSystem.rename(
                Self.laneFile(piece.lane, piece.generation, piece.stream, in: folder), to: target)
            return unsynchronized.append(target)
        }
        let copy = try FileDescriptor.open(target, .create, mode: 0o600)
        defer { copy.close() }
        var offset = piece.bytes.lowerBound
        while offset < piece.bytes.upperBound {
            let bytes = try source.read(at: offset, count: Int(min(piece.bytes.upperBound - offset, 1 << 20)))
            guard !bytes.isEmpty else { break }
            try copy.writeAll(bytes)
            offset += Int64(bytes.count)
        }
        unsynchronized.append(target)
    }
}
