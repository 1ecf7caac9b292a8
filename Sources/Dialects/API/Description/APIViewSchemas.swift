internal import Model

/// The shapes of the views.
enum APIViewSchemas {
    static let all: [(name: String, schema: APISchema)] = [
        ("Counts", counts), ("Placement", placement), ("Attempt", attempt), ("Running", running), ("Change", change),
        ("Task", task), ("Job", job), ("Explanation", explanation), ("Waiting", waiting), ("Statistics", statistics),
        ("Node", node), ("Event", event), ("Service", service), ("Problem", problem),
    ]

    private static let states = APISchema.words(StateWords.all)

    private static let counts = APISchema.object(
        TaskState.allCases.map { .member("\($0)", .number, "Tasks in this state") })

    private static let placement = APISchema.object([
        .member("node", .text, "The node's name"), .member("cores", .list(.number), "Its numbers of the cores"),
    ])

    private static let attempt = APISchema.object([
        .member("task", .text, "As a selector spells it: `mesh:3`"), .member("job", .text, "The job's name"),
        .member("attempt", .number, "Unique within the service"),
        .member("outcome", .words(AttemptView.Kind.allCases.map(\.rawValue)), "How it ended, for programs"),
        .member("end", .text, "How it ended, in words"), .optional("exitCode", .number, "Its own exit code"),
        .optional("signal", .number, "The signal that killed it"),
        .member("handedOverAt", .moment, "When its executor got it"),
        .optional("startedAt", .moment, "Missing when it never started"), .member("endedAt", .moment, "When it ended"),
        .member("seconds", .decimal, "How long it ran, without the time for which it was paused"),
        .member("pausedSeconds", .decimal, "For how long it was paused"),
        .member("process", .number, "0: there was none"),
        .member("userSeconds", .decimal, "Time in the program"),
        .member("systemSeconds", .decimal, "Time in the kernel"), .member("peakMemory", .number, "Bytes"),
        .member("voluntarySwitches", .number, "It gave its core away"),
        .member("involuntarySwitches", .number, "It was taken from its core"),
        .member("placement", .list(.reference("Placement")), "The cores it had"),
        .member("where", .text, "The same in words"), .member("coresAsked", .decimal, "The cores it held"),
        .member("printed", .text, "How much of its output is kept, in words"),
        .member("errorOutput", .list(.text), "The last lines of its error output, of some examples"),
    ])

    private static let running = APISchema.object([
        .member("task", .text, "As a selector spells it: `mesh:3`"),
        .member("attempt", .number, "Unique within the service"),
        .member("handedOverAt", .moment, "When its executor got it"),
        .optional("startedAt", .moment, "Missing while its executor has not said so"),
        .member("where", .text, "Its cores, in words; of a paused one, those it had"),
        .optional("pausedAt", .moment, "Since when it is paused; missing: it runs"),
        .member("pausedSeconds", .decimal, "For how long it was paused before that"),
        .optional("coresUsed", .decimal, "On average since it started, where that can be seen"),
        .optional("memoryUsed", .number, "Bytes, where that can be seen"),
    ])

    private static let change = APISchema.object([
        .member("at", .moment, "When"), .member("what", .text, "In words"),
        .optional("moment", .moment, "The moment that `what` says"),
    ])

    private static let task = APISchema.object([
        .member("task", .text, "As a selector spells it: `mesh:3`"), .member("job", .text, "The job's name"),
        .member("iteration", .number, "0 of a job without iterations"),
        .member("state", states, "What it waits for, or how it ended"),
        .member("attempts", .list(.reference("Attempt")), "Those that have ended, in their order"),
        .member("running", .list(.reference("Running")), "Those that have not"),
        .member("history", .list(.reference("Change")), "Every change of its state"),
    ])

