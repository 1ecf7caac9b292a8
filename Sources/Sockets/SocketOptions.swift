/// How a socket behaves, set before it binds or connects.
package struct SocketOptions: Sendable {
    /// Whoever sends a part longer than this is disconnected; a message longer in all its parts is dropped.
    package var largestMessageBytes = 64 << 20
    /// Messages that wait for one peer before `send` answers `full`; those to subscribers are dropped beyond it.
    package var sendLimit = 1000
    /// Messages that wait from one peer before its own sending comes to a halt.
    package var receiveLimit = 1000
    /// How long a closed socket goes on trying to send what it has.
    package var lingerMilliseconds = 500
    /// None: a peer that went silent is not noticed.
    package var heartbeat: Heartbeat? = Heartbeat()
    /// Twice as long after each attempt, from the first to the longest.
    package var reconnectMilliseconds = 100...5000
    /// Whether messages wait for a link only while it stands: without one `send` answers `full`, and a link that
    /// breaks takes with it what it had not sent.
    package var sendsOnlyWhenConnected = false
    /// The kernel looks after links that are idle, too.
    package var keepsAlive = true
    package var allowsIPv6 = true
    package var security = Security.none

    /// Questions and answers below the messages, so that a frozen or unreachable peer counts as disconnected.
    package struct Heartbeat: Sendable, Hashable {
        package var intervalMilliseconds: Int
        /// A peer that said nothing for so long, though asked, is disconnected.
        package var timeoutMilliseconds: Int

        package init(intervalMilliseconds: Int = 1000, timeoutMilliseconds: Int = 5000) {
            self.intervalMilliseconds = intervalMilliseconds
            self.timeoutMilliseconds = timeoutMilliseconds
        }
    }

    /// Who may talk to whom. There is no server without a gatekeeper: ZeroMQ alone would let every key in.
    package enum Security: Sendable {
        /// Whoever reaches the address is in, and everybody on the way can read along.
        case none
        /// Only clients with a key that the gatekeeper admits to this domain.
        case server(KeyPair, Gatekeeper, domain: String)
        /// Only a server that has the secret key of this public one.
        case client(KeyPair, server: CurveKey)
    }

    package init() {}
}
