import Model

/// What `qcg-pm-processes` prints: the processes of tasks, below each other or the programs alone.
package struct QCGProcessList: Sendable {
    /// By number, and by the parent's; those of one number or parent by node and number.
    private let processes: [Int: [QCGProcess]]
    private let children: [Int: [QCGProcess]]
    private let tasks: [QCGReportedTask]
    /// Of the node's local time, east of Greenwich.
    private let zoneOffsetSeconds: Int

    /// - Parameter account: which task's first process had which number.
    package init(_ processes: [QCGProcess], of account: QCGRunAccount, zoneOffsetSeconds: Int) {
        let inOrder = processes.sorted { ($0.node, $0.identifier) < ($1.node, $1.identifier) }
        self.processes = Dictionary(grouping: inOrder, by: \.identifier)
        children = Dictionary(grouping: inOrder, by: \.parent)
        tasks = account.tasks
        self.zoneOffsetSeconds = zoneOffsetSeconds
    }

    /// What starts the processes of a parallel program, and is none of them.
    private static let launchers: Set<String> = [
        "mpirun", "mpiexec", "mpiexec.hydra", "hydra_pmi_proxy", "hydra_bstrap_proxy", "orted", "orterun", "prte",
        "prted", "prterun", "srun", "slurmstepd", "rota-launcher",
    ]

    /// `tree`: the first process of each task, or all that descend from it.
    ///
    /// - Parameter names: none: every task that had a process.
    package func tree(of names: [String], withDescendants: Bool) -> String {
        chosen(names).map { name, task in
            guard let task, let number = task.processIdentifier else {
                return "warning: job \"\(name)\" not found in jobs report\n"
            }
            var text = "job \(name), job process id \(number), application name \(task.processName ?? "None")\n"
            guard let root = root(of: task) else { return text + "  no such process was seen\n" }
            text += line(root, depth: 1, "created \(date(root.createdAt))")
            guard withDescendants else { return text }
            for (process, depth) in descendants(of: root) {
                let later = QCGFigures.seconds(process.createdAt - root.createdAt, 1)
                text += line(process, depth: depth + 1, "after \(later) secs")
            }
            return text
        }.joined()
    }

    /// `apps`: the processes that do a task's work, below whatever launched them.
    package func programs(of names: [String]) -> String {
        let found = chosen(names).flatMap { _, task in task.flatMap(root).map(programs(below:)) ?? [] }
        return "found \(found.count) target processes\n" + found.map(details).joined()
    }

    private func chosen(_ names: [String]) -> [(name: String, task: QCGReportedTask?)] {
        guard names.isEmpty else { return names.map { name in (name, tasks.first { $0.name == name }) } }
        return tasks.filter { $0.processIdentifier != nil }.map { ($0.name, $0) }
    }

    /// On the first of the task's nodes, where several nodes have a process of that number.
    private func root(of task: QCGReportedTask) -> QCGProcess? {
        let same = task.processIdentifier.flatMap { Int($0) }.flatMap { processes[$0] } ?? []
        return task.nodes.lazy.compactMap { node in same.first { $0.node == node.name } }.first ?? same.first
    }

    /// Depth first, brothers by number; a number that was used again can't lead in a circle.
    private func descendants(of root: QCGProcess) -> [(process: QCGProcess, depth: Int)] {
        var result: [(process: QCGProcess, depth: Int)] = []
        var seen: Set<Int> = [root.identifier]
        func visit(_ parent: QCGProcess, _ depth: Int) {
            for child in children[parent.identifier] ?? []
            where child.node == root.node && seen.insert(child.identifier).inserted {
                result.append((child, depth))
                visit(child, depth + 1)
            }
        }
        visit(root, 1)
        return result
    }

    private func programs(below root: QCGProcess) -> [QCGProcess] {
        guard Self.launchers.contains(root.name) else { return [root] }
        let family = descendants(of: root)
        let launching = Set(
            ([root] + family.map(\.process)).filter { Self.launchers.contains($0.name) }.map(\.identifier))
        return family.map(\.process).filter { !Self.launchers.contains($0.name) && launching.contains($0.parent) }
    }

    private func line(_ process: QCGProcess, depth: Int, _ when: String) -> String {
        String(repeating: "  ", count: depth) + "--\(process.identifier):\(process.name) "
            + "(\(process.words.joined(separator: " "))) node(\(process.node)) \(when)\n"
    }

    private func details(of process: QCGProcess) -> String {
        let parent = processes[process.parent]?.first { $0.node == process.node }
        let times = [process.userTime, process.systemTime].map { QCGFigures.seconds($0).description }
        let lines = [
            "created: \(date(process.createdAt))", "cmdline: \(process.words.joined(separator: " "))",
            "parent: \(process.parent):\(parent?.name ?? "X")",
            "cpu affinity: [\(process.processors.map(String.init).joined(separator: ", "))]",
            "cpu times: [\(times.joined(separator: ", "))]", "cpu memory info: [\(process.memory.count)]",
        ]
        return "\(process.identifier):\(process.name)\n" + lines.map { "\t\($0)\n" }.joined()
    }

    private func date(_ instant: Instant) -> String { QCGReport.date(instant, zoneOffsetSeconds, " ") }
}
