/// The descriptions of all commands.
package enum CommandTable {
    package static let all = [
        run, tensorflow, submit, status, list, show, why, forecast, logs, report, top, events, nodes, wait, cancel,
        retry, pause,
        unpause,
        set, remove, serve, executor, relay, drain, shutdown, stop, rehearse, check, new, ledgerCheck,
        ledgerExport, ledgerBackup, doctor, completion, helpPage, version,
    ]

    package static let check: CommandDescription = {
        var command = CommandDescription(
            "check", in: .files, "Explain what a job file would do, or what is wrong in it", usage: ["[OPTIONS] FILE…"])
        command.notes = ["Nothing is run and nothing is written. FILE may be `-` for standard input."]
        command.operands = CommandDescription.Operands(kind: .file, count: 1...Int.max)
        command.options =
            lending + [
                OptionDescription(
                    "lines", "l", .free("N"), in: "What is shown", "How many command lines of each job to show",
                    standard: "3"),
                json, help,
            ]
        command.examples = [
            CommandDescription.Example(
                line: "rota check pipeline.json", meaning: "What depends on what, and what each asks.")
        ]
        command.exitCodes = [
            CommandDescription.ExitCode(code: "0", meaning: "The file can be run here."),
            CommandDescription.ExitCode(
                code: "2", meaning: "It cannot; what is wrong, where, and what to do was said."),
        ]
        return command
    }()

    package static let new: CommandDescription = {
        var command = CommandDescription(
            "new", in: .files, "Write a commented example of a job file", usage: ["[OPTIONS] [FILE]"])
        command.notes = ["Without FILE it goes to standard output. A file that exists is kept unless --force is given."]
        command.operands = CommandDescription.Operands(kind: .file, count: 0...1)
        command.options = [
            OptionDescription("force", "f", in: "Options", "Replace FILE if it exists"), help,
        ]
        command.examples = [
            CommandDescription.Example(
                line: "rota new jobs.json && rota run jobs.json", meaning: "Look at it, change it, run it.")
        ]
        return command
    }()

    package static let completion: CommandDescription = {
        var command = CommandDescription(
            "completion", in: .itself, "Print a shell's completion script", usage: ["bash", "zsh"])
        command.operands = CommandDescription.Operands(kind: .choice(["bash", "zsh"]), count: 1...1)
        command.options = [help]
        command.examples = [
            CommandDescription.Example(
                line: "source <(rota completion bash)", meaning: "In ~/.bashrc: commands, options, files and job names."
            ),
            CommandDescription.Example(
                line: "rota completion zsh > ~/.zfunc/_rota", meaning: "With ~/.zfunc in fpath, before compinit."),
        ]
        return command
    }()

    package static let helpPage: CommandDescription = {
        var command = CommandDescription(
            "help", in: .itself, "Explain a command", usage: ["[COMMAND]"])
        command.operands = CommandDescription.Operands(kind: .command, count: 0...2)
        command.options = [help]
        command.examples = [
            CommandDescription.Example(line: "rota help run", meaning: "The same as `rota run --help`.")
        ]
        return command
    }()

    package static let version: CommandDescription = {
        var command = CommandDescription("version", in: .itself, "Print the version", usage: [""])
        command.options = [help]
        return command
    }()

    static let help = OptionDescription("help", "h", in: "Options", "Print this page")
    static let json = OptionDescription("json", nil, in: "What is shown", "Answer in JSON")
    static let state = OptionDescription(
        "state", nil, .folder, in: "Where", "The folder that holds the runs",
        standard: "ROTA_STATE, else .rota here or above")
}
