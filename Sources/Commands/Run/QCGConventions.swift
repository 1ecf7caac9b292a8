internal import Batch
internal import Dialects
internal import Executor
internal import Model
internal import Posix

/// What tasks of QCG's job files find around themselves, and how ranks are started for anybody's jobs.
enum QCGConventions {
    static func conventions(submission: String) -> Conventions {
        Conventions(variables: { variables(of: $0, on: $1, submission: submission) }, launch: launch)
    }

    /// `QCG_PM_NNODES` and its kin; in an allocation also what Slurm would tell a job of this size, where somebody
    /// looks for it: QCG's jobs, and launchers of ranks, which would use the whole allocation.
    ///
    /// - Parameter nodes: cut down to what the attempt was given.
    static func variables(of job: Job, on nodes: [Node], submission: String) -> [Command.Variable] {
        let isOfQCG = QCGJobMark.isOn(job)
        let allocation = allocation(of: nodes)
        var variables: [Command.Variable] = []
        if isInSlurm(nodes), isOfQCG || job.command.model.startsRanks {
            variables += allocation.slurmEnvironment().map {
                Command.Variable(name: $0.name, value: Template($0.value))
            }
        }
        guard isOfQCG else { return variables }
        var step = Template(pieces: [.text("\(submission)-\(job.name)")])
        if job.iterations.isIterated { step.pieces += [.text(":"), .hole(.iteration)] }
        return variables
            + allocation.environment(step: "", isBound: isBound(job, nodes)).map { name, value in
                Command.Variable(name: name, value: name == "QCG_PM_STEP_ID" ? step : Template(value))
            }
    }

    /// None for what is one process, whatever its width.
    static func launch(_ job: Job, on nodes: [Node]) -> RankLaunch? {
        let model = job.command.model
        let ranks = nodes.reduce(0) { $0 + $1.cores.count }
        guard model.startsRanks, ranks > 1 else { return nil }
        let options = options(of: job)
        // On one machine the ranks stay on the cores of whoever starts them; Slurm and its kin have to be told.
        guard isInSlurm(nodes) || nodes.count > 1 else {
            let launcher =
                model == .slurmMPI
                ? ["srun", "-n", "\(ranks)", "--overcommit", "--mem-per-cpu=0"] + options.srunArguments
                : [options.mpirun, "-n", "\(ranks)"] + options.mpirunArguments
            return RankLaunch { program in launcher.map { Template($0) } + program }
        }
        let launch = QCGLaunch(
            model, on: allocation(of: nodes), job: job.name, isIterated: job.iterations.isIterated,
            isBound: isBound(job, nodes), options: options)
        return RankLaunch(
            files: launch.files.map { ($0.name, $0.content) },
            variables: launch.environment.map { Command.Variable(name: $0.name, value: $0.value) }
        ) { program in launch.words(of: program) }
    }

    private static func allocation(of nodes: [Node]) -> QCGAllocation {
        QCGAllocation(nodes: nodes.map { QCGAllocation.Node(name: $0.name, cores: $0.cores) })
    }

    private static func isBound(_ job: Job, _ nodes: [Node]) -> Bool {
        job.command.binding == .automatic && nodes.allSatisfy(\.isBindable)
    }

    private static func isInSlurm(_ nodes: [Node]) -> Bool {
        nodes.first?.allocation.hasPrefix("\(BatchSystem.slurm.rawValue) ") ?? false
    }

    /// What `model_opts` says about the program that starts ranks.
    private static func options(of job: Job) -> QCGLaunch.Options {
        guard let text = job.metadata.first(where: { $0.name == "model_opts" })?.value,
            let root = try? JSONReader.read(Array(text.utf8), document: "model_opts").root, root.isObject
        else { return QCGLaunch.Options() }
        func words(_ name: String) -> [String] {
            let listed = root.members.first { $0.name == name }?.value.elements ?? []
            return listed.map { (try? $0.text()) ?? $0.source }
        }
        var options = QCGLaunch.Options(
            mpirunArguments: words("mpirun_args"), srunArguments: words("srun_args"))
        if let program = try? root.members.first(where: { $0.name == "mpirun" })?.value.text() {
            options.mpirun = program
        }
        return options
    }

    /// Why a job can't have its ranks started: rota itself must stand in an allocation for it.
    ///
    /// - Parameter nodes: those the jobs may run on.
    static func refusal(of jobs: [Job], on nodes: [Node]) -> Refusal? {
        jobs.lazy.compactMap { refusal(of: $0, on: nodes) }.first
    }

    private static func refusal(of job: Job, on nodes: [Node]) -> Refusal? {
        guard job.command.model.startsRanks else { return nil }
        let model = LaunchModels.name(of: job.command.model)
        if job.request.nodes.upperBound > 1, !nodes.contains(where: { isInSlurm([$0]) }) {
            return .tooLarge(
                job: job.name,
                asked: "ranks on \(job.request.nodes.upperBound) nodes (model is \"\(model)\")",
                largest: "these nodes are of no Slurm allocation",
                remedy: "Start it inside one, ask for one node, or choose \"default\".")
        }
        guard job.command.model == .slurmMPI, job.request.cores.upperBound.touched > 1, !isInSlurm else { return nil }
        return .tooLarge(
            job: job.name, asked: "ranks started by Slurm (execution.model is \"srunmpi\")",
            largest: "rota was not started inside a Slurm allocation",
            remedy: "Start it inside one, or choose \"openmpi\", \"intelmpi\" or \"default\".")
    }

    /// Whether this process is part of a job that Slurm runs.
    private static var isInSlurm: Bool { Environment.value(of: "SLURM_JOB_ID") != nil }
}
