import Model

extension Planner.State {
    mutating func addNode(_ node: Node) -> Bool {
        guard node.identifier.number == nodes.count else { return false }
        nodes.append(NodeState(node: node))
        return true
    }

    mutating func loseNode(_ node: NodeIdentifier) -> Bool {
        guard nodes.indices.contains(node.number) else { return false }
        nodes[node.number].isLost = true
        return true
    }

    mutating func silence(_ node: NodeIdentifier, since: Instant?) -> Bool {
        guard nodes.indices.contains(node.number) else { return false }
        nodes[node.number].silentSince = since
        return true
    }

    mutating func drain(_ node: NodeIdentifier, _ isDraining: Bool) -> Bool {
        guard nodes.indices.contains(node.number) else { return false }
        nodes[node.number].isDraining = isDraining
        return true
    }
}
