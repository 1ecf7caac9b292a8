import Model
import Service

/// How the look commands speak of states, requests and dependencies.
enum TaskWords {
    static func tone(_ state: TaskState) -> Tone {
        switch state {
        case .succeeded: .good
        case .failed: .bad
        case .cancelled, .skipped, .paused: .caution
        case .running, .starting: .lively
        case .waiting, .ready: .plain
        }
    }

    /// The one state that says most about a job: what still moves, else what went wrong, else how it ended.
    static func state(of counts: StateCounts) -> TaskState {
        for state in [.running, .starting, .paused, .ready, .waiting] as [TaskState] where counts[state] > 0 {
            // A job of which some tasks have ended is under way, even if none runs at this very moment.
            return state == .starting ? .running : state
        }
        for state in [.failed, .cancelled, .skipped] as [TaskState] where counts[state] > 0 { return state }
        return .succeeded
    }

    /// `4 cores, 2 GiB, 1 GPU, licence=2, wall time 1 h`
    static func request(_ request: Request) -> String {
        var parts: [String] = []
        let cores = request.cores
        parts.append(
            cores.lowerBound == cores.upperBound
                ? Phrases.cores(cores.lowerBound) : "\(cores.lowerBound) to \(Phrases.cores(cores.upperBound))")
        if request.takesWholeNode { parts = ["a whole node"] }
        if request.nodes.upperBound > 1 {
            let nodes = request.nodes
            let count = nodes.count == 1 ? "\(nodes.lowerBound)" : "\(nodes.lowerBound) to \(nodes.upperBound)"
            parts[0] += " on each of \(count) nodes"
        }
        if request.memory > .zero {
            let grows = request.memoryLimit > request.memory
            parts.append(grows ? "\(request.memory), up to \(request.memoryLimit)" : "\(request.memory)")
        }
        if request.gpus > .zero { parts.append("\(request.gpus) \(request.gpus == Amount(1) ? "GPU" : "GPUs")") }
        parts += request.named.map { "\($0.name)=\($0.amount)" }
        if let wallTime = request.wallTime { parts.append("wall time \(wallTime)") }
        if let expected = request.expectedTime { parts.append("expected \(expected)") }
        return parts.joined(separator: ", ")
    }

    /// `mesh`, `mesh:3`, `the same iteration of mesh`, with `(however it ends)` where success is not needed.
    static func dependency(_ dependency: Dependency) -> String {
        let name =
            switch dependency.scope {
            case .job: dependency.job
            case .iteration(let iteration): "\(dependency.job):\(iteration)"
            case .sameIteration: "the same iteration of \(dependency.job)"
            }
        return dependency.condition == .success ? name : name + " (however it ends)"
    }

    /// `3`, `0 to 23`
    static func indices(_ indices: Range<Int>) -> String {
        indices.count == 1 ? "\(indices.lowerBound)" : "\(indices.lowerBound) to \(indices.upperBound - 1)"
    }

    /// `0 to 23`, `12 values`, `2 × 3 values`
    static func iterations(_ iterations: Iterations) -> String {
        if iterations.columns.count == 1, case .range = iterations.columns[0].values {
            return indices(iterations.indices)
        }
        guard iterations.columns.count > 1, iterations.combination == .product else {
            return Wording.count(iterations.count, "value")
        }
        return iterations.columns.map { "\($0.values.count)" }.joined(separator: " × ") + " values"
    }

    /// `20 succeeded, 1 failed, 3 running`
    static func counts(_ counts: StateCounts) -> String {
        let order: [TaskState] = [
            .succeeded, .failed, .cancelled, .skipped, .running, .starting, .paused, .ready, .waiting,
        ]
        let parts = order.filter { counts[$0] > 0 }.map { "\(Wording.count(counts[$0])) \($0)" }
        return parts.isEmpty ? "no tasks" : parts.joined(separator: ", ")
    }
}
