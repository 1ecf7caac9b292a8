package import Model

/// When what waits should start and end, if everything runs as long as expected and nothing else comes.
package struct ForecastView: Sendable, Hashable {
    /// What stands now is looked at from here.
    package var at: Instant
    /// The policy of the second forecast, as it was asked for; none: there is only one.
    package var otherPolicy: String?
    package var jobs: [JobForecastView]
    /// Of the one job that was asked for: tasks with the same times together.
    package var tasks: [TaskForecastView] = []
    /// Further jobs of which tasks have not ended.
    package var jobsMore = 0
    package var tasksMore = 0
    /// Whether more waits than was looked at.
    package var isCut = false

    package init(at: Instant, otherPolicy: String? = nil, jobs: [JobForecastView] = []) {
        self.at = at
        self.otherPolicy = otherPolicy
        self.jobs = jobs
    }
}

extension ForecastView: JSONWritable {
    package func write(to json: inout JSONText) {
        json.object { json in
            json.member("at", at: at)
            if let otherPolicy { json.member("otherPolicy", otherPolicy) }
            json.member("jobs", list: jobs)
            json.member("tasks", list: tasks)
            json.member("jobsMore", jobsMore)
            json.member("tasksMore", tasksMore)
            json.member("cut", isCut)
        }
    }

    package init(_ fields: AnswerFields) throws(Refusal) {
        self.init(
            at: try fields.instant("at"), otherPolicy: try fields.optionalText("otherPolicy"),
            jobs: try fields.list("jobs") { fields throws(Refusal) in try JobForecastView(fields) })
        tasks = try fields.list("tasks") { fields throws(Refusal) in try TaskForecastView(fields) }
        jobsMore = try fields.number("jobsMore")
        tasksMore = try fields.number("tasksMore")
        isCut = try fields.flag("cut")
    }
}

/// A start and an end that lie ahead, where there are such.
package struct ForecastTimes: Sendable, Hashable {
    /// The first that starts from now on.
    package var startsAt: Instant?
    /// The last that ends.
    package var endsAt: Instant?

    package init(startsAt: Instant? = nil, endsAt: Instant? = nil) {
        self.startsAt = startsAt
        self.endsAt = endsAt
    }

    func write(to json: inout JSONText, _ starts: String, _ ends: String) {
        json.member(starts, at: startsAt)
        json.member(ends, at: endsAt)
    }

    init(_ fields: AnswerFields, _ starts: String, _ ends: String) throws(Refusal) {
        self.init(startsAt: try fields.optionalInstant(starts), endsAt: try fields.optionalInstant(ends))
    }
}
