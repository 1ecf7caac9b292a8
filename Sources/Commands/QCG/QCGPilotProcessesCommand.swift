internal import Dialects
internal import Model
internal import Posix

/// `qcg-pm-processes`: which processes were which task's: all that were seen, or at least the first that the report
/// names.
enum QCGPilotProcessesCommand {
    private static let program = "qcg-pm-processes"
    private static let options = [
        QCGArguments.Option("all", nil, "tree: all that descend from a task's first process"),
        .init("verbose", nil, "accepted, and changes nothing"),
    ]

    static func run(_ words: [String], _ screen: Screen) throws -> Int32 {
        let given = try QCGArguments(program, options, words)
        guard !given.wantsHelp else {
            let summary = "Shows the processes of a service's tasks: all that were seen with --enable-proc-stats."
            screen.write(
                QCGArguments.help("\(program) tree|apps [OPTION]… FOLDER [NAME]…", summary, options), to: screen.output)
            return ExitCode.succeeded
        }
        let named = try given.words("COMMAND", "FOLDER")
        let folder = try QCGAuxiliaryFolder.find(named[1], program: program)
        let account = try QCGRunAccount(folder: folder)
        let traced = try traces(in: folder)
        let known = Set(traced.map(\.identifier))
        // The times of traces and reports are local ones already.
        let list = QCGProcessList(
            traced + processes(of: account).filter { !known.contains($0.identifier) }, of: account,
            zoneOffsetSeconds: 0)
        let names = Array(named.dropFirst(2))
        switch named[0] {
        case "tree": screen.write(list.tree(of: names, withDescendants: given.has("all")), to: screen.output)
        case "apps": screen.write(list.programs(of: names), to: screen.output)
        default: throw given.refusal(named[0], "is no command", "There is tree and apps.")
        }
        return ExitCode.succeeded
    }

    private static func traces(in folder: String) throws -> [QCGProcess] {
        try FileSystem.names(in: folder).filter(QCGProcessTrace.isFileName).sorted().flatMap { name in
            try QCGProcessTrace.processes(FileSystem.content(of: "\(folder)/\(name)"), document: name)
        }
    }

    private static func processes(of account: QCGRunAccount) -> [QCGProcess] {
        account.tasks.compactMap { task in
            guard let number = task.processIdentifier.flatMap({ Int($0) }), let node = task.nodes.first,
                let span = task.span
            else { return nil }
            return QCGProcess(
                identifier: number, parent: 0, name: task.processName ?? "", words: [task.processName ?? ""],
                node: node.name, createdAt: span.start, processors: node.cores)
        }
    }
}
