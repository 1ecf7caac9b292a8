package import Model

/// A node and the time it was there.
package struct NodeRecord: Sendable, Hashable {
    package var node: Node
    package var joinedAt: Instant
    /// None while it is there.
    package var lostAt: Instant?

    package init(node: Node, joinedAt: Instant) {
        self.node = node
        self.joinedAt = joinedAt
    }
}
