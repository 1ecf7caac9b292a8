internal import Batch
internal import Model
internal import Posix
internal import Service
internal import Watch

/// The allocation that a run stands in, and what of it the run uses: this node, and the others through executors that
/// it starts there.
struct RunAllocation {
    private var share: AllocationShare

    // 1 min: what runs on a node that hears nothing of its run is given up by the run after as long.
    private static let patience = Duration.seconds(60)

    /// None outside of an allocation, within a task (which has its own cores alone), as one of several copies, and
    /// where the nodes are made up.
    ///
    /// - Parameter note: told why an allocation can't be used.
    init?(_ lending: Lending, note: (String) -> Void) {
        guard lending.nodes == nil, Environment.value(of: "ROTA_ATTEMPT") == nil else { return nil }
        do {
            guard let share = try AllocationShare(Environment.variables()) else { return nil }
            if let step = share.allocation.step, step.copies > 1 { return nil }
            if let remark = share.remark { note(remark) }
            self.share = share
        } catch {
            note("this machine alone is used, since the allocation can't be told: \(error)")
            return nil
        }
    }

    var name: String { share.name }
    var hasOthers: Bool { share.startsSiblings }

    /// Of this node among the allocation's; none beside it.
    var position: Int? { share.allocation.nodes.firstIndex { $0.name == share.allocation.here?.name } }

    /// Leaves the allocation's other nodes alone.
    mutating func keep(_ positions: Range<Int>) {
        let kept = share.allocation.nodes.enumerated().filter { positions.contains($0.offset) }
        share.allocation.nodes = kept.map(\.element)
    }

    func machine() throws -> UsableMachine { try share.machine() }

    /// What is lent here unless the caller says otherwise.
    func limit(_ lending: inout Lending, on machine: UsableMachine) { share.limit(&lending, on: machine) }

    /// The nodes of this process, as the allocation has them; none beside it, on the machine where `salloc` was typed.
    func own(_ nodes: [Node]) -> [Node] {
        guard let here = share.allocation.here else { return [] }
        return nodes.map { node in
            var node = node
            if nodes.count == 1 { node.name = here.name }
            node.allocation = share.name
            node.endsAt = share.endsAt
            return node
        }
    }

    /// - Parameter machine: what memory is taken for where the batch system counts none: that of machines of one kind.
    /// - Parameter lending: what is lent of each node is lent of every one.
    /// - Parameter named: what every one is taken to lend of named amounts; none: as is said there.
    /// - Parameter choices: further options of their executors.
    func neighbours(
        like machine: UsableMachine, _ lending: Lending, named: [NamedAmount]? = nil, choices: [String] = []
    ) throws -> Neighbours? {
        guard hasOthers else { return nil }
        let expected = share.allocation.otherNodes.enumerated().map { position, granted in
            var node = Node(
                identifier: NodeIdentifier(position), name: granted.name, cores: Array(0..<granted.cores),
                memory: granted.memory ?? machine.memory)
            node.gpus = granted.gpus ?? share.allocation.here?.gpus ?? machine.gpus
            node.named = named ?? lending.named
            node.allocation = share.name
            node.endsAt = share.endsAt
            return node
        }
        let allocation = share.allocation
        let program = try Process.executablePath()
        let arguments = Self.arguments(of: lending) + choices
        return Neighbours(expected: expected, address: share.address) { access in
            allocation.siblingsCommand(
                [
                    program, "executor", "--service", access, "--idle-timeout", "never", "--patience",
                    "\(Self.patience.nanoseconds / 1_000_000_000)s",
                ] + arguments) ?? []
        }
    }

    private static func arguments(of lending: Lending) -> [String] {
        var arguments: [String] = []
        switch lending.cores {
        case .count(let count): arguments += ["--use-cores", "\(count)"]
        case .list(let list): arguments += ["--use-cores", list.map { "\($0)-\($0)" }.joined(separator: ",")]
        case nil: break
        }
        if let sharing = lending.sharing { arguments += ["--share", sharing.rawValue] }
        if let memory = lending.memory { arguments += ["--use-memory", "\(memory.count)"] }
        for amount in lending.named { arguments += ["--use-resource", "\(amount.name)=\(amount.amount)"] }
        return arguments
    }
}
