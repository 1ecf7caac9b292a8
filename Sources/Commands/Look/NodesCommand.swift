import Dialects
import Model
import Service

/// `rota nodes`: the nodes by allocation, what they lend and what is free.
enum NodesCommand {
    static func show(_ nodes: [NodeView], on screen: Screen, at now: Instant) {
        guard !nodes.isEmpty else { return screen.print("There are no nodes.") }
        for (position, allocation) in allocations(of: nodes).enumerated() {
            let members = nodes.filter { $0.allocation == allocation }
            if position > 0 { screen.print("") }
            if !allocation.isEmpty || position > 0 { screen.print(heading(allocation, members, screen, now)) }
            screen.print(table(members, at: now))
        }
    }

    /// In the order in which they joined; what belongs to none comes first.
    private static func allocations(of nodes: [NodeView]) -> [String] {
        var names: [String] = []
        for node in nodes where !names.contains(node.allocation) { names.append(node.allocation) }
        return names.filter(\.isEmpty) + names.filter { !$0.isEmpty }
    }

    private static func heading(_ allocation: String, _ nodes: [NodeView], _ screen: Screen, _ now: Instant) -> String {
        let present = nodes.filter { $0.state != .lost }
        let cores = present.reduce(0) { $0 + $1.cores }
        var text = allocation.isEmpty ? "Without an allocation" : ShownText.harmless(allocation)
        text += ": \(Wording.count(present.count, "node")), \(Wording.count(cores, "core"))"
        if let end = present.compactMap(\.endsAt).min() { text += ", until \(CalendarTime.local(end))" }
        return Tone.strong.painted(text, colours: screen.output.traits.hasColours)
    }

    private static func table(_ nodes: [NodeView], at now: Instant) -> Table {
        var table = Table(columns: [
            Table.Column("Node", minimum: 8, cut: .middle), Table.Column("State"), Table.Column("Cores", .right),
            Table.Column("Free", .right),
            // Without a title where no node has several domains, or is shared with others: such columns vanish.
            Table.Column(nodes.contains { $0.coresKeptByOthers > 0 } ? "Others" : "", .right),
            Table.Column(nodes.contains { !$0.domains.isEmpty } ? "NUMA" : "", .right, dispensability: 6),
            Table.Column("Memory", .right, dispensability: 2),
            Table.Column("Free", .right, dispensability: 3), Table.Column("GPUs", .right, dispensability: 1),
            Table.Column("Running", .right), Table.Column("Tags", minimum: 6, dispensability: 4),
            Table.Column("Since", .right, dispensability: 5),
        ])
        for node in nodes {
            let isThere = node.state != .lost
            let gpus = node.gpus > 0 ? "\(node.gpusFree)/\(node.gpus)" : ""
            table.append([
                Table.Cell(node.name), Table.Cell(node.state.rawValue, tone(node.state)),
                Table.Cell(Wording.count(node.cores)), Table.Cell(isThere ? "\(node.coresFree)" : ""),
                Table.Cell(node.coresKeptByOthers > 0 ? Wording.count(node.coresKeptByOthers) : ""),
                Table.Cell(node.domains.isEmpty ? "" : "\(node.domains.count)"),
                Table.Cell("\(node.memory)"), Table.Cell(isThere ? "\(node.memoryFree)" : ""),
                Table.Cell(gpus), Table.Cell(isThere ? Wording.count(node.running) : ""),
                Table.Cell((node.tags + node.named.map { "\($0.name)=\($0.amount)" }).joined(separator: ", "), .faint),
                Table.Cell("\(max(.zero, now - (node.since ?? node.joinedAt)))", .faint),
            ])
        }
        return table
    }

    private static func tone(_ state: NodeView.State) -> Tone {
        switch state {
        case .available: .plain
        case .draining: .caution
        case .silent, .lost: .bad
        }
    }
}
