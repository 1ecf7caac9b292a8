/// Takes apart what an engine sends of a container's two streams.
///
/// - Shape: frames of a stream's number (1 or 2), three bytes of nothing, a length of four bytes with the largest
///   first, and so many bytes.
/// - Source: Docker Engine API, "Stream format" of attach and logs.
struct LogFrames {
    enum Stream: Sendable, Hashable, CaseIterable { case output, error }

    struct Malformed: Error {}

    private var header: [UInt8] = []
    private var stream = Stream.output
    private var rest = 0

    /// Gives the payload of what came, piece by piece; frames may be cut anywhere.
    mutating func take(_ bytes: UnsafeRawBufferPointer, _ each: (Stream, ArraySlice<UInt8>) -> Void) throws(Malformed) {
        var left = Array(bytes)[...]
        while !left.isEmpty {
            if rest > 0 {
                let piece = left.prefix(rest)
                each(stream, piece)
                rest -= piece.count
                left = left.dropFirst(piece.count)
                continue
            }
            let missing = left.prefix(8 - header.count)
            header += missing
            left = left.dropFirst(missing.count)
            guard header.count == 8 else { return }
            switch header[0] {
            case 0, 1: stream = .output
            case 2: stream = .error
            default: throw Malformed()
            }
            rest = header[4...].reduce(0) { $0 << 8 | Int($1) }
            header.removeAll(keepingCapacity: true)
        }
    }
}
