import Model
import Posix
import SlurmCluster
import Testing

@Suite("jobs over several nodes, and the ranks that are started there", .serialized)
struct RanksTests {
    private static let job = """
        {"request": "submit", "jobs": [
          {"name": "slurm", "resources": {"numNodes": {"exact": 2}, "numCores": {"exact": 2}},
           "execution": {"exec": "bash", "model": "srunmpi",
             "args": ["-c", "echo $SLURM_PROCID of $SLURM_NTASKS on $SLURMD_NODENAME >>slurm"]}},
          {"name": "open", "resources": {"numNodes": {"exact": 2}, "numCores": {"exact": 2}},
           "execution": {"exec": "bash", "model": "openmpi",
             "args": ["-c", "echo $OMPI_COMM_WORLD_RANK of $OMPI_COMM_WORLD_SIZE on $SLURMD_NODENAME >>open"]}},
          {"name": "intel", "resources": {"numNodes": {"exact": 2}, "numCores": {"exact": 1}},
           "execution": {"exec": "./solve", "args": ["it's"], "model": "intelmpi",
             "model_opts": {"mpirun": "PROGRAM", "mpirun_args": ["-genv", "A"]}}},
          {"name": "threads", "resources": {"numCores": {"exact": 2}},
           "execution": {"script": "echo $OMP_NUM_THREADS >threads", "model": "threads"}},
          {"name": "plain", "resources": {"numNodes": {"exact": 2}, "numCores": {"exact": 2}},
           "execution": {"script": "env | grep -E '^(QCG_PM|SLURM)_[A-Z_]*(NNODES|NODELIST|NTASKS)=' | sort >plain"}},
          {"name": "one", "resources": {"numCores": {"exact": 2}}, "iteration": {"start": 3, "stop": 9},
           "execution": {"exec": "bash", "model": "srunmpi",
             "args": ["-c", "echo $QCG_PM_NODELIST $SLURMD_NODENAME >>one.${it}; sleep 0.5"]},
           "dependencies": {"after": ["slurm"]}}
        ]}
        """

    /// Written into a folder of its own, with a program that stands for Intel's.
    private func prepare(_ name: String, _ site: Site) throws {
        let folder = "\(site.folder)/\(name)"
        try FileSystem.makeDirectories(folder, mode: 0o700)
        let program = "\(folder)/intel-mpirun"
        let script = "#!/bin/bash\nprintf '%s\\n' \"$@\" >intel\n"
        try FileSystem.replace(program, with: Array(script.utf8), mode: 0o700)
        let jobs = Self.job.replacing("PROGRAM", with: program)
        try site.write("[\(jobs)]", to: "\(name)/jobs.json")
    }

    /// Two nodes of two cores each, in the order in which they joined: through a service, either may be the first.
    private func expectRanks(_ name: String, _ site: Site, _ said: String) {
        func sorted(_ file: String) -> [String] { site.lines("\(name)/\(file)").sorted() }
        let isTurned = site.lines("\(name)/plain").contains("QCG_PM_NODELIST=n2,n1")
        let (first, second) = isTurned ? ("n2", "n1") : ("n1", "n2")
        let ranks = [first, first, second, second].enumerated().map { "\($0) of 4 on \($1)" }
        #expect(sorted("slurm") == ranks, "\(name): \(said)")
        #expect(sorted("open") == ranks, "\(name): \(said)")
        // Whether cores are known by number depends on the machine.
        let words = site.lines("\(name)/intel").filter { $0 != "-env" && !$0.hasPrefix("I_MPI_PIN_PROCESSOR_LIST=") }
        #expect(
            words == [
                "-genv", "A", "-host", first, "-n", "1", "./solve", "it's", ":", "-host", second, "-n", "1", "./solve",
                "it's",
            ], "\(name): \(said)")
        #expect(site.lines("\(name)/threads") == ["2"], "\(name): \(said)")
        #expect(
            Set(site.lines("\(name)/plain")) == [
                "QCG_PM_NNODES=2", "QCG_PM_NODELIST=\(first),\(second)", "QCG_PM_NTASKS=4",
                "SLURM_JOB_NODELIST=\(first),\(second)",
                "SLURM_NNODES=2", "SLURM_NODELIST=\(first),\(second)", "SLURM_NTASKS=4",
                "SLURM_STEP_NODELIST=\(first),\(second)",
            ], "\(name): \(said)")
        var used: Set<Substring> = []
        for iteration in 3..<9 {
            let lines = site.lines("\(name)/one.\(iteration)")
            let nodes = lines.flatMap { $0.split(separator: " ") }
            // Where the attempt was placed, there both of its ranks are.
            #expect(nodes.count == 4 && Set(nodes).count == 1, "\(name) \(iteration): \(lines) \(said)")
            used.formUnion(nodes)
        }
        #expect(used.count > 1, "\(name): \(said)")
    }

    @Test("rota run starts ranks on the nodes and cores that a task was given")
    func run() throws {
        let site = try Site()
        try prepare("run", site)

        let job = try site.submit("cd run; rota run --quiet jobs.json; echo code $?", nodes: 2)
        try site.cluster.wait(for: job, toBe: ["COMPLETED"])

        let said = site.cluster.output(of: job)
        #expect(said.contains("code 0"), "\(said)")
        expectRanks("run", site, said)
    }

    @Test("qcg-pm-service uses all nodes of its allocation, for tasks of one node and of several")
    func pilotService() throws {
        let site = try Site()
        try prepare("pilot", site)

        let job = try site.submit("cd pilot; qcg-pm-service --file-path jobs.json --id k; echo code $?", nodes: 2)
        try site.cluster.wait(for: job, toBe: ["COMPLETED"])

        let said = site.cluster.output(of: job) + site.text("pilot/.qcgpjm-service-k/service.log")
        #expect(said.contains("code 0"), "\(said)")
        expectRanks("pilot", site, said)
        let status = site.text("pilot/.qcgpjm-service-k/final_status.json")
        #expect(status.contains("\"TotalNodes\": 2") && status.contains("\"TotalCores\": 4"), "\(status)")
    }

    @Test("through a service, a task's nodes are of one allocation, and its ranks are started by an executor there")
    func service() throws {
        let site = try Site()
        try site.serve()
        try prepare("service", site)
        let strange = try site.submit("rota executor", nodes: 1, "--nodelist=n4")
        let job = try site.submit("rota executor", nodes: 2, "--nodelist=n1,n2")
        #expect(try SlurmCluster.wait { try site.offers(nodes: 3) }, "\(site.cluster.output(of: job))")

        let answer = try site.run(["env", "-C", "service", "rota", "submit", "jobs.json"])
        #expect(answer.code == 0, "\(answer)")
        let wait = try site.rota("wait", "slurm", "open", "intel", "plain", "threads", "one")

        #expect(wait.code == 0, "\(wait)")
        expectRanks("service", site, site.cluster.output(of: job) + site.cluster.output(of: strange))
    }

    @Test("outside of allocations ranks on several nodes are refused, with a way out")
    func refused() throws {
        let site = try Site()
        try prepare("outside", site)

        let run = try site.run(["env", "-C", "outside", "rota", "run", "--nodes", "2x4", "jobs.json"])
        let pilot = try site.run(
            ["env", "-C", "outside", "qcg-pm-service", "--nodes", "4,4", "--file-path", "jobs.json", "--id", "k"])

        #expect(run.code == 2, "\(run)")
        for answer in [run, pilot] {
            #expect(answer.errors.contains("asks for ranks on 2 nodes"), "\(answer)")
            #expect(answer.errors.contains("Start it inside one"), "\(answer)")
        }
    }
}
