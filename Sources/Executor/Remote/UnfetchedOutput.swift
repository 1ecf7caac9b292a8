package import Model
package import Wire

/// What attempts printed here that the service, which can't see it, is going to ask for and has not yet.
///
/// An executor that goes waits for it: what stays behind can be read only by who goes there.
package struct UnfetchedOutput: Sendable {
    /// As the service said; longer ones it leaves here. 0: it asks for nothing.
    private var limit: Int64 = 0
    private var logEnd: Int64 = 0
    private var logFetched: Int64 = 0
    /// Bytes of files of their own.
    private var files: [File: Int64] = [:]

    private struct File: Hashable {
        var attempt: AttemptIdentifier
        var stream: PrintedStream
    }

    package init() {}

    package var isEmpty: Bool { limit == 0 || logFetched >= logEnd && files.isEmpty }

    /// - Parameter limit: none any more: nobody waits for what is left.
    package mutating func ask(upTo limit: Int64) {
        self.limit = limit
        files = files.filter { $0.value <= limit }
    }

    package mutating func ended(_ end: AttemptEnd) {
        let streams = [(PrintedStream.output, end.output.standardOutput), (.error, end.output.standardError)]
        for (stream, location) in streams {
            switch location {
            case .nothing: break
            case .log(let offset, let count): logEnd = max(logEnd, offset + count)
            case .file(let count):
                if count <= limit { files[File(attempt: end.attempt, stream: stream)] = count }
            }
        }
    }

    /// - Parameter count: bytes that were sent in answer.
    package mutating func answered(_ request: OutputRequest, count: Int) {
        let end = request.offset + Int64(count)
        switch request.place {
        case .live, .kept(.nothing): break
        // What it asks for again was lost with its link.
        case .kept(.log(let start, _)): logFetched = start + end
        case .kept(.file):
            let file = File(attempt: request.attempt, stream: request.stream)
            if let size = files[file], end >= size { files[file] = nil }
        }
    }
}
