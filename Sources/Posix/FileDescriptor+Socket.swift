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
}
