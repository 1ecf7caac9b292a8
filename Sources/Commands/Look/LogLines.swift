import Service

/// Pieces of output as lines.
enum LogLines {
    /// The last lines with their ends; all for none.
    static func last(_ count: Int?, of bytes: [UInt8]) -> ArraySlice<UInt8> {
        guard let count else { return bytes[...] }
        guard count > 0 else { return [] }
        var left = count
        var start = bytes.endIndex
        // A line end at the very end ends the last line, and begins none.
        if bytes.last == 0x0A { start -= 1 }
        while start > bytes.startIndex {
            if bytes[start - 1] == 0x0A {
                left -= 1
                if left == 0 { break }
            }
            start -= 1
        }
        return bytes[start...]
    }

    /// As they are, or each line behind the tag and a tab; what one stream alone was asked of goes to standard output.
    static func write(
        _ bytes: ArraySlice<UInt8>, from stream: OutputStreamName, tag: String?, alone: Bool, _ screen: Screen
    ) {
        let target = stream == .error && !alone ? screen.messages : screen.output
        guard let tag else { return screen.write(bytes: bytes, to: target) }
        var tagged: [UInt8] = []
        for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
            tagged += Array(tag.utf8) + [0x09] + line + [0x0A]
        }
        // What follows the last line end is no line of its own.
        if bytes.last == 0x0A { tagged.removeLast(tag.utf8.count + 2) }
        screen.write(bytes: tagged, to: target)
    }
}
