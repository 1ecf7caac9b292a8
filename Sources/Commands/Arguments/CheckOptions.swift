package import Model
package import Watch

/// What `rota check` was asked.
package struct CheckOptions: Sendable, Hashable {
    /// `-` is standard input.
    package var files: [String]
    /// The machine, or what was made believe with `--nodes`.
    package var lending: Lending
    /// How many command lines of each job are shown.
    package var lines: Int
    package var isJSON: Bool

    package static let standardLines = 3

    package init(_ arguments: ParsedArguments) throws(Refusal) {
        files = arguments.operands
        lending = try arguments.lending()
        lines = try arguments.number("lines", in: 0...1_000_000) ?? Self.standardLines
        isJSON = arguments.has("json")
        if files.filter({ $0 == "-" }).count > 1 {
            throw ParsedArguments.refusal(
                of: "-", "is given more than once, and standard input can be read once only", "Put one into a file.")
        }
    }
}
