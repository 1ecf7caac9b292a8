import Model

/// The names of launch models, the pilot-job users' own.
enum LaunchModels {
    static let names: [(String, Command.LaunchModel)] = [
        ("default", .plain), ("threads", .threads), ("intelmpi", .intelMPI), ("openmpi", .openMPI),
        ("srunmpi", .slurmMPI),
    ]

    static func name(of model: Command.LaunchModel) -> String { names.first { $0.1 == model }?.0 ?? "default" }

    /// A job that spans nodes by MPI needs a launch on every node, which one machine's executor does not do.
    static func overSeveralNodes(_ count: Int) -> ReadingProblem {
        ReadingProblem("launches by MPI over \(count) nodes; one node is possible here", "Ask for one node.")
    }
}

extension Command.LaunchModel {
    /// Whether its processes start on every node, by a launcher of their own.
    var spansNodes: Bool {
        switch self {
        case .plain, .threads: false
        case .openMPI, .intelMPI, .slurmMPI: true
        }
    }
}
