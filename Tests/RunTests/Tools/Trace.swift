import Posix

/// What strace saw, as far as the order of writing, synchronising, showing and starting goes.
struct Trace {
    enum Event {
        /// Bytes of a segment up to this offset have become durable.
        case durable(segment: Int, upTo: Int64)
        /// A program was started with these arguments.
        case started([String])
        /// Something was written to a file that is not a segment.
        case written(path: String, text: String)
    }

    private(set) var events: [Event] = []
    /// How far each segment was written.
    private var sizes: [Int: Int64] = [:]
    /// The line each process has begun and not finished, and what the segment's size was then.
    private var pending: [Substring: (line: Substring, sizes: [Int: Int64])] = [:]

    /// What to start a program through, so that its trace can be read here. Strings are given up to 64 bytes.
    static func wrapper(log: String) -> [String] {
        let calls = "trace=execve,write,pwrite64,fdatasync,fsync"
        return ["strace", "-f", "-q", "-y", "-s", "64", "-e", calls, "-e", "signal=none", "-o", log]
    }

    init(log: String) throws {
        let text = String(decoding: try FileSystem.content(of: log), as: UTF8.self)
        for line in text.split(separator: "\n") {
            // "123 write(5</path>, "text", 4) = 4", or the same in two parts when another process came between.
            guard let blank = line.firstIndex(of: " ") else { continue }
            let process = line[..<blank]
            let rest = line[blank...].drop { $0 == " " }
            if rest.hasPrefix("execve(") { take(start: rest) }
            if rest.hasSuffix("<unfinished ...>") {
                pending[process] = (rest.dropLast(16), sizes)
            } else if rest.hasPrefix("<... "), let (begun, sizes) = pending.removeValue(forKey: process) {
                let tail = rest.range(of: "resumed>").map { rest[$0.upperBound...] } ?? ""
                take(call: String(begun) + String(tail), sizesThen: sizes)
            } else {
                take(call: String(rest), sizesThen: sizes)
            }
        }
    }

    /// A start counts from the moment it is tried: what must be durable must be so before.
    private mutating func take(start line: Substring) {
        let pieces = line.split(separator: "[", maxSplits: 1)
        guard pieces.count == 2, let end = pieces[1].firstIndex(of: "]") else { return }
        let arguments = pieces[1][..<end].split(separator: "\"").enumerated().filter { $0.offset % 2 == 0 }
        events.append(.started(arguments.map { String($0.element) }))
    }

    private mutating func take(call: String, sizesThen: [Int: Int64]) {
        guard let open = call.firstIndex(of: "<"), let close = call.firstIndex(of: ">"), open < close,
            let equals = call.lastIndex(of: "="), let result = call[equals...].split(separator: " ").dropFirst().first,
            let count = Int64(result)
        else { return }
        let path = String(call[call.index(after: open)..<close])
        let segment = Self.segment(of: path)
        if call.hasPrefix("fdatasync(") || call.hasPrefix("fsync(") {
            guard count == 0, let segment else { return }
            events.append(.durable(segment: segment, upTo: sizesThen[segment] ?? 0))
        } else if let segment {
            // A write says where it went only when it is a pwrite, whose last argument is the offset.
            let arguments = call[..<equals].split(separator: ",")
            let offset = arguments.last.flatMap { Int64($0.filter(\.isNumber)) } ?? 0
            let start = call.hasPrefix("pwrite64(") ? offset : sizes[segment] ?? 0
            sizes[segment] = max(sizes[segment] ?? 0, start + count)
        } else if let quote = call.firstIndex(of: "\"") {
            events.append(.written(path: path, text: String(call[quote...])))
        }
    }

    private static func segment(of path: String) -> Int? {
        guard path.hasSuffix(".facts"), let slash = path.lastIndex(of: "/") else { return nil }
        return Int(path[path.index(after: slash)...].dropLast(6))
    }
}

extension Substring {
    /// Where a text first occurs.
    func range(of text: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
            start = index(after: start)
        }
        return nil
    }
}
