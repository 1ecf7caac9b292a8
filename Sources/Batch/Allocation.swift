/// Nodes that a batch system granted together, as far as a process in it knows without asking.
package struct Allocation: Sendable, Hashable {
    package var system: BatchSystem
    /// Tells jobs apart that have the same number on different clusters; empty where unknown.
    package var cluster: String
    package var job: String
    package var partition: String?
    /// In the batch system's order.
    package var nodes: [AllocatedNode]
    /// Where this process runs, with what it was granted there. None: beside the allocation, as the shell which
    /// `salloc` starts on the login node.
    package var here: AllocatedNode?
    /// None: a batch script, or a shell.
    package var step: BatchStep?

    package init(
        system: BatchSystem, cluster: String, job: String, partition: String? = nil, nodes: [AllocatedNode],
        here: AllocatedNode? = nil, step: BatchStep? = nil
    ) {
        self.system = system
        self.cluster = cluster
        self.job = job
        self.partition = partition
        self.nodes = nodes
        self.here = here
        self.step = step
    }

    /// The allocation that this environment speaks of; none when it speaks of no batch system.
    ///
    /// - Parameter ancestors: the command lines of the processes above the one whose environment it is, the nearest
    ///   first; empty: not known, and variables that an outer step has left are believed.
    /// - Throws: when it speaks of one in a way that can't be understood.
    package static func find(
        _ environment: [String: String], ancestors: [String] = []
    ) throws(BatchFailure) -> Allocation? {
        try SlurmEnvironment(variables: environment, ancestors: ancestors).allocation()
    }

    /// The nodes this process is not on.
    package var otherNodes: [AllocatedNode] { nodes.filter { $0.name != here?.name } }
}
