package import Model

/// When a task, or several in a row, should start and end.
package struct TaskForecastView: Sendable, Hashable {
    /// As a selector spells it: `mesh:3`, `mesh:0-9`.
    package var task: String
    package var times: ForecastTimes
    /// Under the other policy.
    package var otherTimes: ForecastTimes

    package init(task: String, times: ForecastTimes, otherTimes: ForecastTimes = ForecastTimes()) {
        self.task = task
        self.times = times
        self.otherTimes = otherTimes
    }
}

extension TaskForecastView: JSONWritable {
    package func write(to json: inout JSONText) {
        json.object { json in
            json.member("task", task)
            times.write(to: &json, "startsAt", "endsAt")
            otherTimes.write(to: &json, "otherStartsAt", "otherEndsAt")
        }
    }

    package init(_ fields: AnswerFields) throws(Refusal) {
        self.init(
            task: try fields.text("task"), times: try ForecastTimes(fields, "startsAt", "endsAt"),
            otherTimes: try ForecastTimes(fields, "otherStartsAt", "otherEndsAt"))
    }
}
