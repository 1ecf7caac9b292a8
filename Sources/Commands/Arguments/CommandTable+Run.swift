internal import Containers
internal import Watch

extension CommandTable {
    package static let run: CommandDescription = {
        var command = CommandDescription(
            "run", in: .work, "Run jobs from files, or a program, on this machine",
            usage: ["[OPTIONS] FILE…", "[OPTIONS] -- PROGRAM [ARGUMENT…]", "[OPTIONS] --resume [N]"])
        command.notes = [
            """
            FILE is a job file of Rota or of QCG-PilotJob; `-` is standard input. In PROGRAM and its arguments {} \
            stands for the iteration's value, {.} for it without extension, {/} for its base name, {//} for its \
            folder, {#} for its position, {NAME} for a column of a table.
            """,
            "Ctrl-C ends what runs in order, twice at once; `rota run --resume` goes on where it stopped.",
        ]
        command.operands = CommandDescription.Operands(kind: .file, count: 0...Int.max, takesProgram: true)
        command.options = programOptions + machine + failure + shown + [anyService, state, help]
        command.examples = [
            CommandDescription.Example(line: "rota run pipeline.json", meaning: "The jobs of a file, in their order."),
            CommandDescription.Example(
                line: "find . -name '*.log' -print0 | rota run -0 --each - -- gzip {}", meaning: "A task for each file."
            ),
            CommandDescription.Example(
                line: "rota run --range 0-99 -c 2 -t 10min --retries 1 -- ./simulate --seed {}",
                meaning: "A hundred tasks of two cores, ten minutes at most, each tried twice at most."),
        ]
        command.exitCodes = [
            CommandDescription.ExitCode(code: "0", meaning: "Every task succeeded."),
            CommandDescription.ExitCode(code: "1", meaning: "Some did not; a single program's own code is passed on."),
            CommandDescription.ExitCode(code: "2", meaning: "Refused: nothing was run, nothing was written."),
            CommandDescription.ExitCode(code: "130", meaning: "Interrupted; `rota run --resume` goes on."),
        ]
        return command
    }()

    private static let iteration = [
        OptionDescription(
            "each", "e", .file, in: "What the program is run for", "A task for each line of FILE; `-`: standard input",
            repeats: true),
        OptionDescription(
            "null", "0", in: "What the program is run for", "The lines of --each end in NUL, as `find -print0` writes"),
        OptionDescription(
            "values", nil, .free("A,B,…"), in: "What the program is run for", "A task for each of the values",
            repeats: true),
        OptionDescription(
            "range", nil, .free("A-B"), in: "What the program is run for",
            "A task for each number, both ends included", repeats: true),
        OptionDescription(
            "table", nil, .file, in: "What the program is run for",
            "A task for each row of a CSV file whose first row names the columns", repeats: true),
        OptionDescription(
            "zip", nil, in: "What the program is run for",
            "Pair the first of each list, the second of each, …, instead of each with each"),
    ]

    private static let request = [
        OptionDescription(
            "cores", "c", .free("N|A-B"), in: "What one task asks", "Cores; of a range, what is free", standard: "1"),
        OptionDescription(
            "preferred-cores", nil, .free("N"), in: "What one task asks",
            "Of a range of cores, how many are liked best",
            standard: "the most"),
        OptionDescription(
            "malleable", nil, in: "What one task asks", "Its cores may become more or fewer while it runs"),
        OptionDescription(
            "memory", "m", .free("SIZE"), in: "What one task asks",
            "Memory, kept to; `2G..16G` asks for more after running out"),
        OptionDescription("gpus", "g", .free("N"), in: "What one task asks", "GPUs; 0.5 is half of one"),
        OptionDescription(
            "resource", "r", .free("NAME=N"), in: "What one task asks", "Anything counted, such as licence=2",
            repeats: true),
        OptionDescription(
            "either", nil, .free("AMOUNTS"), in: "What one task asks",
            "Or this instead of those cores, GPUs and resources: cores=16,time=4h; the plan takes what can start first",
            repeats: true),
        OptionDescription(
            "time", "t", .free("TIME"), in: "What one task asks", "End it after this long: 90s, 10min, 1:30:00"),
        OptionDescription("expect", nil, .free("TIME"), in: "What one task asks", "How long it is expected to take"),
        OptionDescription(
            "kind", nil, .free("NAME"), in: "What one task asks",
            "What its like is called, from which its run time is learned"),
    ]

