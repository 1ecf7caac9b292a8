package import Model
package import Watch

extension ParsedArguments {
    /// What of this machine may be used; what is not said is whatever this process may use.
    package func lending() throws(Refusal) -> Lending {
        var lending = Lending()
        if let text = value(of: "use-cores") { lending.cores = try Lending.cores(text) }
        if let text = value(of: "nodes") { lending.nodes = try Lending.nodes(text) }
        lending.memory = try bytes("use-memory")
        lending.named = try namedAmounts("use-resource")
        return lending
    }
}
