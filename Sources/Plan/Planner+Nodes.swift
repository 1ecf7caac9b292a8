package import Model

/// What others ask about nodes.
extension Planner {
    /// None for a node that never joined.
    package func node(_ identifier: NodeIdentifier) -> Node? {
        state.nodes.indices.contains(identifier.number) ? state.nodes[identifier.number].node : nil
    }

    package func isSilent(_ node: NodeIdentifier) -> Bool { nodeState(node)?.silentSince != nil }
    package func isDraining(_ node: NodeIdentifier) -> Bool { nodeState(node)?.isDraining ?? false }

    private func nodeState(_ node: NodeIdentifier) -> NodeState? {
        state.nodes.indices.contains(node.number) ? state.nodes[node.number] : nil
    }
}
