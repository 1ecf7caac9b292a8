internal import Containers
internal import Dialects
package import Executor
package import Model
package import Watch

/// What `rota run` was asked to do.
package struct RunOptions: Sendable {
    /// Job files; `-` is standard input.
    package var files: [String]
    /// The program behind `--`; none: only the files are run.
    package var program: ProgramJob?
    package var resumption: Resumption?
    /// Whether the same line as before begins a new run.
    package var isNew: Bool
    package var lending: Lending
    /// None: as usual.
    package var savingLimit: Duration?
    package var containers: ContainerChoices
    /// `-j`
    package var simultaneousLimit: Int?
    /// None: the usual one.
    package var policy: Policy?
    package var isDryRun: Bool
    /// For every job that is run; none: what the job says.
    package var retries: Int?
    package var stopsAtFirstFailure: Bool
    /// None: what the job says.
    package var binding: Command.Binding?
    package var grace: Duration?
    package var output: Output
    package var reportPath: String?
    package var isQuiet: Bool
    package var isJSON: Bool
    package var statePath: String?
    /// The service that is to do the work, as `--service` names it; none: this machine.
    package var service: String?

    /// What executors on an allocation's other nodes are told of it, beside what they lend.
    package var executorChoices: [String] {
        var words: [String] = []
        if let savingLimit { words += ["--save-time", Durations.text(savingLimit)] }
        if containers.gpuRequest != .automatic { words += ["--container-gpus", containers.gpuRequest.rawValue] }
        return words
    }

    /// The run to go on with.
    package enum Resumption: Sendable, Hashable {
        case lastUnfinished
        case number(Int)
    }

    /// How what the tasks print is passed on.
    package struct Output: Sendable, Hashable {
        package var order: Order
        /// Whether each line begins with the iteration's value.
        package var isTagged: Bool

        package enum Order: Sendable, Hashable {
            /// Each task's output in one piece, when it ends.
            case asTheyEnd
            /// The same, in the order of the iterations.
            case asTheyWereGiven
            /// Line by line, while the tasks run.
            case lineByLine
        }
    }

    package init(_ arguments: ParsedArguments) throws(Refusal) {
        files = arguments.operands
        program = arguments.program == nil ? nil : try ProgramJob(arguments)
        lending = try arguments.lending()
        savingLimit = try arguments.duration("save-time")
        containers = arguments.containerChoices()
        simultaneousLimit = try arguments.number("at-once", in: 1...Int.max)
        policy = try arguments.policy()
        isNew = arguments.has("new")
        isDryRun = arguments.has("dry-run")
        retries = try arguments.number("retries", in: 0...1_000_000)
        stopsAtFirstFailure = arguments.has("fail-fast")
        binding = arguments.value(of: "bind").map { $0 == "none" ? .none : .automatic }
        grace = try arguments.duration("grace")
        let order: Output.Order =
            arguments.has("line-buffer") ? .lineByLine : arguments.has("keep-order") ? .asTheyWereGiven : .asTheyEnd
        output = Output(order: order, isTagged: arguments.has("tag"))
        reportPath = arguments.value(of: "report")
        isQuiet = arguments.has("quiet")
        isJSON = arguments.has("json")
        statePath = try arguments.folderAlone()
        service = arguments.value(of: "service")
        if arguments.has("resume") {
            let number = try arguments.number("resume", in: 1...Int.max)
            resumption = number.map(Resumption.number) ?? .lastUnfinished
        }
        try Self.check(arguments)
    }

    /// What only this machine can do.
    private static let ownOptions = [
        "resume", "at-once", "policy", "policies", "use-cores", "use-memory", "use-resource", "nodes", "share",
        "save-time", "container-gpus", "fail-fast", "report", "keep-order", "line-buffer", "tag",
    ]

    private static func check(_ arguments: ParsedArguments) throws(Refusal) {
        if arguments.has("service"), let own = ownOptions.first(where: arguments.has) {
            throw arguments.refusal(
                of: own, "is for work on this machine, and --service gives it to others", "Remove one of the two.")
        }
        let hasProgram = arguments.program != nil
        if hasProgram, arguments.program?.isEmpty ?? true {
            throw ParsedArguments.refusal(
                of: "--", "is followed by no program", "Write `rota run -- PROGRAM ARGUMENT…`.")
        }
        if arguments.has("resume") {
            if hasProgram || !arguments.operands.isEmpty {
                throw arguments.refusal(
                    of: "resume", "goes on with what its run was given, and was given something new",
                    "Remove the file or program, or run it on its own.")
            }
        } else if !hasProgram, arguments.operands.isEmpty {
            throw ParsedArguments.refusal(
                of: "rota \(arguments.command.name)", "was given nothing to run",
                "Name a job file, or write `rota \(arguments.command.name) -- PROGRAM ARGUMENT…`.")
        }
        if !hasProgram, let given = arguments.given.first(where: { ProgramJob.options.contains($0.option) }) {
            throw arguments.refusal(
                of: given.option, "describes a program, and there is none",
                "Say it in the job file, or add `-- PROGRAM ARGUMENT…`.")
        }
        if arguments.value(of: "share") == CoreSharing.polite.rawValue, arguments.value(of: "bind") == "none" {
            throw arguments.refusal(
                of: "share", "takes what runs beside our cores for others' work, and --bind none holds ours to none",
                "Remove one of the two.")
        }
        if arguments.has("line-buffer"), arguments.has("keep-order") {
            throw arguments.refusal(of: "line-buffer", "and --keep-order exclude each other", "Remove one of the two.")
        }
        let readsTwice = arguments.operands + arguments.values(of: "each") + arguments.values(of: "table")
        if readsTwice.filter({ $0 == "-" }).count > 1 {
            throw ParsedArguments.refusal(
                of: "-", "is given more than once, and standard input can be read once only", "Put one into a file.")
        }
    }
}
