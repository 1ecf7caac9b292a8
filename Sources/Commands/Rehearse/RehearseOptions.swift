package import Dialects
package import Model

/// What `rota rehearse` was asked for.
package struct RehearseOptions: Sendable, Hashable {
    /// A trace, job files, or a requests file; none: the work is generated.
    package var files: [String]
    /// The description of work that is to be generated.
    package var generatorPath: String?
    package var seed: UInt64
    package var jobCount: Int
    package var runTimesPath: String?
    /// A state folder, from whose last run it is known how long jobs took, or a file that says it of kinds of work.
    package var profilePath: String?
    /// Of a requests file; none: nothing was said of it.
    package var waiting: TensorFlowWaiting?
    /// With how many cores a requests file's containers can do; none: with all of a node.
    package var widest: Int?
    /// In the order they were named, each once.
    package var policies: [NamedPolicy]
    /// None: what the work says of it.
    package var nodes: [Node]?
    package var machinePath: String?
    package var isStrict: Bool
    package var shape: Shape
    /// Where the schedule goes; one policy alone has one.
    package var schedulePath: String?
    package var htmlPath: String?

    package enum Shape: Sendable, Hashable { case table, json, csv }

    package struct NamedPolicy: Sendable, Hashable {
        package var name: String
        package var policy: Policy
    }

    // 10^6: a node's cores are searched one by one.
    private static let mostProcessors = 1_000_000
    // 10^7: some gigabytes of memory.
    private static let mostJobs = 10_000_000
    private static let usualJobs = 1000

    package init(_ arguments: ParsedArguments) throws(Refusal) {
        files = arguments.operands
        generatorPath = arguments.value(of: "generate")
        seed = UInt64(try arguments.number("seed", in: 0...Int.max) ?? 1)
        jobCount = try arguments.number("jobs", in: 1...Self.mostJobs) ?? Self.usualJobs
        runTimesPath = arguments.value(of: "run-times")
        profilePath = arguments.value(of: "profile")
        waiting = arguments.value(of: "wait").flatMap(TensorFlowWaiting.init)
        widest = try arguments.number("widest", in: 1...Self.mostProcessors)
        policies = try Self.policies(arguments)
        machinePath = arguments.value(of: "machine")
        nodes = try Self.nodes(arguments)
        isStrict = arguments.has("strict")
        shape = arguments.has("json") ? .json : arguments.has("csv") ? .csv : .table
        schedulePath = arguments.value(of: "schedule")
        htmlPath = arguments.value(of: "html")
        if schedulePath != nil, policies.count > 1 {
            throw arguments.refusal(
                of: "schedule", "is one file, and \(policies.count) policies make as many schedules",
                "Name one policy.")
        }
        try check(arguments)
    }

    private func check(_ arguments: ParsedArguments) throws(Refusal) {
        let machines = ["procs", "nodes", "machine"].filter(arguments.has)
        if machines.count > 1 {
            throw arguments.refusal(
                of: machines[1], "and --\(machines[0]) both say what the machine is", "Leave one of them out.")
        }
        if let generatorPath, let file = files.first {
            throw arguments.refusal(
                of: "generate", "makes work of \(generatorPath), and \(file) is work too", "Name one of the two.")
        }
        if generatorPath == nil, files.isEmpty {
            throw ParsedArguments.refusal(
                of: "rota rehearse", "was given nothing to play",
                "Name a workload trace (SWF), job files or a requests file, or write --generate FILE.")
        }
        if generatorPath == nil, let alone = ["seed", "jobs"].first(where: arguments.has) {
            throw arguments.refusal(of: alone, "belongs to --generate", "Remove it, or write --generate FILE.")
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

    private static func nodes(_ arguments: ParsedArguments) throws(Refusal) -> [Node]? {
        if let count = try arguments.number("procs", in: 1...mostProcessors) {
            return try? MachineGroup.nodes(of: [MachineGroup(name: "machine", cores: count)])
        }
        guard let text = arguments.value(of: "nodes") else { return nil }
        do throws(ReadingProblem) {
            return try MachineText.read(text)
        } catch {
            throw arguments.refusal(of: "nodes", error.problem, error.remedy)
        }
    }
}
