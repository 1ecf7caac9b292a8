internal import Model

/// What Slurm's variables say. Those of a job stand in every process of it; those of a step only in what srun started
/// and below.
struct SlurmEnvironment {
    var variables: [String: String]
    /// The command lines of the processes above this one, the nearest first; empty where they can't be seen.
    var ancestors: [String] = []

    func allocation() throws(BatchFailure) -> Allocation? {
        guard let job = text("SLURM_JOB_ID") ?? text("SLURM_JOBID") else { return nil }
        // Slurm's daemons and its prologs have a job's number and no nodes: those are not inside an allocation.
        guard let list = text("SLURM_JOB_NODELIST") ?? text("SLURM_NODELIST") else { return nil }
        guard let names = HostList.names(in: list) else { throw unreadable("SLURM_JOB_NODELIST", list) }
        let cores = try counts("SLURM_JOB_CPUS_PER_NODE")
        guard cores.count == names.count, !cores.contains(0) else {
            throw unreadable("SLURM_JOB_CPUS_PER_NODE", text("SLURM_JOB_CPUS_PER_NODE") ?? "")
        }
        var nodes: [AllocatedNode] = []
        for (name, cores) in zip(names, cores) {
            nodes.append(AllocatedNode(name: name, cores: cores, memory: try memory(cores: cores)))
        }
        let step = isStep(of: job) ? try step() : nil
        return Allocation(
            system: .slurm, cluster: text("SLURM_CLUSTER_NAME") ?? "", job: job,
            partition: text("SLURM_JOB_PARTITION"), nodes: nodes, here: try here(among: nodes), step: step)
    }

    private func here(among nodes: [AllocatedNode]) throws(BatchFailure) -> AllocatedNode? {
        guard let name = text("SLURMD_NODENAME"), var node = nodes.first(where: { $0.name == name }) else {
            return nil
        }
        // A step may have been given fewer than its job.
        if let cores = try number("SLURM_CPUS_ON_NODE"), cores > 0 { node.cores = cores }
        node.memory = try memory(cores: node.cores)
        let devices = text("CUDA_VISIBLE_DEVICES") ?? text("SLURM_STEP_GPUS") ?? text("SLURM_JOB_GPUS") ?? ""
        // As CUDA reads it: the first name that can't be a device ends the list.
        node.gpus = devices.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            .prefix { !$0.isEmpty && !$0.hasPrefix("-") && $0 != "NoDevFiles" }.map(\.self)
        return node
    }

    /// Whether srun started this process, or one above it, in this job.
    ///
    /// A batch script that was submitted from within a step has that step's variables, and they look like its own. Who
    /// keeps the script tells: `slurmstepd: [7.batch]`, and `slurmstepd: [7.0]` for a step.
    private func isStep(of job: String) -> Bool {
        guard let keeper = ancestors.first(where: { $0.hasPrefix("slurmstepd: [") }) else { return true }
        let identifier = text("SLURM_STEP_ID") ?? text("SLURM_STEPID") ?? ""
        return keeper.hasPrefix("slurmstepd: [\(job).\(identifier)]")
    }

    private func step() throws(BatchFailure) -> BatchStep? {
        guard let identifier = text("SLURM_STEP_ID") ?? text("SLURM_STEPID") else { return nil }
        let list = try required("SLURM_STEP_NODELIST")
        guard let nodes = HostList.names(in: list) else { throw unreadable("SLURM_STEP_NODELIST", list) }
        let copies = try counts("SLURM_STEP_TASKS_PER_NODE")
        let position = text("SLURMD_NODENAME").flatMap { name in nodes.firstIndex(of: name) } ?? 0
        guard copies.count == nodes.count else {
            throw unreadable("SLURM_STEP_TASKS_PER_NODE", text("SLURM_STEP_TASKS_PER_NODE") ?? "")
        }
        var found = BatchStep(
            identifier: identifier, nodes: nodes,
            copies: try number("SLURM_STEP_NUM_TASKS") ?? copies.reduce(0, +),
            rank: try number("SLURM_PROCID") ?? 0, copiesOnThisNode: copies[position],
            rankOnThisNode: try number("SLURM_LOCALID") ?? 0,
            processors: BindingList.processors(
                type: text("SLURM_CPU_BIND_TYPE") ?? "", list: text("SLURM_CPU_BIND_LIST") ?? ""))
        found.hasTerminal = text("SLURM_PTY_PORT") != nil
        return found
    }

    /// Slurm counts it in mebibytes; 0 is all of the node's.
    private func memory(cores: Int) throws(BatchFailure) -> Bytes? {
        if let whole = try number("SLURM_MEM_PER_NODE") { return whole == 0 ? nil : amount(whole) }
        if let each = try number("SLURM_MEM_PER_CPU") { return each == 0 ? nil : amount(each, times: cores) }
        return nil
    }

    private func amount(_ mebibytes: Int, times count: Int = 1) -> Bytes? {
        let product = mebibytes.multipliedReportingOverflow(by: count)
        // 1 << 43: the most mebibytes whose bytes can be counted.
        return product.overflow || product.partialValue >= 1 << 43 ? nil : .mebibytes(Int64(product.partialValue))
    }

    /// An empty variable is as good as none.
    private func text(_ name: String) -> String? {
        variables[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    private func required(_ name: String) throws(BatchFailure) -> String {
        guard let text = text(name) else { throw BatchFailure(source: name, problem: .unset) }
        return text
    }

    private func counts(_ name: String) throws(BatchFailure) -> [Int] {
        let text = try required(name)
        guard let counts = CountList.counts(in: text) else { throw unreadable(name, text) }
        return counts
    }

    private func number(_ name: String) throws(BatchFailure) -> Int? {
        guard let text = text(name) else { return nil }
        guard let number = Int(text), number >= 0 else { throw unreadable(name, text) }
        return number
    }

    private func unreadable(_ name: String, _ text: String) -> BatchFailure {
        BatchFailure(source: name, problem: .unreadable(text))
    }
}
