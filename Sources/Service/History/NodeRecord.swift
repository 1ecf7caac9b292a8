package import Model

/// A node and the time it was there.
package struct NodeRecord: Sendable, Hashable {
    package var node: Node
    package var joinedAt: Instant
    /// None while it is there.
    package var lostAt: Instant?
    /// Since when its executor is not heard; none while it is.
    package var silentSince: Instant?
    /// Since when it takes nothing new; none while it does.
    package var drainingSince: Instant?
    /// How many cores others keep busy.
    package var coresKeptByOthers = 0

    package init(node: Node, joinedAt: Instant) {
        self.node = node
        self.joinedAt = joinedAt
    }
}
