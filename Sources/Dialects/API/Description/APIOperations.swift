/// Everything that can be asked of a service over HTTP.
package enum APIOperations {
    package static let all = jobs + tasks + changes + [wait] + machines + itself

    private static let state = APIOperation.Parameter.words("state", StateWords.all, "Only tasks in this state")
    private static let tag = APIOperation.Parameter.text("tag", "Only jobs with this tag")
    private static let limit = APIOperation.Parameter.number("limit", "So many at most: 1 to 1000; 100 unless said")
    private static let after = APIOperation.Parameter.number("after", "The `next` of the part before")
    private static let iterations = APIOperation.Parameter.text("iterations", "`3` or `0-99`; all unless said")

    private static let otherPolicy = APIOperation.Parameter.text(
        "policy", "Another policy, to be looked at beside the service's own: `easy`, `shortest+easy`")

    private static let jobs: [APIOperation] = [
        APIOperation(
            "post", "/v1/jobs", "submit", "Submit jobs: a job file of Rota or of QCG", .shape("Submitted", status: 201)
        )
        .withHeader(.text("Idempotency-Key", "Submitted again with the same key, they are taken once"))
        .asking(
            .text("directory", "Where relative working folders begin: a full path; the service's own unless said"),
            .text("document", "How refusals call the document; `request` unless said"),
            .flag("rename", "Of one job alone: its name gets a number when it is taken"),
            .number("zone", "The submitter's time zone, in seconds east of Greenwich; 0 unless said")
        )
        .taking("JobFile"),
        APIOperation("get", "/v1/jobs", "listJobs", "List jobs", .shape("Jobs")).asking(
            state, tag, .text("name", "Only the job with this name"), limit, after,
            .words(
                "order", JobFilter.Order.allCases.map(\.rawValue), "Which come first when there are more than `limit`"),
            .words("fields", ["name"], "`name`: only the names of all, as `Names`")),
        APIOperation("get", "/v1/jobs/{name}", "job", "Show a job", .shape("Job")),
        APIOperation("patch", "/v1/jobs/{name}", "setJob", "Change what a job asks", .shape("Changed")).taking(
            "Settings"),
        APIOperation(
            "get", "/v1/jobs/{name}/why", "whyJob", "Explain why tasks are not running", .shape("Explanations")
        )
        .asking(iterations, state, otherPolicy),
    ]

    private static let tasks: [APIOperation] = [
        APIOperation("get", "/v1/jobs/{name}/tasks", "listTasks", "List tasks with all their attempts", .shape("Tasks"))
            .asking(iterations, state, limit, after),
        APIOperation("get", "/v1/jobs/{name}/tasks/{iteration}", "task", "Show a task", .shape("Task")),
        APIOperation(
            "get", "/v1/jobs/{name}/tasks/{iteration}/why", "whyTask", "Explain why a task is not running",
            .shape("Explanation")
        )
        .asking(otherPolicy),
        APIOperation(
            "get", "/v1/jobs/{name}/tasks/{iteration}/output", "output",
            "What an attempt has printed, from an offset on, as it is", .bytes("application/octet-stream")
        ).asking(
            .words("stream", ["stdout", "stderr"], "Which of the two; stdout unless said"),
            .number("attempt", "From 1; the last unless said"), .number("offset", "From this byte on"),
            .number("count", "So many bytes at most"), .flag("follow", "Go on until the attempt has ended")),
    ]

    private static let changes: [APIOperation] = [
        ("cancel", "End tasks, and start nothing more of them"),
        ("pause", "Start nothing more of jobs; what runs goes on, unless it is to stand still too"),
        ("unpause", "Go on with paused jobs"), ("retry", "Try again what did not succeed"),
        ("remove", "Forget jobs that have ended"),
    ].map {
        APIOperation("post", "/v1/\($0)", $0, $1, .shape("Changed")).taking($0 == "pause" ? "Pausing" : "Selection")
    }

    private static let wait = APIOperation(
        "get", "/v1/wait", "wait", "Answer when tasks have ended, or when the time is up", .shape("Waited")
    ).asking(
        .texts("jobs", "A selector; none: everything"), state, tag, .text("key", "The jobs submitted with this key"),
        .number("timeout", "Seconds, 30 at most"))

    private static let machines: [APIOperation] = [
        APIOperation("get", "/v1/nodes", "listNodes", "List the nodes", .shape("Nodes")),
        APIOperation(
            "post", "/v1/nodes/{name}/drain", "drain", "Give a node nothing more, or work again", .shape("Changed")
        )
        .taking("Draining"),
        APIOperation("get", "/v1/statistics", "statistics", "Sum up everything, or some jobs", .shape("Statistics"))
            .asking(.texts("jobs", "A job's name"), .text("key", "The jobs submitted with this key")),
        APIOperation(
            "get", "/v1/forecast", "forecast", "When what waits should start and end, as things stand",
            .shape("Forecast")
        ).asking(
            .text("job", "A selector: `mesh` or `mesh:0-9`; with times for single tasks. All jobs unless said"),
            otherPolicy),
        APIOperation(
            "get", "/v1/events", "events", "What happened and happens, as server-sent events of the shape `Event`",
            .bytes("text/event-stream")
        ).asking(.number("after", "Only events with larger ids"), .flag("follow", "`false`: end with the last so far"))
            .withHeader(.text("Last-Event-ID", "The same as `after`, as browsers send it")),
    ]

    private static let itself: [APIOperation] = [
        APIOperation("get", "/v1/service", "service", "Show the service itself", .shape("Service")),
        APIOperation("post", "/v1/shutdown", "shutdown", "End the service; its queue stays", .shape("Changed"))
            .taking("Shutdown"),
        APIOperation("get", "/v1/openapi.json", "description", "This description", .bytes("application/json")).open,
        APIOperation("get", "/metrics", "metrics", "Numbers for Prometheus", .bytes("text/plain")),
        APIOperation("get", "/healthz", "health", "Whether the service answers and can record", .bytes("text/plain"))
            .open,
    ]
}
