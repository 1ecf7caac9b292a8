package import Dialects
package import Model

/// What `rota show` or `rota why` was asked.
package struct TaskOptions: Sendable, Hashable {
    package var run: RunChoice
    package var selector: TaskSelector
    package var isJSON: Bool

    package init(_ arguments: ParsedArguments) throws(Refusal) {
        run = try RunChoice(arguments)
        selector = try arguments.operands.first.map(ParsedArguments.selector) ?? .last
        isJSON = arguments.has("json")
    }
}
