/// The nodes and cores of one task, as QCG's reports and variables spell them.
package struct QCGAllocation: Sendable, Hashable {
    /// In the order of the placement.
    package var nodes: [Node]

    package struct Node: Sendable, Hashable {
        package var name: String
        /// The processors' numbers.
        package var cores: [Int]

        package init(name: String, cores: [Int]) {
            self.name = name
            self.cores = cores
        }
    }

    package init(nodes: [Node]) { self.nodes = nodes }

    /// `n1[0:1],n2[0]`
    package var text: String {
        nodes.map { "\($0.name)[\($0.cores.map(String.init).joined(separator: ":"))]" }.joined(separator: ",")
    }

    /// The variables that tasks of QCG jobs find.
    ///
    /// - Parameter step: told apart from every other task's: `<uuid>:<iteration>`.
    /// - Parameter isBound: whether the task is held to its cores.
    package func environment(step: String, isBound: Bool) -> [(name: String, value: String)] {
        let coreCount = nodes.reduce(0) { $0 + $1.cores.count }
        var variables = [
            (name: "QCG_PM_NNODES", value: "\(nodes.count)"),
            (name: "QCG_PM_NODELIST", value: nodes.map(\.name).joined(separator: ",")),
            (name: "QCG_PM_NPROCS", value: "\(coreCount)"),
            (name: "QCG_PM_NTASKS", value: "\(coreCount)"),
            (name: "QCG_PM_STEP_ID", value: step),
            (name: "QCG_PM_TASKS_PER_NODE", value: nodes.map { "\($0.cores.count)" }.joined(separator: ",")),
        ]
        if isBound {
            let cores = nodes.flatMap { $0.cores.map(String.init) }.joined(separator: ",")
            variables.append((name: "QCG_PM_CPU_SET", value: cores))
        }
        return variables
    }
}
