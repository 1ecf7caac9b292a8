package import Model

/// A question for what an attempt printed, answered by pieces of output.
package struct OutputRequest: Sendable, Hashable {
    /// The answer's pieces repeat it.
    package var number: UInt64
    package var attempt: AttemptIdentifier
    package var stream: PrintedStream
    package var place: Place
    /// From this byte of the attempt's output on.
    package var offset: Int64
    /// At most so many bytes.
    package var count: Int64

    package enum Place: Sendable, Hashable {
        /// What it has printed so far; it still runs.
        case live
        /// Where its end said that the output is.
        case kept(CapturedOutput.Location)
    }

    package init(
        number: UInt64, attempt: AttemptIdentifier, stream: PrintedStream, place: Place, offset: Int64, count: Int64
    ) {
        self.number = number
        self.attempt = attempt
        self.stream = stream
        self.place = place
        self.offset = offset
        self.count = count
    }
}

/// Which of its two streams an attempt printed something to.
package enum PrintedStream: UInt8, Sendable, Hashable, CaseIterable { case output, error }

extension FactPacker {
    mutating func put(_ request: OutputRequest) {
        put(unsigned: request.number)
        put(attempt: request.attempt)
        put(byte: request.stream.rawValue)
        switch request.place {
        case .live: put(flag: false)
        case .kept(let location):
            put(flag: true)
            put(unsigned: kind(of: location))
            put(details: location)
        }
        put(count: request.offset)
        put(count: request.count)
    }
}

extension FactUnpacker {
    mutating func outputRequest() throws(PackingProblem) -> OutputRequest {
        var request = OutputRequest(
            number: try unsigned(), attempt: try attempt(), stream: try choice(PrintedStream.self, "a stream"),
            place: .live, offset: 0, count: 0)
        if try flag() {
            let location = try location(unsigned())
            guard location.isReckonable else { throw malformed("a place of output") }
            request.place = .kept(location)
        }
        request.offset = try count64()
        request.count = try count64()
        guard request.offset >= 0, request.count >= 0, !request.offset.addingReportingOverflow(request.count).overflow
        else { throw malformed("a range of output") }
        return request
    }
}