    private static let job = APISchema.object([
        .member("name", .text, "Unique"), .member("state", states, "The one of its tasks' that says most"),
        .member("taskCount", .number, "Tasks"), .member("tasks", .reference("Counts"), "Tasks by state"),
        .member("attempts", .number, "Attempts handed over"),
        .member("retries", .number, "Those beyond a task's first"),
        .member("lost", .number, "Those lost with their executor"),
        .member("after", .list(.text), "What it depends on"), .member("meanSeconds", .decimal, "Of an attempt"),
        .member("longestSeconds", .decimal, "Of an attempt"), .member("heldCoreSeconds", .decimal, "Core time held"),
        .member("usedCoreSeconds", .decimal, "Core time used of that"),
        .member("coresAsked", .decimal, "Held by an attempt, on average"),
        .member("coresUsed", .decimal, "Used by an attempt, on average"),
        .member("memoryAsked", .number, "Bytes, by a task"), .member("memoryUsed", .number, "Bytes, at most"),
        .optional("firstStartedAt", .moment, "Of its attempts"), .optional("lastEndedAt", .moment, "Of its attempts"),
        .member("number", .number, "In the order of submission"),
        .member("paused", .flag, "Whether nothing new of it starts"), .member("priority", .number, "Larger goes first"),
        .member("tags", .list(.text), "As its submitter gave them"),
        .member("notices", .list(.text), "What its submitter should know"),
        .member("submittedAt", .moment, "When it was taken"), .optional("notBefore", .moment, "The date it waits for"),
        .member("command", .text, "As a shell would take it"), .member("asks", .text, "What a task asks, in words"),
        .optional("iterations", .text, "In words; missing: it is one task"),
        .member("firstIteration", .number, "The number of its first task"),
        .member("lastIteration", .number, "The number of its last task"),
        .member("dependencies", .list(.text), "How far what it depends on has come, in words"),
        .member("waits", .text, "What its waiting tasks wait for, in words"),
        .optional("moment", .moment, "The moment that `waits` says"),
        .member("measured", .number, "Attempts that started and ended"),
    ])

    private static let explanation = APISchema.object([
        .member("task", .text, "As a selector spells it: `mesh:3`"), .member("state", states, "Its state"),
        .member("why", .list(.text), "Sentences"), .optional("moment", .moment, "The moment that a sentence says"),
        .optional("startsAt", .moment, "When it should start, by the present plan"),
        .optional("otherStartsAt", .moment, "When it would under the policy that was asked about"),
        .member("errorOutput", .list(.text), "The last lines of its last attempt's error output"),
    ])

    private static let waiting = APISchema.object([
        .member("job", .text, "The job's name"), .member("tasks", .number, "How many of it wait"),
        .member("waits", .text, "For what, in words"), .optional("moment", .moment, "The moment that `waits` says"),
    ])

    private static let statistics = APISchema.object([
        .optional("run", .number, "The number of the record"),
        .optional("arguments", .list(.text), "How it was started"),
        .optional("directory", .text, "Where it was started"), .optional("host", .text, "On which machine"),
        .optional("version", .text, "By which version"), .member("going", .flag, "Whether a process works on it"),
        .optional("startedAt", .moment, "The beginning"), .member("lastFactAt", .moment, "The last that was recorded"),
        .optional("end", .words(["complete", "interrupted"]), "Missing while it goes on"),
        .member("sessions", .number, "Starts and resumptions"), .member("seconds", .decimal, "Time worked"),
        .member("jobCount", .number, "Jobs"), .member("taskCount", .number, "Tasks"),
        .member("tasks", .reference("Counts"), "Tasks by state"), .member("attempts", .number, "Attempts handed over"),
        .member("retries", .number, "Those beyond a task's first"),
        .member("lost", .number, "Those lost with their executor"), .member("coreCount", .number, "Cores of all nodes"),
        .member("heldCoreSeconds", .decimal, "Core time held"),
        .member("usedCoreSeconds", .decimal, "Core time used of that"),
        .optional("efficiency", .decimal, "Core time held of what there was, 0 to 1"),
        .optional("use", .decimal, "Core time used of what was held, 0 to 1"),
        .member("coresAsked", .decimal, "Held by an attempt, on average"),
        .member("coresUsed", .decimal, "Used by an attempt, on average"),
        .member("memoryAsked", .number, "Bytes, the most by a task"), .member("memoryUsed", .number, "Bytes, at most"),
        .member("factsSetAside", .number, "Facts about what the record lost"),
        .member("damage", .list(.text), "What of the record is lost"),
        .member("failed", .list(.reference("Attempt")), "The first that failed"),
        .member("running", .list(.reference("Running")), "The oldest that run"),
        .member("runningCount", .number, "All that run"), .member("heldBack", .flag, "Whether nothing new starts"),
        .member("attemptSeconds", .decimal, "The sum of the attempts' times"),
        .member("waiting", .list(.reference("Waiting")), "Jobs of which tasks wait"),
        .member("waitingMore", .number, "Further such jobs"),
        .member("slowest", .list(.reference("Attempt")), "The longest attempts"),
        .optional("last", .text, "The task that last started or ended"),
    ])

