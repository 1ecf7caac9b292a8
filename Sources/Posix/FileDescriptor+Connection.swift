internal import CLinux
internal import Glibc

/// Connections, from either end.
extension FileDescriptor {
    /// Listens on a name of the local machine that is no file's, non-blocking; anybody on it may connect.
    package static func listen(locally name: String) throws(SystemFailure) -> FileDescriptor {
        // 16: those of one program.
        let result = unsafe clinux_listen_local(name, 16)
        if result >= 0 { return FileDescriptor(number: result) }
        throw SystemFailure(call: "listen", errorNumber: -result, path: "@\(name)")
    }

    /// The next connection that came to a listening socket, non-blocking, and the address in numbers it came from.
    ///
    /// - Returns: none when nobody waits any more.
    package func accept() throws(SystemFailure) -> (connection: FileDescriptor, peer: String)? {
        // 64: the longest address in numbers, with its interface, has 62.
        var text = [CChar](repeating: 0, count: 64)
        while true {
            let result = unsafe clinux_accept(number, &text, Int32(text.count))
            if result >= 0 { return (FileDescriptor(number: result), Self.text(of: text)) }
            if result == -EAGAIN { return nil }
            // Whoever hung up before its turn.
            if result == -ECONNABORTED || result == -EINTR { continue }
            throw SystemFailure(call: "accept", errorNumber: -result)
        }
    }

    /// Begins to connect to a numeric address; it stands, or failed, when it is writable.
    package static func connect(to address: String, port: Int) throws(SystemFailure) -> FileDescriptor {
        let result = unsafe clinux_connect(address, Int32(port))
        if result >= 0 { return FileDescriptor(number: result) }
        throw SystemFailure(call: "connect to", errorNumber: -result, path: "\(address), port \(port)")
    }

    /// Connects to a socket of the local machine, by its file.
    package static func connect(to path: String) throws(SystemFailure) -> FileDescriptor {
        let result = unsafe clinux_connect_local(path)
        if result >= 0 { return FileDescriptor(number: result) }
        throw SystemFailure(call: "connect to", errorNumber: -result, path: path)
    }

    /// Throws why a connection that was begun came to nothing.
    package func checkConnection() throws(SystemFailure) {
        try answered("connect", clinux_connection_error(number))
    }

    /// The user at the other end of a local connection.
    package func peerUser() throws(SystemFailure) -> UInt32 {
        let result = clinux_peer_user(number)
        guard result >= 0 else { throw SystemFailure(call: "getsockopt", errorNumber: Int32(-result)) }
        return UInt32(truncatingIfNeeded: result)
    }

    /// The addresses of a host in numbers, the best first; waits for whoever knows names.
    package static func addresses(of host: String) throws(SystemFailure) -> [String] {
        // 2,048: some thirty addresses.
        var text = [CChar](repeating: 0, count: 2048)
        let result = unsafe clinux_addresses(host, &text, Int32(text.count))
        guard result == 0 else { throw SystemFailure(call: "find", errorNumber: -result, path: host) }
        return Self.text(of: text).split(separator: "\n").map(String.init)
    }

    private static func text(of bytes: [CChar]) -> String {
        String(decoding: bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
