package import Model

/// What of this machine a run may use; what is not said is whatever the process may use.
package struct Lending: Sendable, Hashable {
    package var cores: Cores?
    package var memory: Bytes?
    package var named: [NamedAmount]
    /// Virtual nodes instead of the machine; none: the machine itself.
    package var nodes: [VirtualNode]

    package init(_ arguments: ParsedArguments) throws(Refusal) {
        cores = try arguments.cores("use-cores")
        memory = try arguments.bytes("use-memory")
        named = try arguments.namedAmounts("use-resource")
        nodes = []
        if let text = arguments.value(of: "nodes") { nodes = try VirtualNode.list(reading: text) }
        guard cores.map({ $0.fraction == 0 }) ?? true else {
            throw arguments.refusal(of: "use-cores", "is no whole number", "A machine lends whole cores.")
        }
    }
}
