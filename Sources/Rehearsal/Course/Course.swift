package import Model

/// What a rehearsal was like: who ran where and when, and how many waited.
package struct Course: Sendable {
    package var nodes: [Node]
    /// By their identifiers.
    package var jobs: [Job]
    /// In the order they ended.
    package var stretches: [PlayedStretch]
    /// For how long who was paused, with the cores it had before; in the order they ended.
    package var pauses: [PlayedStretch]
    /// Sorted by their moments: how many tasks have arrived and wait from then on, no two of one moment.
    package var waiting: [(at: Instant, count: Int)]
    package var begin: Instant
    package var end: Instant

    package init(nodes: [Node], record: [Fact]) {
        self.nodes = nodes
        jobs = []
        var collector = StretchCollector()
        var changes: [(at: Instant, change: Int)] = []
        for fact in record {
            collector.take(fact)
            switch fact {
            case .jobsSubmitted(_, let some, _, let at):
                jobs += some
                changes.append((at, some.reduce(0) { $0 + $1.iterations.count }))
            case .attemptStarted(_, let at): changes.append((at, -1))
            case .tasksSkipped(let tasks, _, let at): changes.append((at, -tasks.iterations.count))
            case .taskReturned(_, let at, _): changes.append((at, 1))
            default: break
            }
        }
        stretches = collector.stretches
        pauses = collector.pauses
        waiting = Self.steps(changes)
        begin = waiting.first?.at ?? .zero
        end = max(waiting.last?.at ?? .zero, stretches.map(\.to).max() ?? .zero)
    }

    private static func steps(_ changes: [(at: Instant, change: Int)]) -> [(at: Instant, count: Int)] {
        var steps: [(at: Instant, count: Int)] = []
        var count = 0
        for change in changes.sorted(by: { $0.at < $1.at }) {
            count += change.change
            if steps.last?.at == change.at { steps.removeLast() }
            steps.append((change.at, count))
        }
        return steps
    }
}

extension Rehearsal {
    package var course: Course { Course(nodes: nodes, record: record) }

    private var nodes: [Node] {
        record.compactMap { if case .nodeJoined(let node, _) = $0 { node } else { nil } }
    }
}

extension WorkloadRehearsal {
    package var course: Course { rehearsal.course }
}
