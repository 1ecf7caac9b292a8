import Model
import Posix
import Testing

/// How a command becomes processes, as job files of the pilot-job users ask for it.
@Suite struct LaunchModelTests {
    /// Open MPI refuses to run as root unless it is told so twice.
    private func place() throws -> Workplace {
        let place = try Workplace()
        place.environment["OMPI_ALLOW_RUN_AS_ROOT"] = "1"
        place.environment["OMPI_ALLOW_RUN_AS_ROOT_CONFIRM"] = "1"
        return place
    }

    private func file(_ script: String, model: String, options: String = "{}") -> String {
        """
        [{"request": "submit", "jobs": [{
          "name": "job", "iteration": {"start": 4, "stop": 5}, "resources": {"numCores": {"exact": 2}},
          "execution": {"exec": "sh", "args": ["-c", "\(script)"], "stdout": "out", "model": "\(model)",
                        "model_opts": \(options)}
        }]}]
        """
    }

    @Test("tasks of a QCG file find the variables they know")
    func variables() throws {
        let place = try place()
        try place.write(file("env | grep ^QCG_PM_ | sort", model: "default"), to: "jobs.json")

        let finished = try place.rota("run", "--nodes", "far:2", "jobs.json")

        #expect(finished.code == 0, "\(finished.testDescription)")
        let lines = place.lines(of: "out")
        #expect(
            // Whether it is held to its cores, and which they are, depends on the machine.
            lines.filter { !$0.hasPrefix("QCG_PM_STEP_ID=") && !$0.hasPrefix("QCG_PM_CPU_SET=") } == [
                "QCG_PM_NNODES=1", "QCG_PM_NODELIST=far", "QCG_PM_NPROCS=2", "QCG_PM_NTASKS=2",
                "QCG_PM_TASKS_PER_NODE=2",
            ])
        #expect(lines.contains { $0.hasPrefix("QCG_PM_STEP_ID=") && $0.hasSuffix("-job:4") })
    }

    @Test("Open MPI starts a rank for each core, with the launcher and the options that the job names")
    func openMPI() throws {
        let place = try place()
        let launcher = try place.script("launch", "echo by-name; exec mpirun \"$@\"")
        let ranks = "echo rank $OMPI_COMM_WORLD_RANK of $OMPI_COMM_WORLD_SIZE $ADDED $OMP_NUM_THREADS"
        let options = "{\"mpirun\": \"\(launcher)\", \"mpirun_args\": [\"-x\", \"ADDED=here\"]}"
        try place.write(file(ranks, model: "openmpi", options: options), to: "jobs.json")

        let finished = try place.rota("run", "--nodes", "far:2", "jobs.json")

        #expect(finished.code == 0, "\(finished.testDescription)")
        #expect(
            place.lines(of: "out").sorted() == ["by-name", "rank 0 of 2 here 1", "rank 1 of 2 here 1"],
            "\(place.lines(of: "out"))")
    }

    @Test("the model threads is one process that is told its width")
    func threads() throws {
        let place = try place()
        try place.write(file("echo $OMP_NUM_THREADS threads", model: "threads"), to: "jobs.json")

        let finished = try place.rota("run", "--nodes", "far:2", "jobs.json")

        #expect(finished.code == 0, "\(finished.testDescription)")
        #expect(place.lines(of: "out") == ["2 threads"])
    }

    @Test("ranks that Slurm should start are refused outside its allocations, with a way out")
    func slurm() throws {
        let place = try place()
        try place.write(file("true", model: "srunmpi"), to: "jobs.json")

        for command in ["run", "check"] {
            let finished = try place.rota(command, "--nodes", "far:2", "jobs.json")
            #expect(finished.code == 2, "\(finished.testDescription)")
            #expect(finished.errors.contains("execution.model is \"srunmpi\""), "\(finished.testDescription)")
            #expect(finished.errors.contains("openmpi"))
        }
        #expect(!FileSystem.exists(place.state))
    }

    @Test("a task that holds more memory than it asked for is ended and says so; a range lets it grow")
    func memory() throws {
        let place = try place()
        let hold = "x = bytearray(300 << 20)"

        let ended = try place.rota("run", "--memory", "100M", "--range", "0-0", "--", "python3", "-c", hold)
        let grown = try place.rota("run", "--memory", "100M..1G", "--range", "0-0", "--", "python3", "-c", hold)

        #expect(ended.code == 1, "\(ended.testDescription)")
        #expect(ended.errors.contains("out of memory"), "\(ended.testDescription)")
        #expect(try Record(of: 1, in: place.state).count(of: .outOfMemory) == 1)
        #expect(grown.code == 0, "\(grown.testDescription)")
    }
}
