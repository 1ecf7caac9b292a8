import Model

/// `n1:4,n2:2`, `4,4`: nodes that exist only for trying things out.
package enum QCGNodeList {
    /// A part without a name is called by its position: `n0`, `n1`.
    package static func read(_ text: String) throws(ReadingProblem) -> [QCGServiceOptions.VirtualNode] {
        var nodes: [QCGServiceOptions.VirtualNode] = []
        for (position, part) in text.split(separator: ",", omittingEmptySubsequences: false).enumerated() {
            let words = part.split(separator: ":", omittingEmptySubsequences: false)
            guard words.count <= 2, let count = words.last.flatMap({ Int($0) }),
                (1...CoreCounts.unbounded.whole)
                    .contains(count)
            else {
                throw ReadingProblem(
                    "is \"\(Abridged.text(text))\", which is not a list of nodes", "Write it like 4,4 or n1:4,n2:2.")
            }
            let name = words.count == 2 && !words[0].isEmpty ? String(words[0]) : "n\(position)"
            guard !nodes.contains(where: { $0.name == name }) else {
                throw ReadingProblem("names the node \"\(name)\" twice", "Give each node a name of its own.")
            }
            nodes.append(.init(name: name, coreCount: count))
        }
        return nodes
    }
}
