internal import Containers
package import Model
internal import Posix
package import Watch

extension ParsedArguments {
    /// What of this machine may be used; what is not said is whatever this process may use.
    package func lending() throws(Refusal) -> Lending {
        var lending = Lending()
        if let text = value(of: "use-cores") { lending.cores = try Lending.cores(text) }
        if let text = value(of: "nodes") { lending.nodes = try Lending.nodes(text) }
        lending.memory = try bytes("use-memory")
        lending.named = try namedAmounts("use-resource")
        if !lending.named.contains(where: { $0.name == Container.amountName }),
            Engine.answers(at: Engine.socket(in: Environment.variables()))
        {
            // 1,000: more than any engine was made for; cores and memory are what is scarce.
            lending.named.append(NamedAmount(name: Container.amountName, amount: Amount(1000)))
        }
        return lending
    }
}
