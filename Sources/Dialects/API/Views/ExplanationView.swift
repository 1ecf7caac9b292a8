package import Model

/// Why a task is not running, or how it ended, in sentences.
package struct ExplanationView: Sendable, Hashable {
    package var task: String
    package var state: TaskState
    package var sentences: [String]
    /// The moment that a sentence says in universal time.
    package var moment: Instant?
    /// When it should start by the present plan, where somebody has looked ahead.
    package var startsAt: Instant?
    /// When it would under another policy, where that was asked and a start is in sight.
    package var otherStartsAt: Instant?
    /// The last lines of what its last attempt wrote to its error output, when that did not succeed.
    package var errorOutput: [String]

    package init(task: String, state: TaskState, sentences: [String] = [], moment: Instant? = nil) {
        self.task = task
        self.state = state
        self.sentences = sentences
        self.moment = moment
        errorOutput = []
    }
}

extension ExplanationView: JSONWritable {
    package func write(to json: inout JSONText) {
        json.object { json in
            json.member("task", task)
            json.member("state", "\(state)")
            json.member("why", texts: sentences)
            json.member("moment", at: moment)
            json.member("startsAt", at: startsAt)
            json.member("otherStartsAt", at: otherStartsAt)
            json.member("errorOutput", texts: errorOutput)
        }
    }

    package init(_ fields: AnswerFields) throws(Refusal) {
        self.init(
            task: try fields.text("task"), state: try fields.state("state"), sentences: try fields.texts("why"),
            moment: try fields.optionalInstant("moment"))
        startsAt = try fields.optionalInstant("startsAt")
        otherStartsAt = try fields.optionalInstant("otherStartsAt")
        errorOutput = try fields.texts("errorOutput")
    }
}
