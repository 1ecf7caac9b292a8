package import Model

/// A question of somebody outside the loop for what an attempt printed, put to the executor that ran it.
package struct OutputQuestion: Sendable {
    package var node: NodeIdentifier
    package var attempt: AttemptIdentifier
    package var stream: OutputStreamName
    /// Where its end said that the output is; none: it still runs.
    package var location: CapturedOutput.Location?
    package var offset: Int64
    package var count: Int64
    /// Called once, on the loop's thread: the bytes, fewer than asked at the end; or why there are none.
    package var answer: @Sendable (Result<[UInt8], Unavailable>) -> Void

    package struct Unavailable: Error, Sendable, Hashable {
        package var reason: String
    }

    package init(
        node: NodeIdentifier, attempt: AttemptIdentifier, stream: OutputStreamName,
        location: CapturedOutput.Location?, offset: Int64, count: Int64,
        answer: @escaping @Sendable (Result<[UInt8], Unavailable>) -> Void
    ) {
        self.node = node
        self.attempt = attempt
        self.stream = stream
        self.location = location
        self.offset = offset
        self.count = count
        self.answer = answer
    }
}
