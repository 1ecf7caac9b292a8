extension Allocation {
    /// The arguments that start a program once on each of the other nodes and end when all of them have ended; none
    /// when there is no other node.
    ///
    /// The program sees every core and device which the allocation has on its node, and stands in nobody's way: steps
    /// started while it runs are given the same cores. The other nodes are taken to have as many GPUs as this one.
    package func siblingsCommand(_ program: [String]) -> [String]? {
        if otherNodes.isEmpty { return nil }
        switch system {
        case .slurm:
            let gpus = here?.gpus.flatMap { $0.isEmpty ? nil : $0.count }
            return SlurmSiblings(job: job, nodes: otherNodes.map(\.name), gpus: gpus).command(program)
        }
    }
}
