/// One message, which arrives whole or not at all.
package struct SocketMessage: Sendable, Hashable {
    /// Who sent it, for sockets with many peers that can be told apart.
    package var peer: Peer?
    /// At most 64.
    package var parts: [[UInt8]]
}

/// The other end of a link, as the socket knows it: to be given back to `send`, and compared.
///
/// A peer that connects again is a new one.
package struct Peer: Sendable, Hashable {
    let identity: [UInt8]
    /// What stands between the identity and the message, the empty part that ends it included.
    let trail: [[UInt8]]
}

/// What became of a message.
package enum Sending: Sendable, Hashable {
    case sent
    /// Too much waits for this peer, or none is connected; `writable` tells when to try again.
    case full
    /// This peer is gone for good.
    case unreachable
}
