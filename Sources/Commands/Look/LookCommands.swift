import Dialects
import Model
import Posix
import Service

/// The commands that look without changing anything.
enum LookCommands {
    static var bodies: [CommandBody] {
        [
            CommandBody(CommandTable.status) { try status(StatusOptions($0), $1) },
            CommandBody(CommandTable.list) { try list(ListOptions($0), $1) },
            CommandBody(CommandTable.show) { try show(SelectionOptions($0), $1) },
            CommandBody(CommandTable.why) { try why(SelectionOptions($0), $1) },
            CommandBody(CommandTable.forecast) { try forecast(ForecastOptions($0), $1) },
            CommandBody(CommandTable.logs) { try logs(LogsOptions($0), $1) },
            CommandBody(CommandTable.report) { try report(ReportOptions($0), $1) },
            CommandBody(CommandTable.top) { try top(RunChoice($0), $0.positiveDuration("interval"), $1) },
            CommandBody(CommandTable.events) { try events(EventsOptions($0), $1) },
            CommandBody(CommandTable.nodes) { try nodes(StatusOptions($0), $1) },
            CommandBody(CommandTable.ledgerCheck) { try LedgerCheckCommand.run(LedgerCheckOptions($0), $1) },
        ]
    }

    private static func status(_ options: StatusOptions, _ screen: Screen) throws -> Int32 {
        let ground = try LookGround.find(options.run, isJSON: options.isJSON, screen)
        let statistics = try ground.source(at: now).statistics(of: .all)
        if options.isJSON {
            var json = JSONText()
            statistics.write(to: &json)
            screen.print(json)
        } else {
            StatusCommand.show(statistics, service: try ground.client?.service(), on: screen, at: now)
        }
        return ExitCode.succeeded
    }

    private static func list(_ options: ListOptions, _ screen: Screen) throws -> Int32 {
        if options.namesOnly { return try names(options, screen) }
        var json = JSONText()
        if options.run.which == .all {
            let shelf = RunShelf(statePath: options.run.statePath, directory: try FileSystem.currentDirectory())
            let records = try shelf.all()
            if options.isJSON {
                try ListCommand.writeRuns(records.map { RecordSource($0, at: now) }, to: &json)
            } else {
                try ListCommand.runs(records, on: screen)
            }
        } else {
            let source = try LookGround.find(options.run, isJSON: options.isJSON, screen).source(at: now)
            if options.isJSON {
                try ListCommand.writeJobs(source, options.filter, to: &json)
            } else {
                try ListCommand.jobs(source, options.filter, isComplete: options.isComplete, on: screen)
            }
        }
        if options.isJSON { screen.print(json) }
        return ExitCode.succeeded
    }

    /// Completion asks while somebody types: a folder without runs is then no mistake, and a service that does not
    /// answer at once has no names.
    private static func names(_ options: ListOptions, _ screen: Screen) throws -> Int32 {
        guard let source = try LookGround.quickly(options.run, at: now) else { return ExitCode.succeeded }
        try ListCommand.names(source, on: screen)
        return ExitCode.succeeded
    }

    private static func show(_ options: SelectionOptions, _ screen: Screen) throws -> Int32 {
        let source = try LookGround.find(options.run, isJSON: options.isJSON, screen).source(at: now)
        let selectors = try options.selectors(in: source)
        if options.isJSON {
            var json = JSONText()
            try ShowCommand.write(source, selectors, in: options.selection.state, to: &json)
            screen.print(json)
        } else {
            try ShowCommand.show(source, selectors, in: options.selection.state, on: screen)
        }
        return ExitCode.succeeded
    }

    private static func why(_ options: SelectionOptions, _ screen: Screen) throws -> Int32 {
        let source = try LookGround.find(options.run, isJSON: options.isJSON, screen).source(at: now)
        let selectors = try options.selectors(in: source)
        if options.isJSON {
            var json = JSONText()
            try WhyCommand.write(
                source, selectors, in: options.selection.state, under: options.policy, to: &json)
            screen.print(json)
        } else {
            try WhyCommand.show(
                source, selectors, in: options.selection.state, under: options.policy, on: screen)
        }
        return ExitCode.succeeded
    }

    private static func forecast(_ options: ForecastOptions, _ screen: Screen) throws -> Int32 {
        let source = try LookGround.find(options.run, isJSON: options.isJSON, screen).source(at: now)
        if options.isJSON {
            var json = JSONText()
            try ForecastCommand.write(source, options.selectors, under: options.policy, to: &json)
            screen.print(json)
        } else {
            try ForecastCommand.show(source, options.selectors, under: options.policy, on: screen)
        }
        return ExitCode.succeeded
    }

    private static func logs(_ options: LogsOptions, _ screen: Screen) throws -> Int32 {
        // What is printed is the tasks' own: nothing of ours may stand on standard output.
        let ground = try LookGround.find(options.chosen.run, isJSON: true, screen)
        switch ground {
        case .record(let record):
            let selectors = try options.chosen.selectors(in: RecordSource(record, at: now))
            return try LogsCommand(record: record, options: options, screen: screen).show(selectors)
        case .service(let found):
            let source = ServiceSource(found.client)
            return try ServiceLogs(source, options, screen).show(options.chosen.selectors(in: source))
        }
    }

    private static func report(_ options: ReportOptions, _ screen: Screen) throws -> Int32 {
        let ground = try LookGround.find(options.run, isJSON: true, screen)
        return try ReportCommand.run(ground.record(), options, screen)
    }

    private static func top(_ choice: RunChoice, _ pause: Duration?, _ screen: Screen) throws -> Int32 {
        let ground = try LookGround.find(choice, isJSON: true, screen)
        let command = TopCommand(pause: pause ?? .seconds(1), screen: screen) {
            (try ground.source(at: now).statistics(of: .all), try ground.client?.service())
        }
        return try command.run()
    }

    private static func events(_ options: EventsOptions, _ screen: Screen) throws -> Int32 {
        let command = EventsCommand(options: options, screen: screen)
        switch try LookGround.find(options.run, isJSON: options.isJSON, screen) {
        case .record(let record): return try command.show(record)
        case .service(let found): return try command.show(found.client)
        }
    }

    private static func nodes(_ options: StatusOptions, _ screen: Screen) throws -> Int32 {
        let nodes = try LookGround.find(options.run, isJSON: options.isJSON, screen).source(at: now).nodes()
        if options.isJSON {
            var json = JSONText()
            json.array { json in for node in nodes { node.write(to: &json) } }
            screen.print(json)
        } else {
            NodesCommand.show(nodes, on: screen, at: now)
        }
        return ExitCode.succeeded
    }

    static var now: Instant { Instant(nanoseconds: Clock.wallNanoseconds()) }
}
