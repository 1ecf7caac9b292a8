internal import Dialects

extension CommandTable {
    package static let tensorflow: CommandDescription = {
        var command = CommandDescription(
            "tensorflow", in: .work, "Run the requests of the scheduler for TensorFlow programs, in containers",
            usage: ["[OPTIONS] [ITERATIONS] [CONTAINERS] [TESTNAME]"])
        command.notes = [
            """
            Runs the first CONTAINERS requests of a requests file, and their updates, ITERATIONS times. With TESTNAME \
            under fcfs and priority, each with every assignment, with both kinds of TensorFlow. What it was is written \
            into a folder for each execution, Data/log/nContenedores.
            """,
            """
            Options go before what the parameters say. Ctrl-Z ends what runs in order, as Ctrl-C does; the files of \
            the execution are written all the same. See docs/tensorflow.md.
            """,
        ]
        command.operands = CommandDescription.Operands(kind: .free, count: 0...3)
        command.options =
            tensorflowWork + tensorflowPolicy + tensorflowSurroundings + lending + running + tensorflowShown
        command.examples = [
            CommandDescription.Example(
                line: "rota tensorflow 1 1", meaning: "As `run_scheduler.py 1 1`, in the folder of its files."),
            CommandDescription.Example(
                line: "rota tensorflow --policy priority --assignment max_prop",
                meaning: "All requests of the file, the urgent ones first, as wide as there is room."),
        ]
        command.exitCodes = [
            CommandDescription.ExitCode(code: "0", meaning: "Every container finished."),
            CommandDescription.ExitCode(code: "1", meaning: "Some did not."),
            CommandDescription.ExitCode(code: "2", meaning: "Refused: nothing was run, nothing was written."),
            CommandDescription.ExitCode(code: "130", meaning: "Ended by Ctrl-C or Ctrl-Z."),
        ]
        return command
    }()

    private static let tensorflowWork = [
        OptionDescription(
            "requests", nil, .file, in: "What is run", "The requests file",
            standard: "the parameters' requests_file, else requests_file.txt in Scheduler-host or here"),
        OptionDescription(
            "parameters", nil, .file, in: "What is run", "The parameters",
            standard: "parameters.json in Scheduler-host or here, if there is one"),
        OptionDescription(
            "profile", nil, .file, in: "What is run", "How long each kind of container runs at each width",
            standard: "nobody knows"),
        OptionDescription(
            "wait", nil, choices(TensorFlowWaiting.self, "WHICH"), in: "What is run",
            "Whether a line's seconds pass before the next line, or before its own", standard: "next"),
        OptionDescription("double", nil, in: "What is run", "Twice as many containers in each further iteration"),
        OptionDescription(
            "rest", nil, .free("TIME"), in: "What is run", "Time between two executions",
            standard: "none; 2min with --double"),
        OptionDescription(
            "seed", nil, .free("N"), in: "What is run", "Requests that are created are the same for the same seed",
            standard: "1"),
    ]

    private static let tensorflowPolicy = [
        OptionDescription(
            "policy", nil, choices(TensorFlowScheduling.Planning.self, "NAME"), in: "Who is served first, how wide",
            "The planning policy", standard: "fcfs"),
        OptionDescription(
            "assignment", nil, choices(TensorFlowScheduling.Assignment.self, "NAME"),
            in: "Who is served first, how wide", "The assignment policy", standard: "strict"),
        OptionDescription(
            "quantum", nil, .free("TIME"), in: "Who is served first, how wide", "How long a turn of round_robin lasts",
            standard: "60s"),
        OptionDescription(
            "preemption", nil, .choice("VICTIM", ["none"] + TensorFlowScheduling.Victim.allCases.map(\.rawValue)),
            in: "Who is served first, how wide", "Who is paused for a container of a better priority",
            standard: "none"),
        OptionDescription(
            "feedback", nil, .free("TIME"), in: "Who is served first, how wide",
            "So much waiting counts as a better priority by one", standard: "waiting does not count"),
        OptionDescription(
            "tensorflow", nil, choices(TensorFlowParameters.Version.self, "KIND"),
            in: "Who is served first, how wide", "Whether TensorFlow takes part when widths change",
            standard: "maleable"),
    ]

    private static let tensorflowSurroundings = [
        OptionDescription(
            "memory-gate", nil, .free("PERCENT|none"), in: "The containers",
            "No container starts while so much of the memory is in use", standard: "80"),
        OptionDescription(
            "volume", nil, .free("OUT:IN"), in: "The containers", "A folder they share with this machine",
            standard: "$HOME/scheduler:/home/Scheduler, where there is one", repeats: true),
        OptionDescription(
            "port", nil, .free("N|none"), in: "The containers",
            "The first container's port 8787 is this one of the machine, the others' those behind it",
            standard: "8787"),
        OptionDescription(
            "clients", nil, .free("ADDRESS:PORT|none"), in: "The containers",
            "Where the client in \"maleable\" images finds the scheduler",
            standard: "172.17.0.1:65000, where that is an address of this machine"),
        OptionDescription("network", nil, .free("NAME"), in: "The containers", "The engine's network they are in"),
    ]

    private static let tensorflowShown = [
        OptionDescription(
            "results", nil, .folder, in: "What is shown", "Where the folders of the executions go",
            standard: "Data/log"),
        OptionDescription("dry-run", "n", in: "What is shown", "Say what would be asked for when, and run nothing"),
        OptionDescription("quiet", "q", in: "What is shown", "No progress, no summary"),
        state, help,
    ]

    static func choices<Word: RawRepresentable & CaseIterable>(
        _ words: Word.Type, _ name: String
    ) -> OptionDescription.Value where Word.RawValue == String {
        .choice(name, words.allCases.map(\.rawValue))
    }
}
