internal import Dialects
internal import Model
internal import Posix

/// What tasks of QCG's job files find around themselves.
enum QCGConventions {
    /// `QCG_PM_NNODES` and its kin.
    ///
    /// - Parameter nodes: cut down to what the attempt was given.
    static func variables(of job: Job, on nodes: [Node], submission: String) -> [Command.Variable] {
        guard QCGJobMark.isOn(job) else { return [] }
        let allocation = QCGAllocation(nodes: nodes.map { QCGAllocation.Node(name: $0.name, cores: $0.cores) })
        let isBound = job.command.binding == .automatic && nodes.allSatisfy(\.isBindable)
        var step = Template(pieces: [.text("\(submission)-\(job.name)")])
        if job.iterations.isIterated { step.pieces += [.text(":"), .hole(.iteration)] }
        return allocation.environment(step: "", isBound: isBound).map { name, value in
            Command.Variable(name: name, value: name == "QCG_PM_STEP_ID" ? step : Template(value))
        }
    }

    /// What `model_opts` says about the program that starts ranks; nothing when the job says nothing.
    static func launcher(of job: Job) -> [String] {
        guard let text = job.metadata.first(where: { $0.name == "model_opts" })?.value,
            let options = try? JSONReader.read(Array(text.utf8), document: "model_opts").root,
            options.isObject
        else { return [] }
        let isSlurm = job.command.model == .slurmMPI
        let name = isSlurm ? "srun" : "mpirun"
        let members = options.members
        let program = try? members.first { $0.name == name }?.value.text()
        let listed = members.first { $0.name == "\(name)_args" }?.value.elements ?? []
        let words = listed.map { (try? $0.text()) ?? $0.source }
        return [program ?? name] + (isSlurm ? ["--overcommit", "--mem-per-cpu=0"] : []) + words
    }

    /// Why a job can't have its ranks started by Slurm: rota itself must stand in an allocation for it.
    static func refusal(of jobs: [Job], inSlurm isInSlurm: Bool) -> Refusal? {
        guard !isInSlurm else { return nil }
        let job = jobs.first { $0.command.model == .slurmMPI && $0.request.cores.upperBound.touched > 1 }
        return job.map {
            .tooLarge(
                job: $0.name, asked: "ranks started by Slurm (execution.model is \"srunmpi\")",
                largest: "rota was not started inside a Slurm allocation",
                remedy: "Start it inside one, or choose \"openmpi\", \"intelmpi\" or \"default\".")
        }
    }

    /// Whether this process is part of a job that Slurm runs.
    static var isInSlurm: Bool { Environment.value(of: "SLURM_JOB_ID") != nil }
}
