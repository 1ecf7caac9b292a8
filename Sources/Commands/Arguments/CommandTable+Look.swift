extension CommandTable {
    package static let status: CommandDescription = {
        var command = CommandDescription(
            "status", in: .look, "Show how a run stands: what runs, what failed, what waits", usage: ["[OPTIONS]"])
        command.options = [oneRun, state, json, help]
        command.examples = [CommandDescription.Example(line: "rota status", meaning: "The last run of this folder.")]
        return command
    }()

    package static let list: CommandDescription = {
        var command = CommandDescription("list", in: .look, "List the jobs of a run, or the runs", usage: ["[OPTIONS]"])
        command.options = [
            OptionDescription(
                "run", nil, .run, in: "Which run", "The run with this number, or all of them", standard: "the last"),
            state,
            OptionDescription(
                "all", "a", in: "What is shown", "Every job, however many; otherwise long lists are shortened"),
            OptionDescription("names", nil, in: "What is shown", "Only the jobs' names, a line each"),
            json, help,
        ]
        command.examples = [
            CommandDescription.Example(line: "rota list --run all", meaning: "Every run of this folder, a line each.")
        ]
        return command
    }()

    package static let show: CommandDescription = {
        var command = about(
            "show", "Show a job, or a task with all its attempts", [json])
        command.examples = [
            CommandDescription.Example(
                line: "rota show mesh:3", meaning: "When it ran, where, how it ended, what it used.")
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
        var command = about("why", "Explain why a task is not running, or how it ended", [json])
        command.examples = [
            CommandDescription.Example(
                line: "rota why merge", meaning: "What it waits for, and what would start it now.")
        ]
        return command
    }()

    package static let report: CommandDescription = {
        var command = CommandDescription(
            "report", in: .look, "Report a run: counts, efficiency, use of each core, a timeline", usage: ["[OPTIONS]"])
        command.options = [
            oneRun, state,
            OptionDescription(
                "format", nil, .choice("FORMAT", ["text", "html", "json", "qcg-json", "qcg-text"]), in: "What is shown",
                "text, html (one page with the timeline), json, or QCG's jobs.report",
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

    package static let ledgerCheck: CommandDescription = {
        var command = CommandDescription(
            "ledger check", in: .record, "Read the whole record and say what is damaged", usage: ["[OPTIONS]"])
        command.options = [
            OptionDescription("run", nil, .run, in: "Which run", "The run with this number, or all", standard: "all"),
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
        var command = CommandDescription(name, in: .look, purpose, usage: ["[OPTIONS] [JOB | JOB:IT | JOB:A-B | last]"])
        command.operands = CommandDescription.Operands(kind: .job, count: 0...1)
        command.options = [oneRun, state] + options + [help]
        return command
    }

    private static let oneRun = OptionDescription(
        "run", nil, .free("N"), in: "Which run", "The run with this number", standard: "the last")
}
