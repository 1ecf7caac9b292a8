package import Posix
package import Sockets

/// A link to a service over ZeroMQ.
package final class SocketServiceLink: ServiceLink {
    /// Where a service listens, and the keys that open it.
    package struct Address: Sendable, Hashable {
        package var endpoint: String
        package var serviceKey: CurveKey
        package var keys: KeyPair

        package init(endpoint: String, serviceKey: CurveKey, keys: KeyPair) {
            self.endpoint = endpoint
            self.serviceKey = serviceKey
            self.keys = keys
        }
    }

    private let context: SocketContext
    private let find: () -> Address?
    private var address: Address
    private var socket: Socket

    /// - Parameter find: looks again where the service listens; none: nobody knows.
    package init(to address: Address, find: @escaping () -> Address?) throws(SocketFailure) {
        context = try SocketContext()
        self.address = address
        self.find = find
        socket = try Self.connect(to: address, in: context)
    }

    private static func connect(to address: Address, in context: SocketContext) throws(SocketFailure) -> Socket {
        var options = SocketOptions()
        options.security = .client(address.keys, server: address.serviceKey)
        // What a broken link had not sent is said anew after the next hello.
        options.sendsOnlyWhenConnected = true
        options.sendLimit = 0
        let socket = try Socket(.dealer, in: context, options: options)
        try socket.connect(to: address.endpoint)
        return socket
    }

    package var descriptor: FileDescriptor { socket.signal }
    package var hasInput: Bool { (try? socket.hasInput()) ?? false }

    package func receive() throws(SystemFailure) -> [[UInt8]] {
        var messages: [[UInt8]] = []
        do throws(SocketFailure) {
            try socket.drain(atMost: 1000) { message in
                if let bytes = message.parts.first, message.parts.count == 1 { messages.append(bytes) }
            }
        } catch { throw SystemFailure(call: error.call, errorNumber: error.errorNumber, path: error.address) }
        return messages
    }

    package func send(_ message: [UInt8]) -> Bool { (try? socket.send(message)) == .sent }

    package func seek() {
        guard let found = find(), found != address, let new = try? Self.connect(to: found, in: context) else { return }
        socket.close()
        socket = new
        address = found
    }

    package func close() {
        socket.close()
        context.close()
    }
}
