import Model

extension QCGRunAccount {
    package enum Order: String, Sendable, CaseIterable { case start, finish, runtime, name, state }

    /// Which of the tasks `jobs` shows; none of a kind: all.
    package struct Selection: Sendable {
        package var state: QCGState?
        package var node: String?
        package var core: Int?

        package init(state: QCGState? = nil, node: String? = nil, core: Int? = nil) {
            self.state = state
            self.node = node
            self.core = core
        }

        func takes(_ task: QCGReportedTask) -> Bool {
            if let state, task.state != state { return false }
            if let node { return task.uses(node: node, core: core) }
            return core.map { core in task.nodes.contains { $0.cores.contains(core) } } ?? true
        }
    }

    /// `text`: the whole report, a paragraph each.
    package var text: String {
        tasks.map { task in
            var lines = ["\(task.name) (\(task.state.rawValue)) \(task.messages)"]
            lines += task.history.map { "\t\(QCGReport.date($0.at, 0, "T")): \($0.state.rawValue)" }
            let runtime = [
                ("allocation", task.nodes.isEmpty ? nil : QCGAllocation(nodes: task.nodes).text),
                ("wd", task.workingDirectory), ("rtime", task.time.map(QCGReport.length)),
                ("exit_code", task.exitCode), ("pid", task.processIdentifier), ("pname", task.processName),
            ]
            lines += runtime.compactMap { name, value in value.map { "\t\(name): \($0)" } }
            return lines.joined(separator: "\n") + "\n"
        }.joined(separator: "\n")
    }

    /// `job NAME…`: everything about each.
    package func details(of names: [String]) -> String {
        names.map { name in
            guard let task = tasks.first(where: { $0.name == name }) else { return "\(name): missing job data\n" }
            return Self.details(of: task)
        }.joined()
    }

    /// `jobs`: those that ran, a line or a paragraph each.
    ///
    /// - Order: as they ended, or by what is asked, then by name; times are the service's own, not a wrapper's.
    package func jobs(_ selection: Selection, order: Order?, withDetails: Bool) -> String {
        var chosen = run.filter(selection.takes)
        switch order {
        case nil: break
        case .start: Self.sort(&chosen) { $0.seen?.start ?? .zero }
        case .finish: Self.sort(&chosen) { $0.seen?.end ?? .zero }
        case .runtime: Self.sort(&chosen) { $0.time ?? .zero }
        case .name: Self.sort(&chosen) { $0.name }
        case .state: Self.sort(&chosen) { $0.state.rawValue }
        }
        return chosen.map { withDetails ? Self.details(of: $0) : Self.line(of: $0) }.joined()
    }

    private static func sort<Key: Comparable>(_ tasks: inout [QCGReportedTask], by key: (QCGReportedTask) -> Key) {
        tasks.sort { left, right in
            let (first, second) = (key(left), key(right))
            return first == second ? left.name < right.name : first < second
        }
    }

    private static func line(of task: QCGReportedTask) -> String {
        "\t\(task.name) state \(task.state.rawValue) run \(task.time.map(QCGReport.length) ?? "None") secs, between "
            + "\(QCGFigures.date(task.span?.start)) - \(QCGFigures.date(task.span?.end)) on nodes "
            + task.nodes.map(\.name).joined(separator: ",") + "\n"
    }

    private static func details(of task: QCGReportedTask) -> String {
        let ended = task.history.last { $0.state.isFinal }?.at
        let code = task.state == .failed ? task.exitCode.map { " (\($0))" } ?? "" : ""
        let lines = [
            ("run-time (s)", task.time.map(QCGReport.length) ?? "None"),
            ("in queue (s)", QCGFigures.date(task.entry(.queued))),
            ("in schedule (s)", QCGFigures.date(task.entry(.scheduled))),
            ("start (by qcg)", QCGFigures.date(task.entry(.executing))), ("finish (by qcg)", QCGFigures.date(ended)),
            ("start (real)", task.span.map { QCGFigures.date($0.start) } ?? "0"),
            ("finish (real)", task.span.map { QCGFigures.date($0.end) } ?? "0"),
            ("nodes", task.nodes.isEmpty ? "None" : nodes(of: task)),
            ("process id", task.processIdentifier ?? "None"), ("process name", task.processName ?? "None"),
            ("state", task.state.rawValue + code),
        ]
        return "\t\(task.name):\n" + lines.map { QCGFigures.line($0.0, $0.1, width: 20) }.joined()
    }

    /// `{'n1': ['0', '1']}`
    private static func nodes(of task: QCGReportedTask) -> String {
        let parts = task.nodes.map { node in
            let cores = node.cores.map { PythonText.quoted("\($0)") }.joined(separator: ", ")
            return "\(PythonText.quoted(node.name)): [\(cores)]"
        }
        return "{\(parts.joined(separator: ", "))}"
    }

    /// `allocation NODE CORE`: what ran on one core, in the order of the starts.
    package func allocation(node: String, core: Int) -> String {
        var chosen = run.filter { $0.uses(node: node, core: core) }
        Self.sort(&chosen) { $0.span?.start ?? .zero }
        return "jobs launched on \(node):\(core)\n"
            + chosen.map { task in
                "\t\(task.name) for \(task.time.map(QCGReport.length) ?? "None"), between "
                    + "\(QCGFigures.date(task.span?.start)) - \(QCGFigures.date(task.span?.end))\n"
                    + "\t\ton nodes \(Self.nodes(of: task))\n"
            }.joined()
    }
}
