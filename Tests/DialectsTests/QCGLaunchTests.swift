import Dialects
import Model
import Testing

struct QCGLaunchTests {
    private let two = QCGAllocation(nodes: [.init(name: "n1", cores: [4, 5]), .init(name: "n2", cores: [0])])
    private let program: [Template] = ["./app", "x"]

    private func launch(_ model: Command.LaunchModel, isBound: Bool = true) -> QCGLaunch {
        QCGLaunch(
            model, on: two, job: "mesh", isIterated: true, isBound: isBound,
            options: .init(mpirun: "/opt/mpirun", mpirunArguments: ["-v"], srunArguments: ["--quiet"]))
    }

    private func name(_ ending: String) -> Template {
        Template(pieces: [.text(".mesh:"), .hole(.iteration), .text(ending)])
    }

    @Test("threads start once, on one node, with all its cores")
    func threads() {
        let launch = launch(.threads)

        #expect(
            launch.words(of: program) == [
                "srun", "-n", "1", "-N", "1", "-w", "n1", "--cpus-per-task", "2", "--overlap", "--overcommit",
                "--mem-per-cpu=0", "--cpu-bind=mask_cpu:0x30", "--quiet", "./app", "x",
            ])
        #expect(launch.environment.map { $0.name } == ["OMP_NUM_THREADS"])
        #expect(launch.environment.map { $0.value } == ["2"])
        #expect(launch.files.isEmpty)
    }

    @Test("Slurm deals the ranks out by a list of hosts, each with its own core")
    func slurm() {
        let launch = launch(.slurmMPI)

        #expect(
            launch.words(of: program) == [
                "srun", "-n", "3", "-N", "2", "--overlap", "--overcommit", "--mem-per-cpu=0", "-m", "arbitrary",
                "--cpu-bind=mask_cpu:0x10,0x20,0x1", "--quiet", "./app", "x",
            ])
        #expect(launch.files == [.init(name: name(".hostfile"), content: "n1\nn1\nn2\n")])
        #expect(launch.environment.map { $0.name } == ["SLURM_HOSTFILE"])
        #expect(launch.environment.map { $0.value } == [name(".hostfile")])
        #expect(self.launch(.slurmMPI, isBound: false).words(of: program).contains("--cpu-bind=none"))
    }

    @Test("Open MPI places the ranks by a rank file, or by hosts where core numbers are not real")
    func openMPI() {
        let launch = launch(.openMPI)

        #expect(
            launch.words(of: program) == ["/opt/mpirun", "--rankfile", name(".rankfile"), "-v", "./app", "x"])
        #expect(
            launch.files == [
                .init(
                    name: name(".rankfile"),
                    content: "rank 0=n1 slot=4\nrank 1=n1 slot=5\nrank 2=n2 slot=0\n")
            ])
        let loose = self.launch(.openMPI, isBound: false)
        #expect(
            loose.words(of: program) == ["/opt/mpirun", "-n", "3", "--host", "n1:2,n2:1", "-v", "./app", "x"])
        #expect(loose.files.isEmpty)
    }

    @Test("Intel MPI starts a part on each node, with the node's cores")
    func intelMPI() {
        let launch = launch(.intelMPI)

        #expect(
            launch.words(of: program) == [
                "/opt/mpirun", "-v", "-host", "n1", "-n", "2", "-env", "I_MPI_PIN_PROCESSOR_LIST=4,5", "./app", "x",
                ":", "-host", "n2", "-n", "1", "-env", "I_MPI_PIN_PROCESSOR_LIST=0", "./app", "x",
            ])
        #expect(launch.environment.map { $0.name } == ["I_MPI_PIN"] && launch.environment.map { $0.value } == ["1"])
        #expect(!self.launch(.intelMPI, isBound: false).words(of: program).contains("-env"))
    }

    @Test("a single rank needs no launcher, and a plain program never has one", arguments: Command.LaunchModel.allCases)
    func alone(model: Command.LaunchModel) {
        let one = QCGLaunch(
            model, on: QCGAllocation(nodes: [.init(name: "n1", cores: [2])]), job: "a", isIterated: false,
            isBound: true)

        #expect(one.words(of: program) == program)
        #expect(one.files.isEmpty && one.environment.isEmpty)
        #expect(launch(.plain).words(of: program) == program)
    }

    @Test(
        "a mask has a bit for each processor, beyond 64 too",
        arguments: [([0], "0x1"), ([0, 1], "0x3"), ([4, 5], "0x30"), ([3], "0x8"), ([64], "0x10000000000000000")])
    func masks(processors: [Int], text: String) {
        #expect(QCGProcessorMask.text(processors) == text)
    }

    @Test("inside Slurm a task finds what Slurm would tell it")
    func slurmEnvironment() {
        let even = QCGAllocation(nodes: [.init(name: "n1", cores: [0, 1]), .init(name: "n2", cores: [2, 3])])
        func variables(_ allocation: QCGAllocation, _ devices: [String] = []) -> [String] {
            allocation.slurmEnvironment(devices: devices).map { "\($0.name)=\($0.value)" }
        }

        #expect(
            variables(even, ["0", "1"]) == [
                "SLURM_NNODES=2", "SLURM_NODELIST=n1,n2", "SLURM_NPROCS=4", "SLURM_NTASKS=4",
                "SLURM_JOB_NODELIST=n1,n2", "SLURM_JOB_NUM_NODES=2", "SLURM_JOB_CPUS_PER_NODE=2(x2)",
                "SLURM_TASKS_PER_NODE=2(x2)", "SLURM_STEP_NODELIST=n1,n2", "SLURM_STEP_NUM_NODES=2",
                "SLURM_STEP_NUM_TASKS=4", "SLURM_STEP_TASKS_PER_NODE=2(x2)", "SLURM_OVERLAP=1",
                "SLURM_NTASKS_PER_NODE=2", "CUDA_VISIBLE_DEVICES=0,1",
            ])
        #expect(variables(two).contains("SLURM_TASKS_PER_NODE=2,1"))
        #expect(!variables(two).contains { $0.hasPrefix("SLURM_NTASKS_PER_NODE") || $0.hasPrefix("CUDA") })
    }
}
