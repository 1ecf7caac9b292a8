import Model

/// How wide a task starts.
extension Planner {
    /// From the least to the most that a task may be given, by the policy's rule.
    func widths(of task: TaskIdentifier, _ request: Request) -> ClosedRange<Cores> {
        guard request.sharing == .none else { return sharedWidth(of: task, request) }
        let least = request.cores.lowerBound
        guard request.cores.upperBound > least else { return request.cores }
        switch configuration.policy.width {
        case .whateverIsThere, .proportional: return least...max(least, request.asked)
        case .strict:
            let width = max(least, min(request.asked, widest(request)))
            return width...width
        }
    }

    /// What its scheduler deals out to it of the largest node.
    private func sharedWidth(of task: TaskIdentifier, _ request: Request) -> ClosedRange<Cores> {
        let job = state.jobs[task.job.number]
        guard let widths = (try? SharedWidths.widths(for: job.job, cores: mostCores)) ?? nil else {
            return request.cores
        }
        let width = Cores(widths.width(at: task.iteration - job.indices.lowerBound))
        return width...width
    }

    /// The most cores that the nodes which take work, were they empty, could give a request on each of as many as it
    /// needs: who asks for more than there is gets all there is.
    ///
    /// - Cost: O(1) while all nodes are of one size, else O(nodes).
    private func widest(_ request: Request) -> Cores {
        let nodes = state.nodes
        guard !nodes.freeBySize.isEmpty else { return Cores(nodes.mostCores) }
        let able = nodes.states.filter { $0.takesWork && $0.couldHold(request) }
        let sizes = Dictionary(grouping: able, by: \.node.allocation).values.compactMap { together in
            let sizes = together.map(\.node.cores.count).sorted(by: >)
            return sizes.count >= request.nodes.lowerBound ? sizes[max(request.nodes.lowerBound, 1) - 1] : nil
        }
        return sizes.max().map { Cores($0) } ?? request.asked
    }
}

extension Request {
    /// Whether it can do with different numbers of cores on its one node.
    var isRanged: Bool {
        sharing == .none && !takesWholeNode && nodes.upperBound == 1 && cores.upperBound > cores.lowerBound
    }

    /// Whether its width may be changed while it runs.
    var isElastic: Bool { isMalleable && alternatives.isEmpty && sharing == .none && !takesWholeNode }
}
