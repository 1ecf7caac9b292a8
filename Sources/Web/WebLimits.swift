package import Model

/// How much a server takes from whom. What goes beyond is refused with the status in brackets.
package struct WebLimits: Sendable, Hashable {
    /// Of one request (413).
    package var bodyBytes = 64 << 20
    /// Names and values together (431).
    package var headerBytes = 16 << 10
    /// Path and query (414).
    package var targetBytes = 8 << 10
    /// At once. When there are more, those that have nothing going on are closed first (503).
    package var connections = 512
    /// The same for one numeric address; all of this machine's users have one.
    package var connectionsPerPeer = 384
    /// Answers that go on and on, at once (503).
    package var streams = 128
    /// What a stream's reader may leave unread before it is cut off.
    package var streamBytes = 1 << 20
    /// Of one numeric address; as many may come in one go (429).
    package var requestsPerSecond = 5000
    /// How long a connection may do nothing, in whole seconds; does not concern those that wait for an answer.
    package var idle = Duration.seconds(60)

    package init() {}

    /// Connections fit into half of what the process may open; the rest is for everything else. 8: fewer serve nobody.
    func fitting(descriptors: Int) -> WebLimits {
        var fitting = self
        fitting.connections = min(connections, max(8, descriptors / 2 - WebLimits.surplus))
        fitting.connectionsPerPeer = min(connectionsPerPeer, fitting.connections)
        return fitting
    }

    /// Connections beyond the limit that are still told so. 64: more than arrive between two rounds of the loop.
    static let surplus = 64
}
