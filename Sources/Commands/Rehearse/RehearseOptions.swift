internal import Dialects
package import Model

/// What `rota rehearse` was asked for.
package struct RehearseOptions: Sendable, Hashable {
    package var trace: String
    /// In the order they were named, each once.
    package var policies: [NamedPolicy]
    /// None: as many as the trace says.
    package var processors: Int?
    package var isStrict: Bool
    package var shape: Shape
    /// Where the schedule goes; one policy alone has one.
    package var schedulePath: String?

    package enum Shape: Sendable, Hashable { case table, json, csv }

    package struct NamedPolicy: Sendable, Hashable {
        package var name: String
        package var policy: Policy
    }

    // 10^6: a node's cores are searched one by one.
    private static let mostProcessors = 1_000_000

    package init(_ arguments: ParsedArguments) throws(Refusal) {
        guard let file = arguments.operands.first else {
            throw ParsedArguments.refusal(
                of: "command line", "names no workload to play", "Name a workload trace (SWF), or rehearse --faults.")
        }
        trace = file
        policies = try Self.policies(arguments)
        processors = try arguments.number("procs", in: 1...Self.mostProcessors)
        isStrict = arguments.has("strict")
        shape = arguments.has("json") ? .json : arguments.has("csv") ? .csv : .table
        schedulePath = arguments.value(of: "schedule")
        if schedulePath != nil, policies.count > 1 {
            throw arguments.refusal(
                of: "schedule", "is one file, and \(policies.count) policies make as many schedules",
                "Name one policy.")
        }
    }

    private static func policies(_ arguments: ParsedArguments) throws(Refusal) -> [NamedPolicy] {
        let given = arguments.values(of: "policy").flatMap { $0.split(separator: ",").map(String.init) }
        var policies: [NamedPolicy] = []
        for name in given.isEmpty ? ["skip", "easy"] : given where !policies.contains(where: { $0.name == name }) {
            policies.append(NamedPolicy(name: name, policy: try arguments.policy(named: name)))
        }
        return policies
    }
}
