extension CommandTable {
    package static let status: CommandDescription = {
        var command = CommandDescription(
            "status", in: .look, "Show how a run or a service stands: what runs, what failed, what waits",
            usage: ["[OPTIONS]"])
        command.options = [oneRun] + places + [json, help]
        command.examples = [
            CommandDescription.Example(
                line: "rota status", meaning: "The last run of this folder, or the service that is at work.")
        ]
        return command
    }()

    package static let list: CommandDescription = {
        var command = CommandDescription("list", in: .look, "List the jobs of a run, or the runs", usage: ["[OPTIONS]"])
        command.options =
            [
                OptionDescription(
                    "run", nil, .run, in: "Where", "The run with this number, or all of them", standard: "the last")
            ] + choosingPlaces + [tag] + [
                OptionDescription(
                    "all", "a", in: "What is shown", "Every job, however many; otherwise long lists are shortened"),
                OptionDescription("names", nil, in: "What is shown", "Only the jobs' names, a line each"),
                json, help,
            ]
        command.examples = [
            CommandDescription.Example(line: "rota list --run all", meaning: "Every run of this folder, a line each."),
            CommandDescription.Example(line: "rota list --state failed", meaning: "The jobs of which tasks failed."),
        ]
        return command
    }()

    package static let show: CommandDescription = {
        var command = about("show", "Show a job, or a task with all its attempts", [json])
        command.examples = [
            CommandDescription.Example(
                line: "rota show mesh:3", meaning: "When it ran, where, how it ended, what it used."),
            CommandDescription.Example(
                line: "rota show mesh --state failed", meaning: "The same of every task of it that failed."),
        ]
        return command
    }()

    package static let logs: CommandDescription = {
        var command = about(
            "logs", "Print what tasks have printed",
            [
                OptionDescription("follow", "f", in: "What is shown", "Go on while the task runs"),
                OptionDescription(
                    "stream", nil, .choice("both|out|err", ["both", "out", "err"]), in: "What is shown",
                    "Both outputs, or one of them", standard: "both"),
                OptionDescription(
                    "attempt", nil, .free("N"), in: "What is shown", "The task's attempt N, from 1",
                    standard: "the last"),
                OptionDescription(
                    "tail", nil, .free("N"), in: "What is shown", "Only the last N lines of each", standard: "all"),
                OptionDescription("tag", nil, in: "What is shown", "Begin each line with JOB:IT"),
                json,
            ])
        command.examples = [
            CommandDescription.Example(line: "rota logs mesh:3 --stream err", meaning: "Its error output."),
            CommandDescription.Example(line: "rota logs -f last", meaning: "Follow the task that started last."),
        ]
        return command
    }()

    package static let why: CommandDescription = {
        var command = about("why", "Explain why a task is not running, or how it ended", [otherPolicy, json])
        command.examples = [
            CommandDescription.Example(
                line: "rota why merge", meaning: "What it waits for, and what would start it now."),
            CommandDescription.Example(
                line: "rota why merge --policy easy", meaning: "And when it would start under that."),
        ]
        return command
    }()

    package static let forecast: CommandDescription = {
        var command = CommandDescription(
            "forecast", in: .look, "Say when what waits should start and end, as things stand",
            usage: ["[OPTIONS] [JOB | JOB:IT | JOB:A-B | last]…"])
        command.notes = [
            "It stands on how long tasks are expected to take: `expect`, else the kill time, else what their like "
                + "took, else an hour; `--policy` of `rota serve` may say otherwise."
        ]
        command.operands = CommandDescription.Operands(kind: .job, count: 0...Int.max)
        command.options =
            [oneRun] + places + [otherPolicy, json, help]
        command.examples = [
            CommandDescription.Example(line: "rota forecast mesh", meaning: "When its tasks should start and end."),
            CommandDescription.Example(
                line: "rota forecast --policy shortest+easy", meaning: "What would be otherwise under that."),
        ]
        return command
    }()

    package static let report: CommandDescription = {
        var command = CommandDescription(
            "report", in: .look, "Report a run: counts, efficiency, use of each core, a timeline", usage: ["[OPTIONS]"])
        command.options =
            [oneRun] + places + [
                OptionDescription(
                    "format", nil, .choice("FORMAT", ["text", "html", "json", "qcg-json", "qcg-text"]),
                    in: "What is shown", "text, html (one page with the timeline), json, or QCG's jobs.report",
                    standard: "by its ending, else text"),
                OptionDescription(
                    "output", "o", .file, in: "What is shown", "Write it to FILE", standard: "standard output"),
                help,
            ]
        command.examples = [
            CommandDescription.Example(line: "rota report -o run.html", meaning: "A page to look at, or to send.")
        ]
        return command
    }()

    package static let top: CommandDescription = {
        var command = CommandDescription(
            "top", in: .look, "Show the same as status, again every second", usage: ["[OPTIONS]"])
        command.notes = ["`q` or Ctrl-C ends it. Without a terminal it prints the screen once."]
        command.options =
            [oneRun] + places + [
                OptionDescription(
                    "interval", "i", .free("TIME"), in: "What is shown", "Time between two looks", standard: "1s"),
                help,
            ]
        command.examples = [CommandDescription.Example(line: "rota top", meaning: "Watch the work go on.")]
        return command
    }()

