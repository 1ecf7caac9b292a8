import Model

extension Planner {
    /// Nodes and cores for a task on what is free now; none when it does not fit.
    ///
    /// - Order: the widest placement first, then the node with the least free cores, then the lowest number.
    /// - Cost: O(nodes × log nodes + cores of the nodes tried).
    func placement(for task: TaskIdentifier, of index: Int) -> Placement? {
        let request = state.classes[index].request
        let cores = coreRange(of: task, request)
        let candidates = state.nodes.lazy
            .filter { !$0.isLost && $0.freeCores >= cores.lowerBound }
            .sorted { left, right in
                let widths = (min(left.freeCores, cores.upperBound), min(right.freeCores, cores.upperBound))
                if widths.0 != widths.1 { return widths.0 > widths.1 }
                if left.freeCores != right.freeCores { return left.freeCores < right.freeCores }
                return left.node.identifier < right.node.identifier
            }
        var parts: [Placement.Part] = []
        for node in candidates {
            guard let part = node.place(request, cores: cores) else { continue }
            parts.append(part)
            if parts.count == request.nodes.upperBound { break }
        }
        guard parts.count >= request.nodes.lowerBound else { return nil }
        return Placement(parts: parts.sorted { $0.node < $1.node })
    }

    /// What a task may be given: what its job asks for, or what its scheduler deals out to it of the largest node.
    private func coreRange(of task: TaskIdentifier, _ request: Request) -> ClosedRange<Cores> {
        guard request.sharing != .none else { return request.cores }
        let job = state.jobs[task.job.number]
        guard let widths = (try? SharedWidths.widths(for: job.job, cores: mostCores)) ?? nil else {
            return request.cores
        }
        let width = Cores(widths.width(at: task.iteration - job.indices.lowerBound))
        return width...width
    }

    /// The cores of the largest node that is there.
    var mostCores: Int { state.nodes.lazy.filter { !$0.isLost }.map(\.node.cores.count).max() ?? 0 }
}
