package import Model

/// How a program is started over the nodes and cores it was given: the words, the files they name, the variables.
///
/// Words and files may have holes for the iteration, as the program's own words have.
/// One rank a core. Where core numbers are not real, as on virtual nodes, nothing is held to its core.
package struct QCGLaunch: Sendable {
    private let model: Command.LaunchModel
    private let nodes: [QCGAllocation.Node]
    private let job: String
    private let isIterated: Bool
    private let isBound: Bool
    private let options: Options

    /// A job's `model_opts`.
    package struct Options: Sendable, Hashable {
        package var mpirun: String
        package var mpirunArguments: [String]
        package var srunArguments: [String]

        package init(mpirun: String = "mpirun", mpirunArguments: [String] = [], srunArguments: [String] = []) {
            self.mpirun = mpirun
            self.mpirunArguments = mpirunArguments
            self.srunArguments = srunArguments
        }
    }

    /// A file that must stand in the task's working folder before it starts.
    package struct File: Sendable, Hashable {
        package var name: Template
        package var content: String

        package init(name: Template, content: String) {
            self.name = name
            self.content = content
        }
    }

    /// - Parameter job: names the files with the iteration, so that tasks in one folder do not overwrite each other's.
    package init(
        _ model: Command.LaunchModel, on allocation: QCGAllocation, job: String, isIterated: Bool, isBound: Bool,
        options: Options = Options()
    ) {
        self.model = model
        nodes = allocation.nodes
        self.job = job
        self.isIterated = isIterated
        self.isBound = isBound
        self.options = options
    }

    private var rankCount: Int { nodes.reduce(0) { $0 + $1.cores.count } }

    /// Rank after rank, its node and core.
    private var ranks: [(node: String, core: Int)] {
        nodes.flatMap { node in node.cores.map { (node.name, $0) } }
    }

    /// - Parameter program: the program and its arguments; alone, where one rank needs no launcher.
    package func words(of program: [Template]) -> [Template] {
        guard rankCount > 1 else { return program }
        switch model {
        case .plain: return program
        case .threads: return Self.templates(threads + options.srunArguments) + program
        case .slurmMPI: return Self.templates(slurmRanks + options.srunArguments) + program
        case .openMPI:
            let ranks = isBound ? ["--rankfile", rankfileName] : Self.templates(["-n", "\(rankCount)"] + hosts)
            return [Template(options.mpirun)] + ranks + Self.templates(options.mpirunArguments) + program
        case .intelMPI: return Self.templates([options.mpirun] + options.mpirunArguments) + intelParts(program)
        }
    }

    package var files: [File] {
        guard rankCount > 1 else { return [] }
        switch model {
        case .plain, .threads, .intelMPI: return []
        case .openMPI: return isBound ? [File(name: rankfileName, content: rankfile)] : []
        case .slurmMPI: return [File(name: hostfileName, content: ranks.map { "\($0.node)\n" }.joined())]
        }
    }

    /// Variables that the launcher itself reads.
    package var environment: [(name: String, value: Template)] {
        guard rankCount > 1 else { return [] }
        switch model {
        case .plain, .openMPI: return []
        case .threads: return [(name: "OMP_NUM_THREADS", value: Template("\(nodes[0].cores.count)"))]
        // What `-m arbitrary` deals the ranks out by.
        case .slurmMPI: return [(name: "SLURM_HOSTFILE", value: hostfileName)]
        case .intelMPI: return isBound ? [(name: "I_MPI_PIN", value: "1")] : []
        }
    }

    private var rankfileName: Template { fileName("rankfile") }
    private var hostfileName: Template { fileName("hostfile") }

    /// `.mesh:3.rankfile`
    private func fileName(_ ending: String) -> Template {
        let job = String(job.map { $0 == "/" ? "_" : $0 })
        return isIterated
            ? Template(pieces: [.text(".\(job):"), .hole(.iteration), .text(".\(ending)")])
            : Template(".\(job).\(ending)")
    }

    private static func templates(_ words: [String]) -> [Template] { words.map { Template($0) } }

    private var threads: [String] {
        // Threads share memory: one node, the first should there be several.
        let node = nodes[0]
        let masks = [QCGProcessorMask.text(node.cores)]
        return ["srun", "-n", "1", "-N", "1", "-w", node.name, "--cpus-per-task", "\(node.cores.count)"]
            + Self.sharing + binding(masks)
    }

    private var slurmRanks: [String] {
        let masks = ranks.map { QCGProcessorMask.text([$0.core]) }
        return ["srun", "-n", "\(rankCount)", "-N", "\(nodes.count)"] + Self.sharing + ["-m", "arbitrary"]
            + binding(masks)
    }

    /// Within a step, be it the executor's own, that has these cores and this memory already.
    private static let sharing = ["--overlap", "--overcommit", "--mem-per-cpu=0"]

    private func binding(_ masks: [String]) -> [String] {
        isBound ? ["--cpu-bind=mask_cpu:\(masks.joined(separator: ","))"] : ["--cpu-bind=none"]
    }

    /// `rank 0=n1 slot=4`
    private var rankfile: String {
        ranks.enumerated().map { "rank \($0)=\($1.node) slot=\($1.core)\n" }.joined()
    }

    /// On one node mpirun needs no list.
    private var hosts: [String] {
        guard nodes.count > 1 else { return [] }
        return ["--host", nodes.map { "\($0.name):\($0.cores.count)" }.joined(separator: ",")]
    }

    /// A part for each node, with its own cores, and a colon between.
    private func intelParts(_ program: [Template]) -> [Template] {
        let parts = nodes.filter { !$0.cores.isEmpty }.map { node in
            let cores = node.cores.map(String.init).joined(separator: ",")
            let pinning = isBound ? ["-env", "I_MPI_PIN_PROCESSOR_LIST=\(cores)"] : []
            return Self.templates(["-host", node.name, "-n", "\(node.cores.count)"] + pinning) + program
        }
        return Array(parts.joined(separator: [":"]))
    }
}
