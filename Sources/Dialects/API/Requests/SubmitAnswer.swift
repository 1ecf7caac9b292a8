package import Model

/// What became of a submission.
package struct SubmitAnswer: Sendable, Hashable {
    package var jobs: [TakenJob]
    /// Whether the same submission was taken before, and this one changed nothing.
    package var isRepeated: Bool
    /// What the submitter should know, a sentence each.
    package var notices: [String]

    package struct TakenJob: Sendable, Hashable {
        package var number: Int
        package var name: String
        package var tasks: Int

        package init(number: Int, name: String, tasks: Int) {
            self.number = number
            self.name = name
            self.tasks = tasks
        }
    }

    package init(jobs: [TakenJob], isRepeated: Bool = false, notices: [String] = []) {
        self.jobs = jobs
        self.isRepeated = isRepeated
        self.notices = notices
    }
}

extension SubmitAnswer: JSONWritable {
    package func write(to json: inout JSONText) {
        json.object { json in
            json.member("jobs", list: jobs)
            json.member("repeated", isRepeated)
            json.member("notices", texts: notices)
        }
    }

    package init(_ fields: AnswerFields) throws(Refusal) {
        self.init(
            jobs: try fields.list("jobs") { element throws(Refusal) in
                TakenJob(
                    number: try element.number("number"), name: try element.text("name"),
                    tasks: try element.number("tasks"))
            }, isRepeated: try fields.flag("repeated"), notices: try fields.texts("notices"))
    }
}

extension SubmitAnswer.TakenJob: JSONWritable {
    package func write(to json: inout JSONText) {
        json.object { json in
            json.member("number", number)
            json.member("name", name)
            json.member("tasks", tasks)
        }
    }
}
