package import Model

/// How long each core of each node was held, in core time: half a core for two seconds counts one.
package struct BusyTimes: Sendable {
    /// By node number, then by the core's position.
    private var times: [Int: [Duration]] = [:]

    package func time(of position: Int, on node: NodeIdentifier) -> Duration {
        guard let row = times[node.number], row.indices.contains(position) else { return .zero }
        return row[position]
    }

    mutating func add(_ attempt: EndedAttempt) {
        let elapsed = attempt.elapsed
        guard elapsed > .zero else { return }
        for part in attempt.placement.parts {
            for share in part.cores where share.position >= 0 && share.position < 1 << 16 {
                times[part.node.number, default: []].add(share.share.time(for: elapsed), at: share.position)
            }
        }
    }
}

extension [Duration] {
    fileprivate mutating func add(_ time: Duration, at position: Int) {
        if position >= count { append(contentsOf: repeatElement(.zero, count: position + 1 - count)) }
        self[position] += time
    }
}
