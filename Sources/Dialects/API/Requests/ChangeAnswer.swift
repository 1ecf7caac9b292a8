package import Model

/// What a change concerned.
package struct ChangeAnswer: Sendable, Hashable {
    /// The names of the jobs, or of the nodes.
    package var names: [String]
    /// How many tasks are concerned, where that is known.
    package var tasks: Int
    /// What whoever asked should know, a sentence each.
    package var notices: [String]

    package init(names: [String], tasks: Int = 0, notices: [String] = []) {
        self.names = names
        self.tasks = tasks
        self.notices = notices
    }
}

extension ChangeAnswer: JSONWritable {
    package func write(to json: inout JSONText) {
        json.object { json in
            json.member("changed", texts: names)
            json.member("tasks", tasks)
            json.member("notices", texts: notices)
        }
    }

    package init(_ fields: AnswerFields) throws(Refusal) {
        self.init(
            names: try fields.texts("changed"), tasks: try fields.number("tasks"),
            notices: try fields.texts("notices"))
    }
}
