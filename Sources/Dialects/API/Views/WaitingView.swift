package import Model

/// A job of which tasks wait, and for what.
package struct WaitingView: Sendable, Hashable {
    package var job: String
    package var tasks: Int
    /// In words: `for mesh (20 of 24 done)`.
    package var waits: String
    /// The moment that `waits` says in universal time.
    package var moment: Instant?

    package init(job: String, tasks: Int, waits: String, moment: Instant?) {
        self.job = job
        self.tasks = tasks
        self.waits = waits
        self.moment = moment
    }
}

extension WaitingView: JSONWritable {
    package func write(to json: inout JSONText) {
        json.object { json in
            json.member("job", job)
            json.member("tasks", tasks)
            json.member("waits", waits)
            json.member("moment", at: moment)
        }
    }

    package init(_ fields: AnswerFields) throws(Refusal) {
        self.init(
            job: try fields.text("job"), tasks: try fields.number("tasks"),
            waits: try fields.optionalText("waits") ?? "", moment: try fields.optionalInstant("moment"))
    }
}