    package static let events: CommandDescription = {
        var command = CommandDescription(
            "events", in: .look, "Tell what happened, a line for each event", usage: ["[OPTIONS]"])
        command.options =
            [oneRun] + places + [
                OptionDescription("follow", "f", in: "What is shown", "Go on while more happens"),
                OptionDescription(
                    "after", nil, .free("ID"), in: "What is shown", "Only what happened after the event with this id",
                    standard: "everything"),
                OptionDescription("json", nil, in: "What is shown", "A line of JSON for each"), help,
            ]
        command.examples = [
            CommandDescription.Example(line: "rota events -f", meaning: "Everything so far, and then what comes.")
        ]
        return command
    }()

    package static let nodes: CommandDescription = {
        var command = CommandDescription(
            "nodes", in: .look, "List the nodes that lend cores, by allocation", usage: ["[OPTIONS]"])
        command.options = [oneRun] + places + [json, help]
        command.examples = [
            CommandDescription.Example(line: "rota nodes", meaning: "What each lends, what is free, until when.")
        ]
        return command
    }()

    package static let wait: CommandDescription = {
        var command = CommandDescription(
            "wait", in: .look, "Wait until jobs have ended", usage: ["[OPTIONS] [JOB | JOB:IT | JOB:A-B]…"])
        command.notes = ["Without a job it waits until nothing is left to do."]
        command.operands = CommandDescription.Operands(kind: .job, count: 0...Int.max)
        command.options =
            choosingPlaces + [tag] + [
                OptionDescription(
                    "timeout", nil, .free("TIME"), in: "What is shown", "Give up after this long",
                    standard: "for ever"),
                json, help,
            ]
        command.examples = [
            CommandDescription.Example(
                line: "rota wait mesh && rota submit solve.json", meaning: "Only when every task of it succeeded.")
        ]
        command.exitCodes = [
            CommandDescription.ExitCode(code: "0", meaning: "Every task succeeded."),
            CommandDescription.ExitCode(code: "1", meaning: "Some did not."),
            CommandDescription.ExitCode(code: "124", meaning: "The time was up."),
        ]
        return command
    }()

    package static let ledgerCheck: CommandDescription = {
        var command = CommandDescription(
            "ledger check", in: .record, "Read the whole record and say what is damaged", usage: ["[OPTIONS]"])
        command.options = [
            OptionDescription("run", nil, .run, in: "Where", "The run with this number, or all", standard: "all"),
            state, json, help,
        ]
        command.examples = [
            CommandDescription.Example(line: "rota ledger check", meaning: "After a disk fault, or out of curiosity.")
        ]
        command.exitCodes = [
            CommandDescription.ExitCode(code: "0", meaning: "Nothing is missing."),
            CommandDescription.ExitCode(
                code: "1", meaning: "Something is; what, and which jobs it may concern, was said."),
        ]
        return command
    }()

    /// A command about tasks, the last one unless they are named.
    private static func about(_ name: String, _ purpose: String, _ options: [OptionDescription]) -> CommandDescription {
        var command = CommandDescription(
            name, in: .look, purpose, usage: ["[OPTIONS] [JOB | JOB:IT | JOB:A-B | last]…"])
        command.operands = CommandDescription.Operands(kind: .job, count: 0...Int.max)
        // `logs --tag` marks lines, as `run --tag` does.
        let choosing = options.contains { $0.name == "tag" } ? tagged : tag
        command.options = [oneRun] + choosingPlaces + [choosing] + options + [help]
        return command
    }

    private static let otherPolicy = OptionDescription(
        "policy", nil, .free("POLICY"), in: "What is shown",
        "The same under another policy, beside the one in force")

    private static let oneRun = OptionDescription(
        "run", nil, .free("N"), in: "Where", "The run with this number", standard: "the last")

    /// Where a command looks that chooses no tasks.
    static let places = [
        anyService,
        OptionDescription(
            "state", nil, .folder, in: "Where", "The folder that holds the runs",
            standard: "ROTA_STATE, else .rota here or above"),
    ]

    /// Where a command looks that chooses tasks, of which some may be meant by their state.
    static let choosingPlaces = [
        anyService,
        OptionDescription(
            "state", nil, .stateOrFolder, in: "Where",
            "A state's name, such as failed: only tasks in it. Anything else: the folder that holds the runs",
            standard: "ROTA_STATE, else .rota here or above", repeats: true),
    ]

    static let tag = OptionDescription(
        "tag", nil, .free("TAG"), in: "Where", "Only jobs with this tag")

    private static let tagged = OptionDescription("tagged", nil, .free("TAG"), in: "Where", "Only jobs with this tag")

    static let anyService = OptionDescription(
        "service", nil, .access, in: "Where", "The service behind this access file or address",
        standard: "the folder's, else the user's own")
}
