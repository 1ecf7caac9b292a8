package import Model

/// What `rota ledger check` was asked.
package struct LedgerCheckOptions: Sendable, Hashable {
    package var run: RunChoice
    package var isJSON: Bool

    package init(_ arguments: ParsedArguments) throws(Refusal) {
        run = try RunChoice(arguments, standard: .all)
        isJSON = arguments.has("json")
    }
}
