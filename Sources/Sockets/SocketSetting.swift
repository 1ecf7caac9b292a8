internal import CZeroMQ
internal import Glibc

/// Sets and reads the options of one socket.
@safe struct SocketSetting {
    let handle: UnsafeMutableRawPointer

    func apply(_ options: SocketOptions) throws(SocketFailure) {
        // Parts have the limit of messages; a sum of parts beyond it is found when they are read.
        var largest = Int64(options.largestMessageBytes)
        try check("ZMQ_MAXMSGSIZE", unsafe zmq_setsockopt(handle, ZMQ_MAXMSGSIZE, &largest, MemoryLayout<Int64>.size))
        try set(ZMQ_SNDHWM, options.sendLimit)
        try set(ZMQ_RCVHWM, options.receiveLimit)
        try set(ZMQ_LINGER, options.lingerMilliseconds)
        try set(ZMQ_RECONNECT_IVL, options.reconnectMilliseconds.lowerBound)
        try set(ZMQ_RECONNECT_IVL_MAX, options.reconnectMilliseconds.upperBound)
        try set(ZMQ_IMMEDIATE, options.sendsOnlyWhenConnected ? 1 : 0)
        try set(ZMQ_IPV6, options.allowsIPv6 ? 1 : 0)
        // 10 s: a peer that connects and says nothing holds a descriptor no longer.
        try set(ZMQ_HANDSHAKE_IVL, 10_000)
        // 5 s: an address that swallows packets is tried again as often as one that refuses them.
        try set(ZMQ_CONNECT_TIMEOUT, 5000)
        // 1,024: a thousand executors come back at once after a restart.
        try set(ZMQ_BACKLOG, 1024)
        if let heartbeat = options.heartbeat {
            try set(ZMQ_HEARTBEAT_IVL, heartbeat.intervalMilliseconds)
            try set(ZMQ_HEARTBEAT_TIMEOUT, heartbeat.timeoutMilliseconds)
            try set(ZMQ_HEARTBEAT_TTL, heartbeat.timeoutMilliseconds)
        }
        if options.keepsAlive {
            try set(ZMQ_TCP_KEEPALIVE, 1)
            // Asked after 30 s, then every 10 s, gone after three: heartbeats are faster, where both sides have them.
            try set(ZMQ_TCP_KEEPALIVE_IDLE, 30)
            try set(ZMQ_TCP_KEEPALIVE_INTVL, 10)
            try set(ZMQ_TCP_KEEPALIVE_CNT, 3)
        }
        try apply(options.security)
    }

    func apply(_ kind: Socket.Kind) throws(SocketFailure) {
        switch kind {
        case .router, .reply: try set(ZMQ_ROUTER_MANDATORY, 1)
        case .request:
            // A question whose answer was lost does not stop the next one, and a late answer is not taken for its.
            try set(ZMQ_REQ_RELAXED, 1)
            try set(ZMQ_REQ_CORRELATE, 1)
        case .dealer, .publisher, .subscriber: break
        }
    }

    private func apply(_ security: SocketOptions.Security) throws(SocketFailure) {
        switch security {
        case .none: break
        case .server(let keys, _, let domain):
            try set(ZMQ_CURVE_SERVER, 1)
            try set(ZMQ_CURVE_SECRETKEY, keys.secretKey.bytes)
            try set(ZMQ_ZAP_DOMAIN, Array(domain.utf8))
        case .client(let keys, let server):
            try set(ZMQ_CURVE_SERVERKEY, server.bytes)
            try set(ZMQ_CURVE_PUBLICKEY, keys.publicKey.bytes)
            try set(ZMQ_CURVE_SECRETKEY, keys.secretKey.bytes)
        }
    }

    func set(_ option: Int32, _ value: Int) throws(SocketFailure) {
        var value = Int32(clamping: value)
        try check("set option \(option)", unsafe zmq_setsockopt(handle, option, &value, MemoryLayout<Int32>.size))
    }

    func set(_ option: Int32, _ value: [UInt8]) throws(SocketFailure) {
        try check("set option \(option)", unsafe zmq_setsockopt(handle, option, value, value.count))
    }

    func number(_ option: Int32) throws(SocketFailure) -> Int32 {
        var value: Int32 = 0
        var size = MemoryLayout<Int32>.size
        while unsafe zmq_getsockopt(handle, option, &value, &size) != 0 {
            let error = zmq_errno()
            if error != EINTR { throw SocketFailure(call: "read option \(option)", errorNumber: error) }
        }
        return value
    }

    func text(_ option: Int32) throws(SocketFailure) -> String {
        var characters = [UInt8](repeating: 0, count: 1024)
        var size = characters.count
        try check("read option \(option)", unsafe zmq_getsockopt(handle, option, &characters, &size))
        return String(decoding: characters.prefix(size).prefix { $0 != 0 }, as: UTF8.self)
    }

    private func check(_ call: String, _ result: Int32) throws(SocketFailure) {
        if result != 0 { throw SocketFailure(lastOf: call) }
    }
}

extension Socket.Kind {
    var type: Int32 {
        switch self {
        case .router, .reply: ZMQ_ROUTER
        case .dealer: ZMQ_DEALER
        case .request: ZMQ_REQ
        case .publisher: ZMQ_PUB
        case .subscriber: ZMQ_SUB
        }
    }
}
