package import Model

/// Where a command that looks at runs finds them.
package struct RunChoice: Sendable, Hashable {
    /// `--service`: an access file or an address.
    package var service: String?
    package var statePath: String?
    package var which: Which

    package enum Which: Sendable, Hashable {
        case last
        case number(Int)
        case all
    }

    /// The last run, or the service.
    package init() { which = .last }

    package init(_ arguments: ParsedArguments, standard: Which = .last) throws(Refusal) {
        service = arguments.value(of: "service")
        statePath = arguments.statePath
        switch arguments.value(of: "run") {
        case nil: which = standard
        case "last": which = .last
        case "all" where arguments.command.options.contains { $0.name == "run" && $0.value?.kind == .run }: which = .all
        default: which = try arguments.number("run", in: 1...Int.max).map(Which.number) ?? standard
        }
    }
}
