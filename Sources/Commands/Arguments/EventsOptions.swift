package import Model

/// What `rota events` was asked.
package struct EventsOptions: Sendable, Hashable {
    package var run: RunChoice
    package var follows: Bool
    /// Only events with larger numbers.
    package var after: Int
    package var isJSON: Bool

    package init(_ arguments: ParsedArguments) throws(Refusal) {
        run = try RunChoice(arguments)
        follows = arguments.has("follow")
        after = try arguments.number("after", in: -1...Int.max) ?? -1
        isJSON = arguments.has("json")
    }
}
