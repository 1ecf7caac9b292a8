package import Model

/// When a job's tasks should start and end.
package struct JobForecastView: Sendable, Hashable {
    package var job: String
    /// Tasks that have not ended, and those of them that run.
    package var tasks: Int
    package var running: Int
    /// How long a task is expected to run, and on what that stands.
    package var expected: Duration
    package var basis: Basis
    package var times: ForecastTimes
    /// Under the other policy.
    package var otherTimes: ForecastTimes
    /// Why some of its tasks have no time, in a sentence; empty: all have.
    package var reason: String

    package enum Basis: String, Sendable, Hashable, CaseIterable {
        case request, wallTime, measured, profile, lastTwo, nothing
    }

    package init(
        job: String, tasks: Int, running: Int, expected: Duration, basis: Basis, times: ForecastTimes,
        otherTimes: ForecastTimes = ForecastTimes(), reason: String = ""
    ) {
        self.job = job
        self.tasks = tasks
        self.running = running
        self.expected = expected
        self.basis = basis
        self.times = times
        self.otherTimes = otherTimes
        self.reason = reason
    }
}

extension JobForecastView: JSONWritable {
    package func write(to json: inout JSONText) {
        json.object { json in
            json.member("job", job)
            json.member("tasks", tasks)
            json.member("running", running)
            json.member("expectedSeconds", seconds: expected)
            json.member("basis", basis.rawValue)
            times.write(to: &json, "startsAt", "endsAt")
            otherTimes.write(to: &json, "otherStartsAt", "otherEndsAt")
            json.member("reason", reason)
        }
    }

    package init(_ fields: AnswerFields) throws(Refusal) {
        self.init(
            job: try fields.text("job"), tasks: try fields.number("tasks"), running: try fields.number("running"),
            expected: try fields.duration("expectedSeconds"),
            basis: try fields.required("basis").word(of: Basis.allCases.map { ($0.rawValue, $0) }),
            times: try ForecastTimes(fields, "startsAt", "endsAt"),
            otherTimes: try ForecastTimes(fields, "otherStartsAt", "otherEndsAt"),
            reason: try fields.text("reason"))
    }
}
