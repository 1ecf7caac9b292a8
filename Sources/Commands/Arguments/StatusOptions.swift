package import Model

/// What `rota status` was asked.
package struct StatusOptions: Sendable, Hashable {
    package var run: RunChoice
    package var isJSON: Bool

    package init(_ arguments: ParsedArguments) throws(Refusal) {
        run = try RunChoice(arguments)
        isJSON = arguments.has("json")
    }
}
