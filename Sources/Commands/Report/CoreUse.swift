import Model
import Service

/// How long one core was held, of the time its node was there.
struct CoreUse {
    var node: String
    var core: Int
    var held: Duration
    /// In thousandths; none when its node was never there.
    var share: Int?

    /// A node that was lost and came back is one.
    static func all(of summary: RunSummary) -> [CoreUse] {
        let history = summary.history
        let rows = CoreRows(nodes: history.nodes.map(\.node))
        var held = [Duration](repeating: .zero, count: rows.count)
        var there = [Duration](repeating: .zero, count: rows.count)
        for record in history.nodes {
            let time =
                history.sessions.elapsed(until: record.lostAt ?? history.sessions.last)
                - history.sessions.elapsed(until: record.joinedAt)
            for position in record.node.cores.indices {
                guard let row = rows.row(of: position, on: record.node.identifier) else { continue }
                held[row] += summary.highlights.busy.time(of: position, on: record.node.identifier)
                there[row] += time
            }
        }
        return (0..<rows.count).compactMap { row in
            rows.place(ofRow: row).map { place, core in
                CoreUse(
                    node: place.name, core: core, held: held[row],
                    share: RunSummary.thousandths(held[row], of: there[row]))
            }
        }
    }
}
