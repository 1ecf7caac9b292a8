package import Model

/// What others ask about nodes.
extension Planner {
    /// None for a node that never joined.
    package func node(_ identifier: NodeIdentifier) -> Node? {
        state.nodes.indices.contains(identifier.number) ? state.nodes[identifier.number].node : nil
    }

    package func isSilent(_ node: NodeIdentifier) -> Bool { nodeState(node)?.silentSince != nil }
    package func isDraining(_ node: NodeIdentifier) -> Bool { nodeState(node)?.isDraining ?? false }

    /// The positions of a node's cores that others keep busy, ascending.
    package func coresKeptByOthers(on node: NodeIdentifier) -> [Int] { nodeState(node)?.keptByOthers ?? [] }

    /// Whether others keep any core busy of what takes work: what waits for that may start when they have gone.
    package var isSharedNow: Bool { state.nodes.states.contains { $0.takesWork && !$0.keptByOthers.isEmpty } }

    /// What it means that an executor finds these cores of its node kept busy by others, and no more: what was given
    /// away of them is in the hands of ours, whoever else works there.
    ///
    /// - Parameter node: present, or about to join.
    /// - Returns: the fact; none when all of it is known.
    package func news(ofCoresKept positions: [Int], on node: NodeIdentifier, at now: Instant) -> [Fact] {
        let kept = nodeState(node).map { state in positions.filter(state.isLeftToOthers) } ?? positions
        return kept == coresKeptByOthers(on: node) ? [] : [.coresKeptByOthers(node, positions: kept, at: now)]
    }

    private func nodeState(_ node: NodeIdentifier) -> NodeState? {
        state.nodes.indices.contains(node.number) ? state.nodes[node.number] : nil
    }
}
