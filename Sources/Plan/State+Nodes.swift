import Model

extension Planner.State {
    mutating func addNode(_ node: Node) -> Bool {
        guard node.identifier.number == nodes.count else { return false }
        nodes.append(node)
        return true
    }

    mutating func loseNode(_ node: NodeIdentifier) -> Bool { update(node) { $0.isLost = true } }

    /// From now on its executor is silent, or heard again.
    mutating func silence(_ node: NodeIdentifier, since: Instant?) -> Bool {
        update(node) { $0.silentSince = since }
    }

    mutating func drain(_ node: NodeIdentifier, _ isDraining: Bool) -> Bool {
        update(node) { $0.isDraining = isDraining }
    }

    mutating func leaveToOthers(_ positions: [Int], of node: NodeIdentifier) -> Bool {
        update(node) { $0.leaveToOthers(positions) }
    }

    private mutating func update(_ node: NodeIdentifier, _ change: (inout NodeState) -> Void) -> Bool {
        guard nodes.contains(node) else { return false }
        nodes.update(node, change)
        return true
    }
}
