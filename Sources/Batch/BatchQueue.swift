package import Model

/// The batch system's own word about a job, asked for by its commands as this user would.
///
/// Every question starts a program and waits for it: not for a loop's thread.
package struct BatchQueue: Sendable {
    package var system: BatchSystem
    /// The names and values that the commands are given; `PATH` says where they are.
    package var environment: [String: String]
    /// How long one command may take.
    package var patience: Model.Duration

    package init(_ system: BatchSystem, environment: [String: String], patience: Model.Duration = .seconds(15)) {
        self.system = system
        self.environment = environment
        self.patience = patience
    }

    /// When the batch system will take the job's nodes back.
    package func end(of job: String) throws(BatchFailure) -> AllocationEnd {
        switch system {
        case .slurm: try slurm.end(of: job)
        }
    }

    /// Whether a job is over for certain.
    ///
    /// - Parameter cluster: the job's, as its allocation says; empty: not known, so a job of the same number on
    ///   another cluster would be taken for it.
    package func presence(of job: String, on cluster: String = "") -> AllocationPresence {
        switch system {
        case .slurm: slurm.presence(of: job, on: cluster)
        }
    }

    /// How the batch system's own processes reach a node: a name, or an address in numbers.
    package func address(of node: String) throws(BatchFailure) -> String {
        switch system {
        case .slurm: try slurm.address(of: node)
        }
    }

    private var slurm: SlurmQueue { SlurmQueue(environment: environment, patience: patience) }
}
