/// An answer in pieces, written from any thread.
///
/// Nothing here waits. What the reader has not taken is kept up to a limit, and a reader too slow for it is cut off.
/// Dropped without `end`, it breaks off so that the reader sees that something is missing.
package final class WebStream: Sendable {
    private let exchange: Exchange

    init(_ exchange: Exchange) { self.exchange = exchange }

    deinit { exchange.breakOff() }

    /// False once nobody reads any more. A single piece larger than the limit is taken when nothing else waits.
    @discardableResult
    package func write(_ bytes: some Collection<UInt8>) -> Bool { exchange.write(bytes) }

    @discardableResult
    package func write(_ text: String) -> Bool { exchange.write(text.utf8) }

    /// Nothing more will come; what was written still goes out.
    package func end() { exchange.endStream() }

    /// Nothing more will come, and something is missing: what was written may not go out any more.
    package func breakOff() { exchange.breakOff() }

    package var isOpen: Bool { exchange.isStreamOpen }

    /// How many bytes wait for the reader.
    package var unreadBytes: Int { exchange.unread }

    /// Calls this once when nothing waits for the reader any more, or nobody reads; now, if that is so. For those who
    /// have much to send and want to send it no faster than it is read.
    package func whenDrained(_ act: @escaping @Sendable () -> Void) { exchange.whenDrained(act) }

    package func whenClosed(_ act: @escaping @Sendable () -> Void) { exchange.whenClosed(act) }
}