    private static let surroundings = [
        OptionDescription(
            "name", nil, .free("NAME"), in: "How the program is run", "The job's name", standard: "the program's"),
        OptionDescription(
            "user", nil, .free("NAME"), in: "How the program is run", "Whose it is, for limits and fair shares",
            standard: "the account's that submits it"),
        OptionDescription(
            "at-most", nil, .free("N"), in: "How the program is run", "No more of its tasks than this run at once"),
        OptionDescription(
            "dir", "C", .folder, in: "How the program is run", "Its working folder, made if missing",
            standard: "this one"),
        OptionDescription(
            "env", nil, .free("NAME=VALUE"), in: "How the program is run", "A variable of its environment",
            repeats: true),
        OptionDescription(
            "image", nil, .free("IMAGE"), in: "How the program is run", "Run it in a container of this image"),
        OptionDescription(
            "volume", nil, .free("OUTSIDE:INSIDE"), in: "How the program is run",
            "A folder that the container sees; with :ro for reading only", repeats: true),
        OptionDescription(
            "port", nil, .free("OUTSIDE:INSIDE"), in: "How the program is run",
            "A port of this machine that leads into the container", repeats: true),
        OptionDescription(
            "after", nil, OptionDescription.Value(name: "JOB", kind: .job), in: "How the program is run",
            "Wait until JOB of the given files has succeeded; JOB:3: iteration 3 of it, JOB:${it}: the same one",
            repeats: true),
    ]

    /// Also of `rota check`, which says what a run with them would be.
    static let lending = [
        OptionDescription(
            "use-cores", nil, .free("N|LIST"), in: "What the machine lends",
            "Cores for all tasks together; 0-3 or 0,2 are certain ones", standard: "all this process may use"),
        OptionDescription(
            "use-memory", nil, .free("SIZE"), in: "What the machine lends", "Memory for all tasks together",
            standard: "all"),
        OptionDescription(
            "use-resource", nil, .free("NAME=N"), in: "What the machine lends", "How much of a named resource there is",
            repeats: true),
        OptionDescription(
            "nodes", nil, .free("NODES"), in: "What the machine lends",
            "Virtual nodes to try things out: `4,4`, `a:4,b:8`, `16x48`"),
    ]

    /// Of whatever runs programs.
    static let running = [
        OptionDescription(
            "share", nil, .choice("all|polite", CoreSharing.allCases.map(\.rawValue)), in: "What the machine lends",
            "Whether every core is ours, or one that others keep busy counts as taken", standard: "all"),
        OptionDescription(
            "save-time", nil, .free("TIME"), in: "What the machine lends",
            "How long a program that tells of itself may save before it is paused; 0s: none is asked to",
            standard: "5s"),
        OptionDescription(
            "container-gpus", nil, .choice("auto|cdi|engine", GPURequest.allCases.map(\.rawValue)),
            in: "What the machine lends",
            "How containers get GPUs: as CDI devices, by the engine's own driver, or by CDI where it has devices",
            standard: "auto"),
    ]

    private static let machine =
        [
            OptionDescription(
                "at-once", "j", .free("N"), in: "What the machine lends", "Run at most so many tasks at once",
                standard: "as many as fit"), policy, policies,
        ] + lending + [
            OptionDescription(
                "bind", nil, .choice("auto|none", ["auto", "none"]), in: "What the machine lends",
                "Hold tasks to their cores or not", standard: "auto")
        ] + running

    /// What a program behind `--` is run for, what it asks, and how it is run.
    static let programOptions = iteration + request + surroundings

    static let retries = OptionDescription(
        "retries", nil, .free("N"), in: "When something fails", "Try a failed task again so many times", standard: "0")
    static let grace = OptionDescription(
        "grace", nil, .free("TIME"), in: "When something fails", "Time between SIGTERM and SIGKILL", standard: "10s")

    private static let failure = [
        retries,
        OptionDescription(
            "fail-fast", nil, in: "When something fails",
            "End what runs and start nothing more after the first failure"),
        grace,
        OptionDescription(
            "resume", nil, OptionDescription.Value(name: "N", kind: .free, isOptional: true),
            in: "When something fails", "Go on with run N, or with the last unfinished one"),
        OptionDescription(
            "new", nil, in: "When something fails",
            "Begin anew in an allocation, where the same line goes on with what it left unfinished"),
    ]

    private static let shown = [
        OptionDescription("dry-run", "n", in: "What is shown", "Say what would be run, and run nothing"),
        OptionDescription("quiet", "q", in: "What is shown", "No progress, no summary"),
        OptionDescription("json", nil, in: "What is shown", "The summary in JSON on standard output"),
        OptionDescription(
            "keep-order", "k", in: "What is shown", "Pass on the tasks' output in the order of the iterations"),
        OptionDescription("line-buffer", nil, in: "What is shown", "Pass it on line by line, not task by task"),
        OptionDescription("tag", nil, in: "What is shown", "Begin each of its lines with the iteration's value"),
        OptionDescription("report", nil, .file, in: "What is shown", "Write the report with its timeline to FILE"),
    ]
}
