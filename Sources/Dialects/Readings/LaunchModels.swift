package import Model

/// The names of launch models, the pilot-job users' own.
package enum LaunchModels {
    static let names: [(String, Command.LaunchModel)] = [
        ("default", .plain), ("threads", .threads), ("intelmpi", .intelMPI), ("openmpi", .openMPI),
        ("srunmpi", .slurmMPI),
    ]

    package static func name(of model: Command.LaunchModel) -> String { names.first { $0.1 == model }?.0 ?? "default" }
}
