import Dialects
import Model
import Posix
import Service

/// The commands that look at runs without changing anything.
enum LookCommands {
    static var bodies: [CommandBody] {
        [
            CommandBody(CommandTable.status) { try status(StatusOptions($0), $1) },
            CommandBody(CommandTable.list) { try list(ListOptions($0), $1) },
            CommandBody(CommandTable.show) { try show(TaskOptions($0), $1) },
            CommandBody(CommandTable.logs) { try logs(LogsOptions($0), $1) },
            CommandBody(CommandTable.why) { try why(TaskOptions($0), $1) },
            CommandBody(CommandTable.report) { try report(ReportOptions($0), $1) },
            CommandBody(CommandTable.ledgerCheck) { try LedgerCheckCommand.run(LedgerCheckOptions($0), $1) },
        ]
    }

    private static func status(_ options: StatusOptions, _ screen: Screen) throws -> Int32 {
        let statistics = try source(options.run).statistics(of: nil)
        if options.isJSON {
            var json = JSONText()
            statistics.write(to: &json)
            screen.print(json)
        } else {
            StatusCommand.show(statistics, on: screen, at: now)
        }
        return ExitCode.succeeded
    }

    private static func list(_ options: ListOptions, _ screen: Screen) throws -> Int32 {
        if options.namesOnly {
            // Completion asks while somebody types; a folder without runs is then no mistake.
            if let record = try shelf(options.run).run(number(options.run)) {
                try ListCommand.names(RecordSource(record, at: now), on: screen)
            }
            return ExitCode.succeeded
        }
        var json = JSONText()
        if options.run.which == .all {
            let records = try shelf(options.run).all()
            if options.isJSON {
                try ListCommand.writeRuns(records.map { RecordSource($0, at: now) }, to: &json)
            } else {
                try ListCommand.runs(records, on: screen)
            }
        } else {
            let source = try source(options.run)
            if options.isJSON {
                try ListCommand.writeJobs(source, JobFilter(), to: &json)
            } else {
                try ListCommand.jobs(source, JobFilter(), isComplete: options.isComplete, on: screen)
            }
        }
        if options.isJSON { screen.print(json) }
        return ExitCode.succeeded
    }

    private static func show(_ options: TaskOptions, _ screen: Screen) throws -> Int32 {
        let source = try source(options.run)
        if options.isJSON {
            var json = JSONText()
            try ShowCommand.write(source, options.selector, to: &json)
            screen.print(json)
        } else {
            try ShowCommand.show(source, options.selector, on: screen)
        }
        return ExitCode.succeeded
    }

    private static func logs(_ options: LogsOptions, _ screen: Screen) throws -> Int32 {
        try LogsCommand(record: record(options.run), options: options, screen: screen).show()
    }

    private static func why(_ options: TaskOptions, _ screen: Screen) throws -> Int32 {
        let source = try source(options.run)
        if options.isJSON {
            var json = JSONText()
            try WhyCommand.write(source, options.selector, to: &json)
            screen.print(json)
        } else {
            try WhyCommand.show(source, options.selector, on: screen)
        }
        return ExitCode.succeeded
    }

    private static func report(_ options: ReportOptions, _ screen: Screen) throws -> Int32 {
        try ReportCommand.run(record(options.run), options, screen)
    }

    private static var now: Instant { Instant(nanoseconds: Clock.wallNanoseconds()) }

    private static func number(_ choice: RunChoice) -> Int? {
        if case .number(let number) = choice.which { return number }
        return nil
    }

    private static func shelf(_ choice: RunChoice) throws -> RunShelf {
        RunShelf(statePath: choice.statePath, directory: try FileSystem.currentDirectory())
    }

    private static func source(_ choice: RunChoice) throws -> RecordSource {
        RecordSource(try record(choice), at: now)
    }

    /// - Throws: a refusal when there is no such run.
    private static func record(_ choice: RunChoice) throws -> RunRecord {
        let shelf = try shelf(choice)
        if let record = try shelf.run(number(choice)) { return record }
        guard let number = number(choice) else {
            throw Refusal.document(
                DocumentProblem(
                    document: shelf.path, problem: "there is no run yet",
                    remedy: "Start one with `rota run`, or name another folder with --state."))
        }
        throw ParsedArguments.refusal(
            of: "--run", "is \(number), and \(shelf.path) has no such run", "See `rota list --run all`.")
    }
}
