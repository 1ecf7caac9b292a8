import Batch
import Model
import Posix
import SlurmCluster
import Testing

@Suite("inside a real Slurm", .serialized)
struct ClusterTests {
    @Test("a batch script and the steps in it find what they were granted")
    func allocationsAreFound() throws {
        let cluster = try SlurmCluster()

        let job = try cluster.submit(
            "\(probe) show; srun --ntasks=2 --nodes=2 --nodelist=n3,n2 \(probe) show",
            options: ["--nodes=3", "--ntasks-per-node=2", "--gres=gpu:1", "--mem=500", "--time=5"])
        try cluster.wait(for: job, toBe: ["COMPLETED"])

        let head = ["Slurm \(cluster.name) job=\(job)", "partition=main"]
        let nodes = ["n1", "n2", "n3"].map { "node \($0) cores=2 memory=500 MiB gpus=-" }
        let lines = cluster.output(of: job).split(separator: "\n").map(String.init)
        #expect(Array(lines.prefix(7)) == head + nodes + ["here n1 cores=2 memory=500 MiB gpus=0", "no step"])
        #expect(lines.contains("step=0 nodes=n2,n3 rank=0/2 here=0/1"))
        #expect(lines.contains("step=0 nodes=n2,n3 rank=1/2 here=0/1"))
        #expect(lines.contains("here n2 cores=2 memory=500 MiB gpus=0"))
        #expect(lines.contains("here n3 cores=2 memory=500 MiB gpus=0"))
    }

    @Test("a batch script that was submitted by a task of a step does not take that step for its own")
    func scriptsOfStepsAreNoSteps() throws {
        let cluster = try SlurmCluster()
        let inner = "sbatch --wait --output=\(cluster.folder)/inner --wrap '\(probe) show; env'"

        let answer = try cluster.run(["srun", "--ntasks=1", "bash", "-c", "\(probe) show; \(inner)"])

        let script = String(decoding: try FileSystem.content(of: "\(cluster.folder)/inner"), as: UTF8.self)
        #expect(answer.output.contains("step=0 nodes=n1 rank=0/1 here=0/1"), "\(answer)")
        #expect(script.contains("no step\n") && script.contains("\nSLURM_STEP_ID=0\n"), "\(script)")
    }

