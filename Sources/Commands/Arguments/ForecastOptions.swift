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
        policy = arguments.value(of: "policy")
        isJSON = arguments.has("json")
        guard let policy else { return }
        do throws(ReadingProblem) { _ = try PolicyName.read(policy) } catch {
            throw ParsedArguments.refusal(of: "--policy", error.problem, error.remedy)
        }
    }
}
