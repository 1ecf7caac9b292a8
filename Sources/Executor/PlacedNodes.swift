internal import Model

/// The nodes of a placement, each cut down to what the attempt was given of it.
struct PlacedNodes {
    let nodes: [Node]
    let width: Cores
    let memory: Bytes

    init(_ placement: Placement, of known: [NodeIdentifier: Node]) {
        width = placement.width
        memory = placement.parts.first?.memory ?? .zero
        nodes = placement.parts.compactMap { part in
            guard var node = known[part.node] else { return nil }
            let whole = node
            node.cores = part.cores.map { whole.cores[$0.position] }
            node.gpus = part.gpus.map { whole.gpus[$0.position] }
            node.memory = part.memory
            node.named = part.named
            return node
        }
    }

    var names: [String] { nodes.map(\.name) }
    var devices: [String] { nodes.flatMap(\.gpus) }

    /// Empty when the nodes' core numbers are not real.
    var processors: [Int] { nodes.allSatisfy(\.isBindable) ? nodes.flatMap(\.cores) : [] }
}
