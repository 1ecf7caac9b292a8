internal import CZlib
internal import Dialects
internal import Model
internal import Posix

/// A workload trace on disk, compressed by gzip or not, read in pieces however long it is.
enum TraceFile {
    // 64 KiB: a line of 18 numbers has some hundred bytes.
    private static let pieceBytes = 1 << 16
    private static let longestLine = 1 << 16

    static func read(_ path: String) throws -> WorkloadTrace {
        // Zlib says only that it failed, this says why.
        try FileDescriptor.open(path, .read).close()
        guard let file = gzopen(path, "rb") else {
            throw SystemFailure(call: "gzopen", errorNumber: 12, path: path)
        }
        defer { gzclose(file) }
        var trace = WorkloadTrace()
        var piece = [UInt8](repeating: 0, count: pieceBytes)
        var rest: [UInt8] = []
        while true {
            let count = Int(gzread(file, &piece, UInt32(piece.count)))
            guard count >= 0 else { throw refusal(path, "is compressed, and broken", "Fetch it again.") }
            if count == 0 { break }
            var start = 0
            while let end = piece[start..<count].firstIndex(of: 0x0A) {
                trace.take(String(decoding: rest + piece[start..<end], as: UTF8.self))
                rest.removeAll(keepingCapacity: true)
                start = end + 1
            }
            rest += piece[start..<count]
            guard rest.count <= longestLine else {
                throw refusal(path, "has a line of more than \(longestLine) bytes", "Name a workload trace (SWF).")
            }
        }
        var state = Z_OK
        gzerror(file, &state)
        guard state == Z_OK || state == Z_STREAM_END else {
            throw refusal(path, "is compressed, and ends too early", "Fetch it again.")
        }
        trace.take(String(decoding: rest, as: UTF8.self))
        trace.finish()
        return trace
    }

    static func refusal(_ path: String, line: Int? = nil, _ problem: String, _ remedy: String) -> Refusal {
        .document(DocumentProblem(document: path, line: line, problem: problem, remedy: remedy))
    }
}
