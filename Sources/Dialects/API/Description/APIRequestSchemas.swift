/// The shapes of what is asked, and of the answers that are no views.
enum APIRequestSchemas {
    static let all: [(name: String, schema: APISchema)] = [
        ("Jobs", page("jobs", "Job")), ("Tasks", page("tasks", "Task")),
        ("Explanations", page("explanations", "Explanation")),
        ("Names", .object([.member("names", .list(.text), "Of all jobs")])),
        ("Nodes", .object([.member("nodes", .list(.reference("Node")), "In the order in which they joined")])),
        ("Selection", selection), ("Settings", settings), ("Submitted", submitted), ("Changed", changed),
        ("Waited", waited), ("Draining", .object([.optional("undo", .flag, "Let it take work again")])),
        ("Shutdown", .object([.optional("whenDone", .flag, "Only when every task has ended")])),
    ]

    private static func page(_ name: String, _ element: String) -> APISchema {
        .object([
            .member(name, .list(.reference(element)), "A part of them"),
            .optional("next", .number, "What `after` is to be for the next part; missing: this was the last"),
            .member("total", .number, "Of all parts; 0 when they were not counted"),
        ])
    }

    private static let selection = APISchema.object([
        .optional("jobs", .list(.text), "Selectors: `a`, `a:3`, `a:0-9`, `last`"),
        .optional("state", .words(StateWords.all), "Only tasks in it"),
        .optional("tag", .text, "Only jobs with it"),
    ])

    private static let settings = APISchema.object([
        .optional("priority", .number, "Larger goes first"),
        .optional("time", .either([.text, .decimal]), "The kill time: `2h`, or seconds"),
        .optional("expect", .either([.text, .decimal]), "How long it is expected to take"),
        .optional("cores", .either([.text, .decimal]), "`4`, `1-8`"),
        .optional("preferredCores", .either([.text, .decimal]), "Of a range, how many are liked best"),
    ])

    private static let submitted = APISchema.object([
        .member(
            "jobs",
            .list(
                .object([
                    .member("number", .number, "In the order of submission"), .member("name", .text, "Unique"),
                    .member("tasks", .number, "How many it has"),
                ])), "Those that were taken"),
        .member("repeated", .flag, "Whether they were taken before, under the same key"),
        .member("notices", .list(.text), "What the submitter should know"),
    ])

    private static let changed = APISchema.object([
        .member("changed", .list(.text), "The names of the jobs, or nodes"),
        .member("tasks", .number, "How many tasks it concerns, where that is known"),
        .member("notices", .list(.text), "What whoever asked should know"),
    ])

    private static let waited = APISchema.object([
        .member("ended", .flag, "No: the time was up"), .member("tasks", .reference("Counts"), "Tasks by state"),
    ])
}