    @Test("the shell of salloc finds its nodes and is on none of them")
    func shellsFindTheirNodes() throws {
        let cluster = try SlurmCluster()

        let answer = try cluster.run(["salloc", "--partition=fast", "--ntasks=3", "--mem=0", probe, "show"])

        #expect(answer.code == 0, "\(answer)")
        #expect(
            Array(answer.lines.dropFirst()) == [
                "partition=fast", "node n1 cores=2 memory=- gpus=-", "node n2 cores=1 memory=- gpus=-", "beside",
                "no step",
            ])
    }

    @Test("Slurm is asked for the end, is believed when it says that a job is over, and its silence is no answer")
    func jobsAreAskedFor() throws {
        let cluster = try SlurmCluster()
        let queue = BatchQueue(.slurm, environment: cluster.environment)
        let before = Clock.wallNanoseconds()
        let short = try cluster.submit("sleep 600", options: ["--time=7"])
        let long = try cluster.submit("sleep 600", options: ["--time=UNLIMITED"])
        try cluster.wait(for: short, toBe: ["RUNNING"])
        try cluster.wait(for: long, toBe: ["RUNNING"])
        let after = Clock.wallNanoseconds()

        // Slurm counts whole seconds.
        let limit: Int64 = 7 * 60_000_000_000
        let end = try #require(try queue.end(of: short).moment)
        #expect((before + limit - 1_000_000_000...after + limit).contains(end.nanoseconds))
        #expect(try queue.end(of: long) == AllocationEnd(moment: nil, source: "squeue --jobs=\(long)"))
        #expect(queue.presence(of: short, on: cluster.name) == .present(state: "RUNNING"))

        try cluster.run(["scancel", short])
        #expect(
            try SlurmCluster.wait { queue.presence(of: short, on: cluster.name) == .gone(state: "CANCELLED") })
        #expect(queue.presence(of: "4711", on: cluster.name) == .gone(state: "unknown to Slurm"))
        #expect(
            queue.presence(of: "4711", on: "elsewhere")
                == .unknown(BatchFailure(source: "scontrol show config", problem: .strangeCluster(cluster.name))))
        #expect(queue.presence(of: long, on: cluster.name) == .present(state: "RUNNING"))

        #expect(throws: BatchFailure.self) { try queue.end(of: "4711") }
        #expect(try queue.address(of: "n1") == "127.0.0.1")
        #expect(throws: BatchFailure.self) { try queue.address(of: "n5") }
    }

    @Test("a controller that nobody reaches, and missing commands, leave it open whether a job is over")
    func silenceIsNoAnswer() throws {
        let cluster = try SlurmCluster()
        let job = try cluster.submit("sleep 600")
        try cluster.wait(for: job, toBe: ["RUNNING"])
        let environment = cluster.environment
        cluster.close()

        var queue = BatchQueue(.slurm, environment: environment, patience: .milliseconds(300))
        guard case .unknown(let silence) = queue.presence(of: job) else {
            Issue.record("a job of a silent controller is neither there nor gone")
            return
        }
        #expect(silence.problem == .timeIsUp(.milliseconds(300)))

        queue.environment["PATH"] = "/nowhere"
        guard case .unknown(let absence) = queue.presence(of: job) else {
            Issue.record("without squeue nothing is known")
            return
        }
        #expect(absence.problem == .notInstalled)
    }

    @Test("siblings start on every other node with all it has, and steps started beside them run too")
    func siblingsStart() throws {
        let cluster = try SlurmCluster()
        var first = node("n1")
        first.gpus = ["0", "1"]
        let allocation = Allocation(
            system: .slurm, cluster: cluster.name, job: "$SLURM_JOB_ID", nodes: SlurmCluster.nodes.map(node),
            here: first)
        // They show themselves, and then run on until the other step has ended.
        let sibling = "\(probe) show; until [ -e \(cluster.folder)/done ]; do sleep 0.1; done"
        let command = try #require(allocation.siblingsCommand(["bash", "-c", sibling]))
        let quoted = command.dropLast().joined(separator: " ") + " '\(sibling)'"

        let job = try cluster.submit(
            """
            export SRUN_CPUS_PER_TASK=1 SLURM_GPUS_PER_TASK=1
            \(quoted) &
            until [ "$(grep -c ^here $SLURM_SUBMIT_DIR/job-$SLURM_JOB_ID.out)" = 3 ]; do sleep 0.1; done
            srun --ntasks=8 --mem-per-cpu=0 --overcommit bash -c 'echo task on $SLURMD_NODENAME'
            touch \(cluster.folder)/done
            wait
            """, options: ["--nodes=4", "--ntasks-per-node=2", "--gpus=8", "--mem=500"])
        try cluster.wait(for: job, toBe: ["COMPLETED"])

        let lines = cluster.output(of: job).split(separator: "\n").map(String.init)
        let here = lines.filter { $0.hasPrefix("here") }.sorted()
        #expect(here == ["n2", "n3", "n4"].map { "here \($0) cores=2 memory=500 MiB gpus=0,1" })
        let tasks = lines.filter { $0.hasPrefix("task") }.sorted()
        #expect(tasks == SlurmCluster.nodes.flatMap { ["task on \($0)", "task on \($0)"] })
    }

    @Test("of eight copies on a node one works; another follows it when it is killed; all end as it ends")
    func oneOfManyWorks() throws {
        let cluster = try SlurmCluster()
        let record = "\(cluster.folder)/record"
        let lines = {
            (try? FileSystem.content(of: record)).map { String(decoding: $0, as: UTF8.self) }?
                .split(separator: "\n").map(String.init) ?? []
        }

        let job = try cluster.submit(
            "srun --ntasks=8 --overcommit \(probe) work \(record) 5; echo code $?",
            options: ["--nodes=1", "--ntasks=2"])
        #expect(try SlurmCluster.wait { lines().count == 1 })
        let first = try #require(lines().first?.split(separator: " ").last.flatMap { Int32($0) })
        try Process.send(.kill, to: first)
        #expect(try SlurmCluster.wait { lines().count == 2 })
        try FileSystem.replace("\(record).done", with: [])
        try cluster.wait(for: job, toBe: ["COMPLETED"])

        #expect(lines().count { $0.hasPrefix("elected") } == 2)
        #expect(lines().count { $0 == "ended 5" } == 6)
        #expect(lines().count == 8)
        // srun's is the highest of its tasks': 137 of the one that was killed.
        #expect(cluster.output(of: job).contains("code 137"))
    }

    @Test("a cluster leaves no process and no folder behind, whatever runs in it")
    func nothingIsLeft() throws {
        let cluster = try SlurmCluster()
        let mark = "\(cluster.folder)/numbers"
        let job = try cluster.submit("(setsid sleep 1234 & echo $! >\(mark)); echo $$ >>\(mark); sleep 1234")
        #expect(try SlurmCluster.wait { (try? FileSystem.content(of: mark))?.count { $0 == 10 } == 2 })
        let numbers = String(decoding: try FileSystem.content(of: mark), as: UTF8.self).split(separator: "\n")
        let processes = numbers.compactMap { Int32($0) }.compactMap(ProcessIdentity.init(running:))
        #expect(processes.count == 2, "\(job)")

        cluster.close()

        #expect(processes.filter(\.isAlive).isEmpty)
        #expect(!FileSystem.exists(cluster.folder))
    }

    private func node(_ name: String) -> AllocatedNode { AllocatedNode(name: name, cores: SlurmCluster.coresPerNode) }

    /// The probe, as it was built beside these tests.
    private var probe: String {
        let folder = (try? Process.executablePath()).map(FileSystem.folder(of:)) ?? "."
        return "\(folder)/AllocationProbe"
    }
}
