internal import CZeroMQ
internal import Glibc

/// Where sockets meet.
extension Socket {
    /// Listens on the first of these ports that is free, and answers the endpoint to connect to.
    ///
    /// - Parameter host: an address of this machine in numbers, an interface's name, or `*` for all.
    /// - Parameter ports: tried in order; 0 is any free one.
    package func bind(to host: String, ports: some Sequence<Int> = [0]) throws(SocketFailure) -> String {
        var failure = SocketFailure(call: "bind", errorNumber: EADDRINUSE, address: host)
        for port in ports {
            let name = host.contains(":") ? "[\(host)]" : host
            do throws(SocketFailure) {
                return try bind("tcp://\(name):" + (port == 0 ? "*" : "\(port)"))
            } catch { failure = error }
            if !failure.isAddressInUse { break }
        }
        throw failure
    }

    /// Listens on a whole endpoint, such as `ipc://FILE`; answers it as it came out.
    package func bind(_ endpoint: String) throws(SocketFailure) -> String {
        if unsafe zmq_bind(handle, endpoint) != 0 { throw SocketFailure(lastOf: "bind", address: endpoint) }
        return try unsafe SocketSetting(handle: handle).text(ZMQ_LAST_ENDPOINT).unmapped
    }

    /// Connects, now or as soon as somebody listens there, and again whenever the link breaks.
    package func connect(to endpoint: String) throws(SocketFailure) {
        if unsafe zmq_connect(handle, endpoint) != 0 { throw SocketFailure(lastOf: "connect to", address: endpoint) }
    }

    /// Breaks the link and does not try again.
    package func disconnect(from endpoint: String) throws(SocketFailure) {
        if unsafe zmq_disconnect(handle, endpoint) != 0 {
            throw SocketFailure(lastOf: "disconnect from", address: endpoint)
        }
    }

    /// Lets a subscriber hear what begins like this; nothing: everything.
    package func subscribe(to beginning: [UInt8]) throws(SocketFailure) {
        try unsafe SocketSetting(handle: handle).set(ZMQ_SUBSCRIBE, beginning)
    }
}

extension String {
    /// With an IPv4 address as people write it: with IPv6 allowed, the kernel shows `::ffff:127.0.0.1`.
    var unmapped: String {
        if hasPrefix("::ffff:") { return String(dropFirst(7)) }
        let bare = replacing("[::ffff:", with: "")
        return bare == self ? self : bare.replacing("]", with: "")
    }
}
