internal import Dialects

extension CommandTable {
    package static let rehearse: CommandDescription = {
        var command = CommandDescription(
            "rehearse", in: .plan, "Play a workload in virtual time, under several policies",
            usage: ["[OPTIONS] FILE…", "[OPTIONS] --generate FILE"]
        )
        command.notes = [
            """
            FILE is a workload trace in the Standard Workload Format, compressed by gzip or not, a job file of Rota \
            or QCG, of which there may be several, or a requests file of the scheduler for TensorFlow programs. \
            Nothing is run: the same planner that `rota run` has decides. A job of a trace takes as long as the trace \
            says, its estimate at most; one of a job file as long as `--run-times`, `--profile`, its `expect` or its \
            wall time says; a container as long as `--run-times` or `--profile` says.
            """,
            """
            A policy is an order, a rule for overtaking, or more of its choices, joined by `+`: `shortest+easy`. See \
            docs/policies.md for what there is.
            """,
        ]
        command.operands = CommandDescription.Operands(kind: .file, count: 0...1000)
        command.options = [
            OptionDescription(
                "policy", "p", .free("NAME,…"), in: "What is compared", "The policies", standard: "skip,easy",
                repeats: true),
            OptionDescription(
                "policies", nil, .file, in: "What is compared", "A file with policies of your own",
                standard: "policies.json beside the configuration"),
            OptionDescription(
                "procs", nil, .free("N"), in: "The machine", "One node of so many processors",
                standard: "as the work says"),
            OptionDescription(
                "nodes", nil, .free("NODES"), in: "The machine",
                "Several nodes: `16x48`, `a:4,b:8`, `16x48/256G/2numa/4gpu/licence=2`"),
            OptionDescription("machine", nil, .file, in: "The machine", "A file that lists its nodes"),
            OptionDescription(
                "generate", nil, .file, in: "The work", "Generate it as this file describes"),
            OptionDescription(
                "seed", nil, .free("N"), in: "The work", "What is generated is the same for the same seed",
                standard: "1"),
            OptionDescription(
                "jobs", nil, .free("N"), in: "The work", "How many jobs are generated", standard: "1000"),
            OptionDescription(
                "run-times", nil, .file, in: "The work", "How long jobs or containers run, by name"),
            OptionDescription(
                "profile", nil, .init(name: "FOLDER|FILE", kind: .file), in: "The work",
                "The same, from the last run of a state folder, or by kind and width from a profile"),
            OptionDescription(
                "wait", nil, choices(TensorFlowWaiting.self, "WHICH"), in: "The work",
                "Whether a request's seconds pass before the next line, or before its own", standard: "next"),
            OptionDescription(
                "widest", nil, .free("N"), in: "The work", "With how many cores a requests file's containers can do",
                standard: "all cores of the largest node"),
            OptionDescription(
                "strict", nil, in: "The work", "Refuse a trace with lines that can't be read"),
            OptionDescription("json", nil, in: "What is shown", "Answer in JSON"),
            OptionDescription("csv", nil, in: "What is shown", "Answer in comma-separated values"),
            OptionDescription(
                "html", nil, .file, in: "What is shown", "Write a page with the policies' timelines side by side"),
            OptionDescription(
                "schedule", nil, .file, in: "What is shown", "Write the one policy's schedule, in the trace's format"),
            help,
        ]
        command.options.insert(contentsOf: faultOptions, at: command.options.count - 1)
        command.examples = [
            CommandDescription.Example(
                line: "rota rehearse trace.swf.gz --procs 256 --policy fcfs,easy,shortest+easy",
                meaning: "How long jobs wait under each."),
            CommandDescription.Example(
                line: "rota rehearse --generate mix.json --nodes 16x48 --policy easy --html page.html",
                meaning: "A page with what the nodes do under it."),
        ]
        return command
    }()
}