    private static let node = APISchema.object([
        .member("number", .number, "In the order in which they joined"), .member("name", .text, "Its name"),
        .member("executor", .text, "Its executor's identity; empty: the service itself"),
        .member("allocation", .text, "`slurm 1234`; empty: none"),
        .member("tags", .list(.text), "As its owner gave them"),
        .member("state", .words(NodeView.State.allCases.map(\.rawValue)), "Whether work goes there"),
        .member("cores", .number, "Cores it lends"), .member("coresFree", .decimal, "Those that nobody has"),
        .member("coresKeptByOthers", .number, "Those that others keep busy, where the executor shares politely"),
        .member("domains", .list(.number), "How many of its cores each NUMA domain has; empty: all are in one"),
        .member("memory", .number, "Bytes it lends"), .member("memoryFree", .number, "Bytes that nobody asked for"),
        .member("gpus", .number, "GPUs it lends"), .member("gpusFree", .decimal, "Those that nobody has"),
        .member("resources", .map(.decimal), "Named amounts it lends"),
        .member("running", .number, "Attempts that run there"), .member("joinedAt", .moment, "When it joined"),
        .optional("endsAt", .moment, "When it is taken away"),
        .optional("since", .moment, "Since when it is in its state"),
    ])

    private static let event = APISchema.object([
        .member("id", .number, "Grows; several events may share one"), .member("at", .moment, "When"),
        .member("kind", .words(EventView.Kind.allCases.map(\.rawValue)), "What happened"),
        .member("subject", .text, "To what: `mesh:3`, `mesh:0-9`, `mesh`, a node"),
        .optional("job", .text, "The job's name"), .optional("firstIteration", .number, "When it is about tasks"),
        .optional("lastIteration", .number, "When it is about tasks"), .member("text", .text, "More, in words"),
    ])

    private static let service = APISchema.object([
        .member("version", .text, "Of the service"), .member("host", .text, "Its machine"),
        .member("process", .number, "Its number there"), .member("state", .text, "Its state folder"),
        .member("startedAt", .moment, "When it was started"), .member("now", .moment, "By its clock"),
        .member("uptimeSeconds", .decimal, "Since it was started"), .member("http", .text, "Where it listens"),
        .member("zeromq", .text, "Where it listens for executors"), .member("jobCount", .number, "Jobs"),
        .member("taskCount", .number, "Tasks"), .member("tasks", .reference("Counts"), "Tasks by state"),
        .member("nodeCount", .number, "Nodes that are there"), .member("coreCount", .number, "Their cores"),
        .member("endsWhenDone", .flag, "Whether it ends with the last task"),
        .member("trouble", .text, "Why it takes no work just now; empty: it does"),
    ])

    private static let problem = APISchema.object([
        .member(
            "error",
            .object([
                .member("message", .text, "The sentence a person reads"),
                .optional("document", .text, "In which document"), .optional("line", .number, "From 1"),
                .optional("column", .number, "From 1"), .optional("path", .text, "`jobs[2].cores`"),
                .optional("remedy", .text, "What to do"),
            ]), "What is wrong")
    ])
}
