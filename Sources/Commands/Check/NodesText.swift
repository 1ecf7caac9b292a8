internal import Dialects
internal import Model

/// The nodes of a run in words.
enum NodesText {
    /// `this machine: 2 cores, 7.8 GiB`, `16 nodes of 48 cores, 4 GiB`, `a: 4 cores, …; b: 8 cores, …`
    static func text(of nodes: [Node]) -> String {
        let sizes = nodes.map(size)
        guard let first = sizes.first else { return "no node" }
        if nodes.count == 1 { return "\(ShownText.harmless(nodes[0].name)): \(first)" }
        if sizes.allSatisfy({ $0 == first }) { return "\(Wording.count(nodes.count)) nodes of \(first) each" }
        let named = zip(nodes, sizes).prefix(4).map { "\(ShownText.harmless($0.name)): \($1)" }
        return named.joined(separator: "; ") + (nodes.count > 4 ? "; … and \(nodes.count - 4) more" : "")
    }

    private static func size(of node: Node) -> String {
        var parts = [Wording.count(node.cores.count, "core"), "\(node.memory)"]
        if !node.gpus.isEmpty { parts.append(Wording.count(node.gpus.count, "GPU")) }
        parts += node.named.map { "\($0.name)=\($0.amount)" }
        return parts.joined(separator: ", ")
    }
}
