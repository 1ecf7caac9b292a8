package import Dialects
package import Model

/// What `rota forecast` was asked.
package struct ForecastOptions: Sendable, Hashable {
    package var run: RunChoice
    /// None: every job.
    package var selectors: [TaskSelector] = []
    /// Another policy, as it was named.
    package var policy: String?
    package var isJSON: Bool

    package init(_ arguments: ParsedArguments) throws(Refusal) {
        run = try RunChoice(arguments)
        for operand in arguments.operands { selectors.append(try ParsedArguments.selector(operand)) }
        policy = try arguments.otherPolicy
        isJSON = arguments.has("json")
    }
}
