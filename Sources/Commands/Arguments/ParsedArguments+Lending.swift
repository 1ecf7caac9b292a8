internal import Containers
package import Executor
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
        // The reader takes no other words.
        lending.sharing = value(of: "share").flatMap(CoreSharing.init(rawValue:))
        return lending
    }

    package func containerChoices() -> ContainerChoices {
        var choices = ContainerChoices()
        // The reader takes no other words.
        if let request = value(of: "container-gpus").flatMap(GPURequest.init(rawValue:)) {
            choices.gpuRequest = request
        }
        return choices
    }
}

extension Lending {
    // 1,000: more than any engine was made for; cores and memory are what is scarce.
    private static let mostContainers = Amount(1000)

    /// Lends containers where an engine offers what they need; else says why not.
    ///
    /// - Cost: loads a library and asks the engine, so only where containers may come.
    mutating func lendContainers() {
        let isSaid = named.contains { $0.name == Container.amountName }
        switch Engine.offer(at: Engine.socket(in: Environment.variables())) {
        case .none: break
        case .containers:
            if !isSaid { named.append(NamedAmount(name: Container.amountName, amount: Self.mostContainers)) }
        case .lacking(let what):
            named.removeAll { $0.name == Container.amountName }
            containerProblem = what
        }
    }
}
