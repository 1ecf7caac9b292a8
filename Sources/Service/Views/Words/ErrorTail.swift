internal import Model

/// The last lines of what an attempt wrote to its standard error, or to its standard output when that was silent.
package enum ErrorTail {
    // 5: enough for an exception's last words.
    package static let lineLimit = 5

    /// Nothing when nothing was captured, or when it can't be read any more.
    package static func lines(of attempt: EndedAttempt, in record: RunRecord, most limit: Int = lineLimit) -> [String] {
        lines(of: attempt, most: limit) { try record.output(of: $0.end, $1) }
    }

    static func lines(
        of attempt: EndedAttempt, most limit: Int = lineLimit,
        _ output: (EndedAttempt, OutputStreamName) throws -> [UInt8]
    ) -> [String] {
        for stream in [OutputStreamName.error, .output] {
            guard let bytes = try? output(attempt, stream), !bytes.isEmpty else { continue }
            let lines = last(limit, of: bytes)
            if !lines.isEmpty { return lines }
        }
        return []
    }

    /// Where they are when they can't be read here.
    static func elsewhere(
        of attempt: EndedAttempt, _ output: (EndedAttempt, OutputStreamName) throws -> [UInt8]
    ) -> String? {
        for stream in [OutputStreamName.error, .output] where attempt.end.output.location(of: stream) != .nothing {
            do { _ = try output(attempt, stream) } catch let error as OutputElsewhere { return error.place } catch {}
        }
        return nil
    }

    /// Lines without their ends; empty ones at the end don't count, and a very long one is cut.
    package static func last(_ limit: Int, of bytes: [UInt8]) -> [String] {
        var lines: [ArraySlice<UInt8>] = []
        var rest = bytes[...]
        while lines.count < limit, !rest.isEmpty {
            let lineEnd = rest.lastIndex(of: 0x0A)
            let line = rest[(lineEnd.map { $0 + 1 } ?? rest.startIndex)...]
            if !line.isEmpty || !lines.isEmpty { lines.append(line) }
            rest = rest[..<(lineEnd ?? rest.startIndex)]
        }
        while let first = lines.last, first.isEmpty { lines.removeLast() }
        return lines.reversed().map { line in
            // A progress bar rewrites its line; what was last to be seen follows the last return.
            let trimmed = line.last == 0x0D ? line.dropLast() : line
            let shown = trimmed.lastIndex(of: 0x0D).map { trimmed[($0 + 1)...] } ?? trimmed
            // 400 bytes: five lines of a terminal.
            return String(decoding: shown.prefix(400), as: UTF8.self)
        }
    }
}
