import Model

/// What the record says of nodes.
extension Record {
    /// The nodes that joined under a name, in their order.
    func nodes(named name: String) -> [NodeIdentifier] {
        facts.compactMap { fact in
            guard case .nodeJoined(let node, _) = fact, node.name == name else { return nil }
            return node.identifier
        }
    }

    /// What happened to a node, in its order.
    func events(of node: NodeIdentifier) -> [NodeEvent] {
        facts.compactMap { fact in
            switch fact {
            case .nodeJoined(let its, _) where its.identifier == node: .joined
            case .nodeSilent(node, _): .silent
            case .nodeHeard(node, _): .heard
            case .nodeDraining(node, _): .draining
            case .nodeAvailable(node, _): .available
            case .nodeLost(node, _): .lost
            default: nil
            }
        }
    }

    /// What happened to the last node of this name.
    func events(ofLast name: String) -> [NodeEvent] { nodes(named: name).last.map { events(of: $0) } ?? [] }

    /// The attempts that were handed to a node.
    func attempts(on node: NodeIdentifier) -> Set<AttemptIdentifier> {
        var found: Set<AttemptIdentifier> = []
        for case .attemptsHandedOver(let handOver) in facts where handOver.placement.parts.first?.node == node {
            let first = handOver.firstAttempt.number
            found.formUnion((first..<first + handOver.count).map(AttemptIdentifier.init))
        }
        return found
    }

    /// Where attempts were to run, in the order in which they were handed over.
    var placements: [Placement] {
        facts.compactMap { fact in
            if case .attemptsHandedOver(let handOver) = fact { handOver.placement } else { nil }
        }
    }

    enum NodeEvent { case joined, silent, heard, draining, available, lost }
}
