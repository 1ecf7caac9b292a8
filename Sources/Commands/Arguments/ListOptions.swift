package import Dialects
package import Model

/// What `rota list` was asked.
package struct ListOptions: Sendable, Hashable {
    package var run: RunChoice
    package var filter: JobFilter
    package var isComplete: Bool
    /// Only the jobs' names, a line each, as completion asks for.
    package var namesOnly: Bool
    package var isJSON: Bool

    package init(_ arguments: ParsedArguments) throws(Refusal) {
        run = try RunChoice(arguments)
        filter = JobFilter()
        filter.state = arguments.taskState
        filter.tag = arguments.value(of: "tag")
        isComplete = arguments.has("all")
        namesOnly = arguments.has("names")
        isJSON = arguments.has("json")
    }
}
