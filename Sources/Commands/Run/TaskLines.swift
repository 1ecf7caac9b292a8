internal import Service

/// Cuts what one attempt prints into whole lines, so that those of several tasks never mix.
struct TaskLines {
    /// By stream, how much has come, and the line that has no end yet.
    private var shown: [OutputStreamName: Int] = [:]
    private var pending: [OutputStreamName: [UInt8]] = [:]

    private static let newline = UInt8(ascii: "\n")

    var isEmpty: Bool { shown.isEmpty }

    /// Answers the lines that are whole now.
    mutating func take(_ bytes: some Collection<UInt8>, _ stream: OutputStreamName) -> [UInt8] {
        shown[stream, default: 0] += bytes.count
        var lines = pending.removeValue(forKey: stream) ?? []
        let start = lines.count
        lines += bytes
        // Only what is new can hold an end.
        let end = lines[start...].lastIndex(of: Self.newline).map { $0 + 1 } ?? 0
        if end < lines.count { pending[stream] = Array(lines[end...]) }
        lines.removeSubrange(end...)
        return lines
    }

    /// Answers what is missing of all that the attempt printed; a last line without an end is given one.
    mutating func finish(_ all: [UInt8], _ stream: OutputStreamName) -> [UInt8] {
        var lines = take(all.dropFirst(shown[stream] ?? 0), stream)
        if let rest = pending.removeValue(forKey: stream), !rest.isEmpty { lines += rest + [Self.newline] }
        return lines
    }
}
