extension CommandTable {
    package static let rehearse: CommandDescription = {
        var command = CommandDescription(
            "rehearse", in: .plan, "Play a workload in virtual time, under several policies", usage: ["[OPTIONS] TRACE"]
        )
        command.notes = [
            """
            TRACE is a file in the Standard Workload Format, compressed by gzip or not. Nothing is run: the same \
            planner that `rota run` has decides, and each job takes as long as the trace says, its estimate at most.
            """,
            """
            A policy is an order, a rule for overtaking, or one of each, joined by `+`: `shortest+easy`. Orders: first \
            come by priority, unless shortest (the least expected time first) or largest (the most cores first). \
            Rules: skip (whoever fits may pass, but nobody is passed for ever), fcfs (nobody passes), easy (whoever \
            fits may pass unless the first in line would start later, by what is expected of those that run).
            """,
        ]
        command.operands = CommandDescription.Operands(kind: .file, count: 0...1)
        command.options = [
            OptionDescription(
                "policy", "p", .free("NAME,…"), in: "What is compared", "The policies", standard: "skip,easy",
                repeats: true),
            OptionDescription(
                "procs", nil, .free("N"), in: "What is compared", "How many processors the machine has",
                standard: "as the trace says"),
            OptionDescription(
                "strict", nil, in: "What is compared", "Refuse a trace with lines that can't be read"),
            OptionDescription("json", nil, in: "What is shown", "Answer in JSON"),
            OptionDescription("csv", nil, in: "What is shown", "Answer in comma-separated values"),
            OptionDescription(
                "schedule", nil, .file, in: "What is shown", "Write the one policy's schedule, in the same format"),
            help,
        ]
        command.options.insert(contentsOf: faultOptions, at: command.options.count - 1)
        command.examples = [
            CommandDescription.Example(
                line: "rota rehearse trace.swf.gz --procs 256 --policy fcfs,easy,shortest+easy",
                meaning: "How long jobs wait under each.")
        ]
        return command
    }()
}
