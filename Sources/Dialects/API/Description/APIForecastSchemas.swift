/// The shapes of a forecast.
enum APIForecastSchemas {
    static let all: [(name: String, schema: APISchema)] = [
        ("Forecast", forecast), ("JobForecast", job), ("TaskForecast", task),
    ]

    private static let forecast = APISchema.object([
        .member("at", .moment, "What stands then is looked at"),
        .optional("otherPolicy", .text, "The policy of the second forecast"),
        .member("jobs", .list(.reference("JobForecast")), "Of which tasks have not ended"),
        .member("tasks", .list(.reference("TaskForecast")), "Of the one job that was asked for"),
        .member("jobsMore", .number, "Further jobs"), .member("tasksMore", .number, "Further tasks"),
        .member("cut", .flag, "Whether more waits than was looked at"),
    ])

    private static let job = APISchema.object(
        [
            .member("job", .text, "The job's name"), .member("tasks", .number, "Those that have not ended"),
            .member("running", .number, "Those that run, or are about to"),
            .member("expectedSeconds", .decimal, "How long a task is expected to run"),
            .member(
                "basis", .words(JobForecastView.Basis.allCases.map(\.rawValue)),
                "On what that stands: its `expect`, its kill time, what its like took, its kind's profile, its user's "
                    + "last two, or nothing: an hour"),
        ] + times + [.member("reason", .text, "Why some tasks have no time; empty: all have")])

    private static let task = APISchema.object(
        [.member("task", .text, "As a selector spells it: `mesh:3`, `mesh:0-9`")] + times)

    private static let times: [APISchema.Member] = [
        .optional("startsAt", .moment, "The first start from now on"), .optional("endsAt", .moment, "The last end"),
        .optional("otherStartsAt", .moment, "Under the other policy"),
        .optional("otherEndsAt", .moment, "Under the other policy"),
    ]
}
