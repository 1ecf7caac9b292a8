internal import Dialects
package import Model

/// How states and iterations are spoken of.
package enum TaskWords {
    /// The one state that says most about a job: what still moves, else what went wrong, else how it ended.
    package static func state(of counts: StateCounts) -> TaskState {
        for state in [.running, .starting, .paused, .ready, .waiting] as [TaskState] where counts[state] > 0 {
            // A job of which some tasks have ended is under way, even if none runs at this very moment.
            return state == .starting ? .running : state
        }
        for state in [.failed, .cancelled, .skipped] as [TaskState] where counts[state] > 0 { return state }
        return .succeeded
    }

    /// `3`, `0 to 23`
    package static func indices(_ indices: Range<Int>) -> String {
        indices.count == 1 ? "\(indices.lowerBound)" : "\(indices.lowerBound) to \(indices.upperBound - 1)"
    }

    /// `0 to 23`, `12 values`, `2 × 3 values`
    package static func iterations(_ iterations: Iterations) -> String {
        if iterations.columns.count == 1, case .range = iterations.columns[0].values {
            return indices(iterations.indices)
        }
        guard iterations.columns.count > 1, iterations.combination == .product else {
            return Wording.count(iterations.count, "value")
        }
        return iterations.columns.map { "\($0.values.count)" }.joined(separator: " × ") + " values"
    }

    /// `20 succeeded, 1 failed, 3 running`
    package static func counts(_ counts: StateCounts) -> String {
        let order: [TaskState] = [
            .succeeded, .failed, .cancelled, .skipped, .running, .starting, .paused, .ready, .waiting,
        ]
        let parts = order.filter { counts[$0] > 0 }.map { "\(Wording.count(counts[$0])) \($0)" }
        return parts.isEmpty ? "no tasks" : parts.joined(separator: ", ")
    }
}
