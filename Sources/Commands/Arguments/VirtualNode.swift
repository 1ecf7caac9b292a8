package import Model

/// A node that is only made believe, to try things out.
package struct VirtualNode: Sendable, Hashable {
    package var name: String
    /// 1 … 100,000
    package var cores: Int

    package init(name: String, cores: Int) {
        self.name = name
        self.cores = cores
    }

    // 10,000: more would only be a typing error.
    private static let mostNodes = 10_000

    /// `4,4`, `a:4,b:8`, or `16x48`: sixteen nodes of 48 cores. Nodes without a name are `n1`, `n2`, ….
    package static func list(reading text: String) throws(Refusal) -> [VirtualNode] {
        var nodes: [VirtualNode] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let pieces = part.split(separator: ":", omittingEmptySubsequences: false)
            guard let size = pieces.last, pieces.count <= 2, let (count, cores) = shape(size) else {
                throw refusal("has \"\(part)\", which is no node")
            }
            guard count <= mostNodes - nodes.count else { throw refusal("has more than \(mostNodes) nodes") }
            if pieces.count == 2 {
                guard count == 1, !pieces[0].isEmpty else { throw refusal("has \"\(part)\", which is no node") }
                nodes.append(VirtualNode(name: String(pieces[0]), cores: cores))
            } else {
                for _ in 0..<count { nodes.append(VirtualNode(name: "n\(nodes.count + 1)", cores: cores)) }
            }
        }
        var names = Set<String>()
        for node in nodes where !names.insert(node.name).inserted { throw refusal("names \"\(node.name)\" twice") }
        return nodes
    }

    /// `48` or `16x48`.
    private static func shape(_ text: Substring) -> (count: Int, cores: Int)? {
        let factors = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
        guard (1...2).contains(factors.count), let cores = factors.last, (1...100_000).contains(cores) else {
            return nil
        }
        let count = factors.count == 2 ? factors[0] : 1
        return count > 0 ? (count, cores) : nil
    }

    private static func refusal(_ problem: String) -> Refusal {
        ParsedArguments.refusal(of: "--nodes", problem, "Write it like `4,4`, `a:4,b:8` or `16x48`.")
    }
}
