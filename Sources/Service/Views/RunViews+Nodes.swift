package import Dialects
internal import Model

extension RunViews {
    /// The nodes that are there, and those that went and did not come back under their name.
    ///
    /// - Cost: O(nodes + attempts in motion).
    package func nodes() -> [NodeView] {
        let loads = Self.loads(of: history.open)
        let present = Set(history.nodes.lazy.filter { $0.lostAt == nil }.map(\.node.name))
        var last: [String: NodeIdentifier] = [:]
        for record in history.nodes where !present.contains(record.node.name) {
            last[record.node.name] = record.node.identifier
        }
        return history.nodes.filter { record in
            record.lostAt == nil || last[record.node.name] == record.node.identifier
        }.map { view(of: $0, loads[$0.node.identifier] ?? Load()) }
    }

    private func view(of record: NodeRecord, _ load: Load) -> NodeView {
        let node = record.node
        var view = NodeView(
            number: node.identifier.number, name: node.name, state: state(of: record), cores: node.cores.count,
            memory: node.memory, joinedAt: record.joinedAt)
        view.executor = node.executor == 0 ? "" : Self.hexadecimal(node.executor)
        view.allocation = node.allocation
        view.tags = node.tags
        view.domains = node.domains
        view.gpus = node.gpus.count
        view.named = node.named
        view.endsAt = node.endsAt
        view.since = record.lostAt ?? record.silentSince ?? record.drainingSince
        guard record.lostAt == nil else { return view }
        view.coresKeptByOthers = record.coresKeptByOthers
        view.coresFree = Cores(node.cores.count - record.coresKeptByOthers) - load.cores
        view.memoryFree = node.memory - load.memory
        view.gpusFree = Amount(node.gpus.count) - load.gpus
        view.running = load.count
        return view
    }

    private func state(of record: NodeRecord) -> NodeView.State {
        if record.lostAt != nil { return .lost }
        if record.silentSince != nil { return .silent }
        return record.drainingSince == nil ? .available : .draining
    }

    private static func hexadecimal(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// What is given away of a node.
    private struct Load {
        var count = 0
        var cores = Cores.zero
        var memory = Bytes.zero
        var gpus = Amount.zero
    }

    private static func loads(of open: OpenAttempts) -> [NodeIdentifier: Load] {
        var loads: [NodeIdentifier: Load] = [:]
        // What is handed ahead takes over its predecessor's cores, and has none of its own yet.
        for member in open.members() where member.startedAt != nil || open.isFirst(member.attempt) {
            for part in member.placement.parts {
                loads[part.node, default: Load()].count += 1
                // A paused one keeps everything but its cores.
                if member.pausedAt == nil { loads[part.node, default: Load()].cores += part.width }
                loads[part.node, default: Load()].memory += part.memory
                for gpu in part.gpus { loads[part.node, default: Load()].gpus += gpu.share }
            }
        }
        return loads
    }
}
