package import Model

/// Which tasks a change is about: those named, and of them, or of all, those in a state or with a tag.
package struct TaskSelection: Sendable, Hashable {
    /// As selectors spell them; none: every job that has the tag or tasks in the state.
    package var selectors: [TaskSelector]
    package var state: TaskState?
    package var tag: String?

    package init(_ selectors: [TaskSelector] = [], state: TaskState? = nil, tag: String? = nil) {
        self.selectors = selectors
        self.state = state
        self.tag = tag
    }

    package var isEmpty: Bool { selectors.isEmpty && state == nil && tag == nil }
}

extension TaskSelection: JSONWritable {
    package func write(to json: inout JSONText) {
        json.object { json in writeMembers(to: &json) }
    }

    func writeMembers(to json: inout JSONText) {
        json.member("jobs", texts: selectors.map(\.description))
        json.member("state", optional: state.map { "\($0)" })
        json.member("tag", optional: tag)
    }

    static let members = ["jobs", "state", "tag"]

    /// - Parameter others: members that somebody else reads.
    /// - Throws: also when it means nothing at all: a change of everything has to be asked for.
    package init(reading value: JSONValue, beside others: [String] = []) throws(Refusal) {
        let fields = try Fields(of: value, known: Self.members + others)
        selectors = []
        for element in try fields["jobs"]?.list() ?? [] {
            selectors.append(try element.read { text throws(ReadingProblem) in try TaskSelector(reading: text) })
        }
        state = try fields["state"]?.word(of: TaskState.allCases.map { ("\($0)", $0) })
        tag = try fields["tag"]?.text()
        if isEmpty {
            throw value.refusal("names no job, no state and no tag", "Name what is to be changed.")
        }
    }
}
