package import Model

/// A task with its attempts and every change of its state.
package struct TaskView: Sendable, Hashable {
    /// As a selector spells it: `mesh:3`, or `mesh` when the job has no iterations.
    package var task: String
    package var job: String
    package var iteration: Int
    package var state: TaskState
    /// Those that have ended, in their order.
    package var attempts: [AttemptView]
    package var running: [RunningView]
    package var changes: [Change]

    package struct Change: Sendable, Hashable {
        package var at: Instant
        /// `handed over`, `ended: exit code 3`, …
        package var text: String
        /// The moment that the text says in universal time, so that it can be shown in another.
        package var moment: Instant?

        package init(at: Instant, text: String, moment: Instant? = nil) {
            self.at = at
            self.text = text
            self.moment = moment
        }
    }

    package init(task: String, job: String, iteration: Int, state: TaskState) {
        self.task = task
        self.job = job
        self.iteration = iteration
        self.state = state
        attempts = []
        running = []
        changes = []
    }
}

extension TaskView: JSONWritable {
    package func write(to json: inout JSONText) {
        json.object { json in
            json.member("task", task)
            json.member("job", job)
            json.member("iteration", iteration)
            json.member("state", "\(state)")
            json.member("attempts", list: attempts)
            json.member("running", list: running)
            json.member("history", list: changes)
        }
    }

    package init(_ fields: AnswerFields) throws(Refusal) {
        self.init(
            task: try fields.text("task"), job: try fields.text("job"), iteration: try fields.number("iteration"),
            state: try fields.state("state"))
        attempts = try fields.list("attempts") { element throws(Refusal) in try AttemptView(element) }
        running = try fields.list("running") { element throws(Refusal) in try RunningView(element) }
        changes = try fields.list("history") { element throws(Refusal) in try Change(element) }
    }
}

extension TaskView.Change: JSONWritable {
    package func write(to json: inout JSONText) {
        json.object { json in
            json.member("at", at: at)
            json.member("what", text)
            json.member("moment", at: moment)
        }
    }

    fileprivate init(_ fields: AnswerFields) throws(Refusal) {
        at = try fields.instant("at")
        text = try fields.text("what")
        moment = try fields.optionalInstant("moment")
    }
}
