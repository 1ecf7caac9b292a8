package import Dialects
package import Model

/// Which tasks a command is about, and where they are.
package struct SelectionOptions: Sendable, Hashable {
    package var run: RunChoice
    package var selection: TaskSelection
    /// Another policy that is looked at, as it was named.
    package var policy: String?
    package var isJSON: Bool

    package init(_ arguments: ParsedArguments) throws(Refusal) {
        run = try RunChoice(arguments)
        selection = TaskSelection(
            state: arguments.taskState, tag: arguments.value(of: "tagged") ?? arguments.value(of: "tag"))
        for operand in arguments.operands { selection.selectors.append(try ParsedArguments.selector(operand)) }
        policy = try arguments.otherPolicy
        isJSON = arguments.has("json")
    }

    /// The jobs and tasks to look at one after another; the last one when nothing was said.
    package func selectors(in source: any ViewSource) throws -> [TaskSelector] {
        guard selection.selectors.isEmpty || selection.tag != nil else { return selection.selectors }
        guard !selection.isEmpty else { return [.last] }
        var filter = JobFilter()
        filter.tag = selection.tag
        filter.state = selection.state
        let names = try source.allJobs(filter).map(\.name)
        guard !selection.selectors.isEmpty else { return names.map(TaskSelector.job) }
        return selection.selectors.filter { selector in
            switch selector {
            case .last: true
            case .job(let name), .tasks(let name, _): names.contains(name)
            }
        }
    }
}
