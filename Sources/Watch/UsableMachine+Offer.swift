package import Model

extension UsableMachine {
    /// The nodes to run on.
    ///
    /// - Parameter isBound: whether tasks are to be held to their cores; only then hwloc is asked how these lie.
    /// - Throws: a refusal when a listed processor may not be used, or cores that are made up are to be shared.
    package func offer(_ lending: Lending = Lending(), isBound: Bool) throws(Refusal) -> Offer {
        try offer(lending, isBound: isBound, on: .running)
    }

    func offer(_ lending: Lending, isBound: Bool, on topology: CoreOrder.Topology) throws(Refusal) -> Offer {
        var remarks: [Offer.Remark] = []
        var usable = processors
        var wanted = coreCount
        switch lending.cores {
        case .list(let list):
            if let stranger = list.first(where: { !processors.contains($0) }) {
                throw Lending.refusal(
                    "--use-cores",
                    "this process may not use processor \(stranger), only \(ProcessorList.spelling(of: processors))",
                    "List some of these.")
            }
            usable = list
            wanted = list.count
        case .count(let count): wanted = count
        case nil:
            if let quota, wanted < processors.count {
                remarks.append(.processorTimeIsLimited(quota, processors: processors.count))
            }
        }
        let shapes = lending.nodes ?? [Lending.VirtualNode(name: name, coreCount: wanted)]
        let lent = shapes.reduce(0) { $0 + $1.coreCount }
        let room = min(wanted, usable.count)
        let isReal = lent <= room
        if lending.sharing == .polite { try Lending.checkPoliteness(lending, lent: lent, room: room) }
        if !isReal { remarks.append(.bindingIsOff(lent: lent, usable: room)) }
        // Two are neighbours in any order, and a domain of one is no choice: spare the load.
        let order = isReal && isBound && usable.count > 2 ? CoreOrder(of: topology) : nil
        if let order, lending.cores?.isList != true { usable = order.neighbours(usable) }
        var nodes = nodes(shapes, on: isReal ? usable : nil, lending)
        if let order { for number in nodes.indices { nodes[number].domains = order.domains(of: nodes[number].cores) } }
        if let asked = lending.memory, memorySource != .unknown, memory.count / Int64(nodes.count) < asked.count {
            remarks.append(.memoryExceeds(lent: asked, nodes: nodes.count, usable: memory))
        }
        return Offer(nodes: nodes, remarks: remarks)
    }

    /// Deals processors, memory and GPUs out among the nodes in their order; memory by their cores, GPUs evenly.
    ///
    /// - Parameter processors: in binding order; none: the cores are imagined and numbered from 0.
    private func nodes(_ shapes: [Lending.VirtualNode], on processors: [Int]?, _ lending: Lending) -> [Node] {
        let lent = shapes.reduce(0) { $0 + $1.coreCount }
        var given = 0
        var nodes: [Node] = []
        for (position, shape) in shapes.enumerated() {
            let span = given..<given + shape.coreCount
            var node = Node(
                identifier: NodeIdentifier(position), name: shape.name,
                cores: processors.map { Array($0[span]) } ?? Array(0..<shape.coreCount),
                memory: lending.memory ?? share(of: memory, shape.coreCount, in: lent))
            node.isBindable = processors != nil
            node.named = lending.named.sorted { $0.name < $1.name }
            node.containerProblem = lending.containerProblem
            node.gpus = Array(gpus[gpus.count * position / shapes.count..<gpus.count * (position + 1) / shapes.count])
            nodes.append(node)
            given = span.upperBound
        }
        return nodes
    }

    /// Divided first: the product need not fit.
    private func share(of memory: Bytes, _ part: Int, in whole: Int) -> Bytes {
        let (part, whole) = (Int64(part), Int64(whole))
        return Bytes(memory.count / whole * part + memory.count % whole * part / whole)
    }
}

extension Lending {
    /// Who works on a core can be seen of real ones alone.
    fileprivate static func checkPoliteness(_ lending: Lending, lent: Int, room: Int) throws(Refusal) {
        if lending.nodes != nil {
            throw refusal(
                "--share", "\"polite\" looks at real cores, and the nodes are made up",
                "Leave out --share, or --nodes and what else asks for more than there is.")
        }
        guard lent > room else { return }
        throw refusal(
            "--share", "\"polite\" looks at real cores; \(lent) are lent, and this process may use \(room)",
            "Lend at most \(room).")
    }
}

extension Lending.CoreChoice {
    /// A list is taken in the order in which it was written.
    fileprivate var isList: Bool {
        if case .list = self { return true }
        return false
    }
}
