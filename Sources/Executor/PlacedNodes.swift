internal import Model

/// The nodes of a placement, each cut down to what the attempt was given of it.
struct PlacedNodes {
    let nodes: [Node]
    let width: Cores
    /// Of the nodes of one process, whose tasks share a machine: where the attempt starts.
    let widthHere: Cores
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
        let executor = nodes.first?.executor
        widthHere = placement.parts.reduce(.zero) { known[$1.node]?.executor == executor ? $0 + $1.width : $0 }
    }

    var names: [String] { nodes.map(\.name) }
    var devices: [String] { nodesHere.flatMap(\.gpus) }

    /// Whether one executor reaches everything that starts there.
    var isOnOneMachine: Bool { nodesHere.count == nodes.count }

    /// Empty when the nodes' core numbers are not real.
    var processors: [Int] { nodesHere.allSatisfy(\.isBindable) ? nodesHere.flatMap(\.cores) : [] }

    /// Other nodes have processors and devices of the same numbers.
    private var nodesHere: [Node] { nodes.filter { $0.executor == nodes.first?.executor } }
}
