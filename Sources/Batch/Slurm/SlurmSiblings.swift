/// How srun is told to start one program on each of some nodes of a job, beside everything else that runs there.
///
/// Tried on 22.05, with memory and devices as amounts that Slurm counts.
struct SlurmSiblings {
    var job: String
    var nodes: [String]
    /// What the job has on each; none: not known, or none at all.
    var gpus: Int?

    func command(_ program: [String]) -> [String] {
        ["env"] + Self.strangers.flatMap { ["-u", $0] }
            + [
                "srun", "--quiet", "--jobid=\(job)", "--job-name=rota",
                // Takes nothing from other steps, and lets them have what it has.
                "--overlap", "--mem=0", "--cpu-bind=none",
                "--nodes=\(nodes.count)", "--ntasks=\(nodes.count)", "--ntasks-per-node=1",
                "--nodelist=\(nodes.joined(separator: ","))", "--distribution=block",
                // One that ends, or whose node is lost, takes none of the others with it.
                "--kill-on-bad-exit=0", "--wait=0", "--no-kill",
                // A batch script may have been submitted without its environment.
                "--export=ALL", "--input=none", "--mpi=none",
            ] + devices + program
    }

    /// Said in so many words, since a step otherwise asks for all that its job asked for, on its fewer nodes: a job of
    /// `--gpus=2` on two nodes could have no step on one.
    private var devices: [String] { gpus.map { ["--gres=gpu:\($0)"] } ?? [] }

    /// What a user or an outer step may have set for other srun's, and what would narrow this one: with any of these
    /// the program would see a part of the node.
    private static let strangers = [
        "SRUN_CPUS_PER_TASK", "SLURM_EXACT", "SLURM_EXCLUSIVE", "SLURM_THREADS_PER_CORE", "SLURM_CORE_SPEC",
        "SLURM_GPUS", "SLURM_GPUS_PER_NODE", "SLURM_GPUS_PER_TASK", "SLURM_GPUS_PER_SOCKET", "SLURM_GPU_BIND",
        "SLURM_NTASKS_PER_GPU", "SLURM_MEM_PER_GPU", "SLURM_MEM_BIND",
        "SLURM_NTASKS_PER_CORE", "SLURM_NTASKS_PER_SOCKET", "SLURM_TRES_PER_TASK", "SLURM_HINT", "SLURM_HOSTFILE",
        "SLURM_RELATIVE",
    ]
}
