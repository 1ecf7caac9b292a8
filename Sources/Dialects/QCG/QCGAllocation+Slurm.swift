extension QCGAllocation {
    /// What Slurm itself would tell a task of this size, for programs that look there.
    ///
    /// - Order: as Slurm's manual groups them: the job's, then the step's.
    /// - Parameter devices: the GPUs' names, when the task has some.
    package func slurmEnvironment(devices: [String] = []) -> [(name: String, value: String)] {
        let names = nodes.map(\.name).joined(separator: ",")
        let counts = nodes.map(\.cores.count)
        let total = counts.reduce(0, +)
        let each = Self.repeated(counts)
        var variables = [
            (name: "SLURM_NNODES", value: "\(nodes.count)"), (name: "SLURM_NODELIST", value: names),
            (name: "SLURM_NPROCS", value: "\(total)"), (name: "SLURM_NTASKS", value: "\(total)"),
            (name: "SLURM_JOB_NODELIST", value: names), (name: "SLURM_JOB_NUM_NODES", value: "\(nodes.count)"),
            (name: "SLURM_JOB_CPUS_PER_NODE", value: each), (name: "SLURM_TASKS_PER_NODE", value: each),
            (name: "SLURM_STEP_NODELIST", value: names), (name: "SLURM_STEP_NUM_NODES", value: "\(nodes.count)"),
            (name: "SLURM_STEP_NUM_TASKS", value: "\(total)"), (name: "SLURM_STEP_TASKS_PER_NODE", value: each),
            // So that a step that the task starts itself shares its cores instead of waiting for others.
            (name: "SLURM_OVERLAP", value: "1"),
        ]
        // One number has a meaning only where it holds for every node.
        if let first = counts.first, counts.allSatisfy({ $0 == first }) {
            variables.append((name: "SLURM_NTASKS_PER_NODE", value: "\(first)"))
        }
        if !devices.isEmpty {
            variables.append((name: "CUDA_VISIBLE_DEVICES", value: devices.joined(separator: ",")))
        }
        return variables
    }

    /// `4(x2),1`: equal neighbours together.
    static func repeated(_ counts: [Int]) -> String {
        var groups: [(count: Int, times: Int)] = []
        for count in counts {
            if let last = groups.last, last.count == count {
                groups[groups.count - 1].times += 1
            } else {
                groups.append((count, 1))
            }
        }
        return groups.map { $0.times == 1 ? "\($0.count)" : "\($0.count)(x\($0.times))" }.joined(separator: ",")
    }
}
