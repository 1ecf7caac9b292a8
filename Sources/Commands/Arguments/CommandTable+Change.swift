/// The commands that change what a service has.
extension CommandTable {
    package static let submit: CommandDescription = {
        var command = CommandDescription(
            "submit", in: .work, "Give a service jobs from files, or a program to run",
            usage: ["[OPTIONS] FILE…", "[OPTIONS] -- PROGRAM [ARGUMENT…]"])
        command.notes = [
            """
            FILE and PROGRAM are as those of `rota run`. Relative paths in them belong to this folder. The command \
            returns as soon as the jobs can't get lost.
            """
        ]
        command.operands = CommandDescription.Operands(kind: .file, count: 0...Int.max, takesProgram: true)
        command.options =
            programOptions + [
                retries, grace, anyService, state,
                OptionDescription(
                    "key", nil, .free("KEY"), in: "How it is submitted",
                    "Submitted again with the same KEY, it is taken once", standard: "a new one"),
                OptionDescription("wait", "w", in: "How it is submitted", "Wait until the jobs have ended"),
                json, help,
            ]
        command.examples = [
            CommandDescription.Example(line: "rota submit pipeline.json", meaning: "The jobs of a file."),
            CommandDescription.Example(
                line: "rota submit --range 0-99 -c 2 -- ./simulate --seed {}", meaning: "A hundred tasks of two cores."
            ),
        ]
        command.exitCodes = [
            CommandDescription.ExitCode(code: "0", meaning: "Taken; with --wait: every task succeeded."),
            CommandDescription.ExitCode(code: "2", meaning: "Refused: nothing of it was taken."),
        ]
        return command
    }()

    package static let cancel = change(
        "cancel", "End tasks, and start nothing more of them", "rota cancel mesh:0-99", "A hundred tasks of one job.")
    package static let retry = change(
        "retry", "Try again what did not succeed", "rota retry --state failed", "Everything that failed.")
    package static let pause = change(
        "pause", "Start nothing more of jobs; what runs goes on", "rota pause --tag night", "The jobs with this tag.")
    package static let unpause = change(
        "unpause", "Go on with paused jobs", "rota unpause mesh", "It takes its place in the line again.")
    package static let remove = change(
        "remove", "Forget jobs that have ended", "rota remove mesh", "Its name is free again.")

    package static let set: CommandDescription = {
        var command = CommandDescription(
            "set", in: .change, "Change what a job asks; for tasks that have not started, and malleable ones",
            usage: ["[OPTIONS] JOB NAME=VALUE…"])
        command.notes = [
            """
            NAME is priority (larger goes first), cores, preferredCores (of a range, how many are liked best), time \
            (the kill time) or expect. Malleable tasks that run get more cores, or give some back, at once.
            """
        ]
        command.operands = CommandDescription.Operands(kind: .job, count: 2...Int.max)
        command.options = [anyService, state, json, help]
        command.examples = [
            CommandDescription.Example(
                line: "rota set mesh priority=5 time=2h cores=1-8", meaning: "Three things at once.")
        ]
        return command
    }()

    package static let drain: CommandDescription = {
        var command = CommandDescription(
            "drain", in: .service, "Let nodes finish what they have, and give them nothing more",
            usage: ["[OPTIONS] NODE…"])
        command.operands = CommandDescription.Operands(kind: .free, count: 1...Int.max)
        command.options = [
            OptionDescription("undo", nil, in: "What is done", "Let them take work again"), anyService, state,
            json, help,
        ]
        command.examples = [
            CommandDescription.Example(line: "rota drain n17", meaning: "Before it is taken down for repair.")
        ]
        return command
    }()

    package static let shutdown: CommandDescription = {
        var command = CommandDescription(
            "shutdown", in: .service, "End a service; its queue stays, and running tasks go on",
            usage: ["[OPTIONS]"])
        command.options = [
            OptionDescription("when-done", nil, in: "What is done", "As soon as every task has ended"),
            anyService, state, json, help,
        ]
        command.examples = [
            CommandDescription.Example(line: "rota shutdown --when-done", meaning: "After the last task.")
        ]
        return command
    }()

    package static let stop: CommandDescription = {
        var command = CommandDescription(
            "stop", in: .service, "Ask which is meant: `cancel` jobs, or `shutdown` the service", usage: ["[JOB]…"])
        command.notes = ["At a terminal it asks and does what is answered; elsewhere it says what to write."]
        command.operands = CommandDescription.Operands(kind: .job, count: 0...Int.max)
        command.options = [anyService, help]
        command.examples = [
            CommandDescription.Example(line: "rota stop mesh", meaning: "Cancel mesh, or shut the service down?")
        ]
        return command
    }()

    private static func change(
        _ name: String, _ purpose: String, _ example: String, _ meaning: String
    ) -> CommandDescription {
        var command = CommandDescription(
            name, in: .change, purpose, usage: ["[OPTIONS] [JOB | JOB:IT | JOB:A-B | last]…"])
        command.notes = ["At least one of a job, --state with a state's name, and --tag says what is meant."]
        command.operands = CommandDescription.Operands(kind: .job, count: 0...Int.max)
        command.options = choosingPlaces + [tag, json, help]
        command.examples = [CommandDescription.Example(line: example, meaning: meaning)]
        return command
    }
}
