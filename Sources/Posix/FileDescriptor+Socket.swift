internal import CLinux
internal import Glibc

/// What only sockets can do.
extension FileDescriptor {
    /// Sends as much of `bytes[from...]` as the socket takes at once; 0 when it takes nothing now.
    package func send(_ bytes: [UInt8], from: Int) throws(SystemFailure) -> Int {
        let result = unsafe bytes.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress else { return Int64(0) }
            return unsafe clinux_send(number, base + from, Int64(buffer.count - from))
        }
        if result >= 0 { return Int(result) }
        if result == -Int64(EAGAIN) || result == -Int64(EINTR) { return 0 }
        throw SystemFailure(call: "send", errorNumber: Int32(-result))
    }

    /// Gives another process a descriptor, beside a few bytes that say what it is for.
    package func send(_ bytes: [UInt8], with descriptor: FileDescriptor) throws(SystemFailure) {
        let result = unsafe bytes.withUnsafeBytes { buffer in
            unsafe clinux_send_descriptor(number, buffer.baseAddress, Int32(buffer.count), descriptor.number)
        }
        try answered("sendmsg", result)
    }

    /// A socket that listens on a numeric address, non-blocking; port 0 takes any free one.
    package static func listen(on address: String, port: Int) throws(SystemFailure) -> FileDescriptor {
        // 511: what servers ask for; the kernel cuts it to its own limit.
        let result = unsafe clinux_listen(address, Int32(port), 511)
        if result >= 0 { return FileDescriptor(number: result) }
        throw SystemFailure(call: "listen", errorNumber: -result, path: "\(address), port \(port)")
    }

    /// Ends a connection both ways, while the descriptor stays open.
    package func shutDown() { _ = shutdown(number, Int32(SHUT_RDWR)) }

    /// The port a socket is bound to.
    package func port() throws(SystemFailure) -> Int { try answered("getsockname", clinux_port(number)) }

    /// How many descriptors this process may have open at once.
    package static func limit() throws(SystemFailure) -> Int { try answered("getrlimit", clinux_descriptor_limit()) }

    /// How many it may let itself have.
    package static func largestLimit() throws(SystemFailure) -> Int {
        try answered("getrlimit", clinux_largest_descriptor_limit())
    }

    /// Lets this process, and those it starts, have that many.
    package static func raiseLimit() throws(SystemFailure) {
        try answered("setrlimit", clinux_raise_descriptor_limit())
    }
}
