internal import Dialects
internal import Model
internal import Posix
internal import Service

/// One execution that is to be made: which requests, under which policy, and where its files go.
struct TensorFlowExecution {
    let lines: [TensorFlowRequestsFile.Line]
    let scheduling: TensorFlowScheduling
    let version: TensorFlowParameters.Version
    /// Below which its folder is made.
    let resultsPath: String

    /// Of its containers.
    var names: [String] { lines.lazy.map(\.request).filter { $0.kind == .execution }.map(\.name) }

    /// All that a command line asks for, in their order; every one of them can be run.
    static func all(
        _ options: TensorFlowOptions, _ input: TensorFlowInput, on nodes: [Node]
    ) throws(Refusal) -> [TensorFlowExecution] {
        var executions: [TensorFlowExecution] = []
        let machine = nodes.reduce(0) { $0 + $1.cores.count }
        for (scheduling, version, path) in try series(options, input) {
            for iteration in 0..<options.iterations {
                let lines = try input.requests(input.containers(in: iteration))
                let refusal = TensorFlowWorkload.refusal(
                    of: lines, scheduling, machine: machine, document: input.requestsPath)
                let unknown = input.profile?.refusal(
                    of: lines, model: input.parameters.model, document: input.requestsPath)
                if let refusal = refusal ?? unknown { throw refusal }
                executions.append(
                    TensorFlowExecution(lines: lines, scheduling: scheduling, version: version, resultsPath: path))
            }
        }
        for execution in executions {
            let workload = execution.workload(options, input, outputs: nil, machine: machine)
            try workload.check(on: nodes, firstPort: options.firstPort)
        }
        return executions
    }

    private static func series(
        _ options: TensorFlowOptions, _ input: TensorFlowInput
    ) throws(Refusal) -> [(TensorFlowScheduling, TensorFlowParameters.Version, String)] {
        let said = input.parameters.scheduling
        guard let series = options.series else {
            let scheduling = try options.scheduling.applied(to: said)
            return [(scheduling, options.version ?? input.parameters.version, options.resultsPath)]
        }
        var all: [(TensorFlowScheduling, TensorFlowParameters.Version, String)] = []
        for planning in [TensorFlowScheduling.Planning.firstCome, .priority] {
            for assignment in [TensorFlowScheduling.Assignment.strict, .alwaysAttend, .proportional] {
                for version in TensorFlowParameters.Version.allCases {
                    let scheduling = TensorFlowScheduling(planning: planning, assignment: assignment)
                    let name = [planning.rawValue, assignment.rawValue, version.rawValue].joined(separator: "_")
                    all.append((scheduling, version, "\(options.resultsPath)/\(series)/\(name)"))
                }
            }
        }
        return all
    }

    /// - Parameter outputs: the folder in which containers leave what they write.
    func workload(
        _ options: TensorFlowOptions, _ input: TensorFlowInput, outputs: String?, machine: Int
    ) -> TensorFlowWorkload {
        var surroundings = TensorFlowSurroundings(
            model: input.parameters.model, version: version, volumes: options.volumes ?? Self.usualVolumes)
        surroundings.firstPort = options.firstPort
        surroundings.network = options.network
        surroundings.outputs = outputs
        return TensorFlowWorkload(
            lines.map(\.request), options.waiting, scheduling, surroundings,
            mostCores: input.parameters.mostCores, machine: machine, profile: input.profile)
    }

    /// The folder that the original shares with its containers, where there is one.
    private static var usualVolumes: [Container.Volume] {
        guard let home = Environment.value(of: "HOME"), home.hasPrefix("/") else { return [] }
        let shared = "\(home)/scheduler"
        guard FileSystem.exists(shared) else { return [] }
        return [.init(outside: shared, inside: TensorFlowSurroundings.sharedFolder)]
    }

    /// In words: `priority, max_prop, maleable`.
    var policyText: String {
        [scheduling.planning.rawValue, scheduling.assignment.rawValue, version.rawValue].joined(separator: ", ")
    }
}

extension TensorFlowWorkload {
    fileprivate func check(on nodes: [Node], firstPort: Int?) throws(Refusal) {
        let executions = requests.filter { $0.kind == .execution }
        if let firstPort, firstPort + executions.count - 1 > 65_535 {
            throw ParsedArguments.refusal(
                of: "--port",
                "is \(firstPort), and \(executions.count) containers need as many ports; the last is 65535",
                "Lower it, or write --port none.")
        }
        let jobs = executions.enumerated().map { job($0.element, position: $0.offset) }
        if let refusal = Admission.refusals(of: jobs, on: nodes).first { throw refusal }
    }
}
