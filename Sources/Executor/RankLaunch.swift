package import Model

/// How an attempt's ranks are started over the nodes and cores it was given.
package struct RankLaunch: Sendable {
    /// What is run, for a program with its arguments; it may stand there several times.
    package var words: @Sendable (_ program: [Template]) -> [Template]
    /// Written into the working folder first; what was there under these names is overwritten.
    package var files: [(name: Template, content: String)]
    /// What the launcher itself reads; the job's own variables are laid over them.
    package var variables: [Command.Variable]

    package init(
        files: [(name: Template, content: String)] = [], variables: [Command.Variable] = [],
        words: @escaping @Sendable (_ program: [Template]) -> [Template]
    ) {
        self.words = words
        self.files = files
        self.variables = variables
    }

    /// As a command's model says it for one machine, where nobody knows better; none where no rank needs a launcher.
    init?(_ model: Command.LaunchModel, ranks: Int) {
        guard ranks > 1 else { return nil }
        switch model {
        case .plain, .threads: return nil
        case .openMPI, .intelMPI: self.init { ["mpirun", "-n", Template("\(ranks)")] + $0 }
        case .slurmMPI:
            // Inside a step of the allocation that rota itself runs in, which holds these cores and this memory.
            self.init { ["srun", "-n", Template("\(ranks)"), "--overlap", "--overcommit", "--mem-per-cpu=0"] + $0 }
        }
    }
}
