/// Where a request's answer goes, from any thread and once.
///
/// Dropped without an answer, it answers 500: whoever asked must not wait for ever.
package final class WebAnswer: Sendable {
    private let exchange: Exchange

    init(_ exchange: Exchange) { self.exchange = exchange }

    deinit { exchange.complete(.refusal(500, "the request was dropped without an answer")) }

    /// Answers at once with all there is. A second answer, or one to somebody gone, goes nowhere.
    package func send(status: Int = 200, headers: WebFields = [:], body: [UInt8] = []) {
        exchange.complete(Reply(status: status, fields: headers, body: body))
    }

    package func send(status: Int = 200, headers: WebFields = [:], body: String) {
        send(status: status, headers: headers, body: Array(body.utf8))
    }

    /// Answers in pieces to come. Where too many do, the answer is 503 and the stream closed from its beginning.
    package func stream(status: Int = 200, headers: WebFields = [:]) -> WebStream {
        _ = exchange.openStream(Reply(status: status, fields: headers, body: []))
        return WebStream(exchange)
    }

    /// Calls this once if whoever asked goes away, or is cut off, before the answer is whole; at once if that has been.
    /// It runs on the server's thread or on the one that writes.
    package func whenClosed(_ act: @escaping @Sendable () -> Void) { exchange.whenClosed(act) }
}
