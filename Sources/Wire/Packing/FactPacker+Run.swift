internal import Model

extension FactPacker {
    mutating func put(_ run: Run) {
        put(count: run.number)
        put(unsigned: run.token)
        put(list: run.arguments) { $0.put(text: $1) }
        put(text: run.directory)
        put(list: run.sources) { packer, source in
            packer.put(text: source.path)
            packer.put(unsigned: UInt64(source.checksum))
        }
        put(text: run.host)
        put(text: run.version)
    }

    mutating func put(_ node: Node) {
        put(count: node.identifier.number)
        put(text: node.name)
        var next = 0
        put(list: node.cores) { packer, core in
            packer.put(signed: core &- next)
            next = core &+ 1
        }
        put(memory: node.memory)
        put(list: node.gpus) { $0.put(text: $1) }
        put(node.named)
        put(flag: node.isBindable)
        put(list: node.tags) { $0.put(text: $1) }
        put(unsigned: node.executor)
        put(text: node.allocation)
        put(optional: node.endsAt) { $0.put(signed: $1.nanoseconds) }
    }

    mutating func put(domains node: Node) { put(list: node.domains) { $0.put(count: $1) } }
}

extension FactUnpacker {
    mutating func run() throws(PackingProblem) -> Run {
        let number = try count()
        let token = try unsigned()
        let arguments = try list { unpacker throws(PackingProblem) in try unpacker.text() }
        let directory = try text()
        let sources = try list { unpacker throws(PackingProblem) in try unpacker.source() }
        return Run(
            number: number, token: token, arguments: arguments, directory: directory, sources: sources,
            host: try text(), version: try text())
    }

    private mutating func source() throws(PackingProblem) -> Run.Source {
        let path = try text()
        let start = position
        guard let checksum = UInt32(exactly: try unsigned()) else { throw .malformed("a checksum", at: start) }
        return Run.Source(path: path, checksum: checksum)
    }

    mutating func wholeNode() throws(PackingProblem) -> Node {
        var node = try undividedNode()
        node.domains = try domains(ofCores: node.cores.count)
        return node
    }

    mutating func undividedNode() throws(PackingProblem) -> Node {
        var node = try node()
        node.containerProblem = try text()
        return node
    }

    /// The planner counts on it that every core is in one of them.
    mutating func domains(ofCores count: Int) throws(PackingProblem) -> [Int] {
        let start = position
        let domains = try list { unpacker throws(PackingProblem) in try unpacker.count() }
        var left = count
        for domain in domains {
            guard domain > 0, domain <= left else {
                throw .malformed("a NUMA domain of \(domain) cores where \(left) are left", at: start)
            }
            left -= domain
        }
        guard domains.isEmpty || left == 0 else {
            throw .malformed("\(left) cores that are in no NUMA domain", at: start)
        }
        return domains
    }

    /// As a hello has it, which says the rest behind its own fields.
    mutating func node() throws(PackingProblem) -> Node {
        var node = try plainNode()
        node.tags = try list { unpacker throws(PackingProblem) in try unpacker.text() }
        node.executor = try unsigned()
        node.allocation = try text()
        node.endsAt = try optional { unpacker throws(PackingProblem) in
            Instant(nanoseconds: try unpacker.signed64())
        }
        return node
    }

    /// The fields that a node has had from the first.
    mutating func plainNode() throws(PackingProblem) -> Node {
        let identifier = NodeIdentifier(try count())
        let name = try text()
        var next = 0
        let cores = try list { unpacker throws(PackingProblem) in
            let core = next &+ (try unpacker.signed())
            next = core &+ 1
            return core
        }
        var node = Node(identifier: identifier, name: name, cores: cores, memory: try memory())
        node.gpus = try list { unpacker throws(PackingProblem) in try unpacker.text() }
        node.named = try named()
        node.isBindable = try flag()
        return node
    }
}
