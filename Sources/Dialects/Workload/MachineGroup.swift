package import Model

/// Some nodes of the same kind, of a machine that exists only for trying things out.
package struct MachineGroup: Sendable, Hashable {
    /// None: they are called by their positions: `n0`, `n1`.
    package var name: String?
    package var count: Int
    package var cores: Int
    /// How many NUMA domains each node has, which share its cores as evenly as can be.
    package var domains: Int
    /// None: more than any task asks for.
    package var memory: Bytes?
    package var gpus: Int
    package var named: [NamedAmount]
    package var tags: [String]

    package init(name: String? = nil, count: Int = 1, cores: Int) {
        self.name = name
        self.count = count
        self.cores = cores
        domains = 1
        gpus = 0
        named = []
        tags = []
    }

    // A million: more cores than any machine there is, and few enough to list.
    static let mostCores = 1_000_000
    static let mostGPUs = 1000
    // 16 TiB: more than any node has; of a million nodes it stays within 64 bits.
    private static let muchMemory = Bytes.gibibytes(16 << 10)

    /// - Throws: when there are more than a million cores in all, fewer cores in a node than domains, or two nodes of
    ///   one name.
    package static func nodes(of groups: [MachineGroup]) throws(ReadingProblem) -> [Node] {
        var total = 0
        for group in groups {
            total += group.count * group.cores
            guard total <= mostCores else {
                throw ReadingProblem("has more than \(mostCores) cores in all", "Ask for fewer.")
            }
            guard group.domains <= group.cores else {
                throw ReadingProblem(
                    "has nodes with \(group.domains) NUMA domains and \(group.cores) cores",
                    "Give each domain one core at least.")
            }
        }
        var nodes: [Node] = []
        var names: Set<String> = []
        for group in groups {
            for number in 0..<group.count {
                let name = group.name.map { group.count == 1 ? $0 : "\($0)\(number)" } ?? "n\(nodes.count)"
                guard names.insert(name).inserted else {
                    throw ReadingProblem("calls two nodes \"\(name)\"", "Give each a name of its own.")
                }
                var node = Node(
                    identifier: NodeIdentifier(nodes.count), name: name, cores: Array(0..<group.cores),
                    memory: group.memory ?? muchMemory)
                node.domains = group.domainSizes
                node.gpus = (0..<group.gpus).map(String.init)
                node.named = group.named
                node.tags = group.tags
                nodes.append(node)
            }
        }
        return nodes
    }

    private var domainSizes: [Int] {
        guard domains > 1 else { return [] }
        return (0..<domains).map { cores * ($0 + 1) / domains - cores * $0 / domains }
    }
}
