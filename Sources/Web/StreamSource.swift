internal import CWeb

/// Where the library reads an answer in pieces from.
final class StreamSource {
    private let exchange: Exchange
    private unowned let loop: ServerLoop
    private let connection: OpaquePointer

    init(exchange: Exchange, loop: ServerLoop, connection: OpaquePointer) {
        self.exchange = exchange
        self.loop = loop
        self.connection = connection
    }

    /// Keeps this alive until the library drops it.
    func response() -> OpaquePointer? {
        cweb_response_pieces(
            Unmanaged.passRetained(self).toOpaque(),
            { context, buffer, capacity in
                guard let context, let buffer else { return Int64(CWEB_BREAK) }
                let source = Unmanaged<StreamSource>.fromOpaque(context).takeUnretainedValue()
                return source.read(into: UnsafeMutableRawBufferPointer(start: buffer, count: capacity))
            },
            { context in
                if let context { Unmanaged<StreamSource>.fromOpaque(context).release() }
            })
    }

    private func read(into buffer: UnsafeMutableRawBufferPointer) -> Int64 {
        switch exchange.read(into: buffer) {
        case .bytes(let count): return Int64(count)
        case .end: return Int64(CWEB_END)
        case .giveUp: return Int64(CWEB_BREAK)
        case .suspend:
            loop.remember(suspended: exchange.number, connection)
            cweb_connection_suspend(connection)
            return 0
        }
    }
}
