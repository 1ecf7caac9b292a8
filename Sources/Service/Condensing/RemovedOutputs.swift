internal import Executor
internal import Model
internal import Posix

/// Takes away what attempts of removed jobs printed.
///
/// Files of their own are removed. What lies in the log gives its blocks back to the file system, where that can; the
/// places of all others stay as they are. Nothing hangs on it, so whatever fails is left.
final class RemovedOutputs {
    private let places: OutputPlaces
    private var logs: [String: FileDescriptor] = [:]
    /// Pieces of a log that touch each other.
    private var piece: (folder: String, bytes: Range<Int64>)?

    // 4 KiB: a block; of less nothing is given back.
    private static let block: Int64 = 4096

    /// - Parameter run: its folder.
    init(run: String) { places = OutputPlaces(run: run) }

    deinit { for log in logs.values { log.close() } }

    func drop(_ ends: [AttemptEnd]) {
        for end in ends where end.output != .silent {
            for (stream, kept) in [(OutputStreamName.output, OutputStore.Stream.output), (.error, .error)] {
                // What is only where it was printed stays there.
                guard let folder = try? places.folder(of: end, stream) else { continue }
                drop(end.output.location(of: stream), kept, of: end.attempt, in: folder)
            }
        }
    }

    func finish() {
        if let piece, piece.bytes.count >= Self.block { release(piece.bytes, of: piece.folder) }
        piece = nil
    }

    private func drop(
        _ location: CapturedOutput.Location, _ stream: OutputStore.Stream, of attempt: AttemptIdentifier,
        in folder: String
    ) {
        switch location {
        case .nothing: break
        case .file: try? FileSystem.remove(OutputStore.ownFile(of: attempt, stream, in: folder))
        case .log(let offset, let count):
            if let open = piece, open.folder == folder, open.bytes.upperBound == offset {
                piece = (folder, open.bytes.lowerBound..<offset + count)
            } else {
                finish()
                piece = (folder, offset..<offset + count)
            }
        }
    }

    private func release(_ bytes: Range<Int64>, of folder: String) {
        let path = OutputStore.log(in: folder)
        guard let log = logs[folder] ?? (FileSystem.exists(path) ? try? FileDescriptor.open(path, .update) : nil)
        else { return }
        logs[folder] = log
        try? log.release(bytes)
    }
}
