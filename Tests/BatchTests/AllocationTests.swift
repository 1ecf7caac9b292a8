import Batch
import Model
import Testing

@Suite("an allocation is read from the environment")
struct AllocationTests {
    /// As a batch script of 22.05 has it on the second of three nodes.
    static let script = [
        "SLURM_JOB_ID": "12", "SLURM_JOB_NODELIST": "n[1-3]", "SLURM_JOB_CPUS_PER_NODE": "4(x2),2",
        "SLURM_JOB_PARTITION": "fast", "SLURM_CLUSTER_NAME": "altair", "SLURMD_NODENAME": "n2",
        "SLURM_CPUS_ON_NODE": "4", "SLURM_MEM_PER_CPU": "100", "SLURM_PROCID": "0", "SLURM_LOCALID": "0",
        "SLURM_NTASKS_PER_NODE": "48",
    ]
    static let step = script.merging([
        "SLURM_STEP_ID": "3", "SLURM_STEP_NODELIST": "n[2-3]", "SLURM_STEP_NUM_TASKS": "6",
        "SLURM_STEP_TASKS_PER_NODE": "4,2", "SLURM_PROCID": "1", "SLURM_LOCALID": "1", "SLURM_CPUS_ON_NODE": "2",
        "SLURM_CPU_BIND_TYPE": "mask_cpu:", "SLURM_CPU_BIND_LIST": "0x1,0x2,0x4,0x8",
        "CUDA_VISIBLE_DEVICES": "0,2",
    ]) { $1 }

    @Test("a batch script finds its nodes, its own among them, and no step")
    func scriptsFindTheirNodes() throws {
        let allocation = try #require(try Allocation.find(Self.script))

        #expect(allocation.job == "12")
        #expect(allocation.cluster == "altair")
        #expect(allocation.partition == "fast")
        #expect(
            allocation.nodes == [
                AllocatedNode(name: "n1", cores: 4, memory: .mebibytes(400)),
                AllocatedNode(name: "n2", cores: 4, memory: .mebibytes(400)),
                AllocatedNode(name: "n3", cores: 2, memory: .mebibytes(200)),
            ])
        #expect(allocation.here == AllocatedNode(name: "n2", cores: 4, memory: .mebibytes(400), gpus: []))
        #expect(allocation.otherNodes.map(\.name) == ["n1", "n3"])
        #expect(allocation.step == nil)
        #expect(allocation.election == nil)
    }

    @Test("a copy that srun started knows which it is, what the step has here, and with whom it holds an election")
    func copiesKnowWhichTheyAre() throws {
        let allocation = try #require(try Allocation.find(Self.step))

        #expect(
            allocation.step
                == BatchStep(
                    identifier: "3", nodes: ["n2", "n3"], copies: 6, rank: 1, copiesOnThisNode: 4, rankOnThisNode: 1,
                    processors: [0, 1, 2, 3]))
        #expect(allocation.here == AllocatedNode(name: "n2", cores: 2, memory: .mebibytes(200), gpus: ["0", "2"]))
        #expect(allocation.election == NodeElection(name: "slurm-altair-12.3-n2", rank: 1, copies: 4))
        let atTerminal = try Allocation.find(Self.step.merging(["SLURM_PTY_PORT": "4711"]) { $1 })
        #expect(atTerminal?.election?.prefersFirst == true)
    }

    @Test("the only copy on its node holds no election")
    func singleCopiesHoldNone() throws {
        let alone = Self.step.merging(["SLURM_STEP_TASKS_PER_NODE": "1,5"]) { $1 }

        #expect(try Allocation.find(alone)?.election == nil)
        #expect(try Allocation.find(alone.merging(["SLURMD_NODENAME": "n3"]) { $1 })?.election != nil)
    }

    @Test("a script that was submitted from within a step is no part of that step")
    func leftVariablesAreNotBelieved() throws {
        let script = try Allocation.find(Self.step, ancestors: ["/bin/bash job", "slurmstepd: [12.batch] ", "init"])
        let stranger = try Allocation.find(Self.step, ancestors: ["slurmstepd: [12.31] "])
        let task = try Allocation.find(Self.step, ancestors: ["sh", "slurmstepd: [12.3] ", "slurmstepd: [1.batch]"])

        #expect(script?.step == nil)
        #expect(stranger?.step == nil)
        #expect(task?.step?.identifier == "3")
    }

    @Test("the shell of salloc stands beside its nodes, so all of them are others")
    func shellsStandBeside() throws {
        let allocation = try #require(try Allocation.find(Self.script.filter { $0.key != "SLURMD_NODENAME" }))

        #expect(allocation.here == nil)
        #expect(allocation.otherNodes.map(\.name) == ["n1", "n2", "n3"])
    }

    @Test(
        "memory is what was asked for by node or by processor; all of the node's is no amount",
        arguments: [
            (["SLURM_MEM_PER_NODE": "500"], Bytes.mebibytes(500)), (["SLURM_MEM_PER_NODE": "0"], nil),
            ([:], nil), (["SLURM_MEM_PER_CPU": "9000000000000000000"], nil),
        ] as [([String: String], Bytes?)])
    func memoryIsRead(variables: [String: String], memory: Bytes?) throws {
        let other = Self.script.filter { $0.key != "SLURM_MEM_PER_CPU" }.merging(variables) { $1 }

        #expect(try Allocation.find(other)?.nodes[0].memory == memory)
    }

    @Test("without a job there is no allocation")
    func nothingIsFoundOutside() throws {
        #expect(try Allocation.find(["PATH": "/bin"]) == nil)
        #expect(try Allocation.find(["SLURM_JOB_ID": "", "SLURM_JOB_NODELIST": "n1"]) == nil)
    }

    @Test(
        "a variable that can't be understood is named, with what it says",
        arguments: [
            ("SLURM_JOB_NODELIST", "n[1-"), ("SLURM_JOB_CPUS_PER_NODE", "4(x2)"),
            ("SLURM_JOB_CPUS_PER_NODE", "0(x3)"), ("SLURM_MEM_PER_CPU", "much"), ("SLURM_STEP_NODELIST", "]"),
            ("SLURM_STEP_TASKS_PER_NODE", "4"), ("SLURM_LOCALID", "-1"),
        ])
    func strangeValuesAreNamed(name: String, value: String) {
        #expect(throws: BatchFailure(source: name, problem: .unreadable(value))) {
            try Allocation.find(Self.step.merging([name: value]) { $1 })
        }
    }

    @Test("a variable that is missing among the others is named")
    func missingVariablesAreNamed() {
        #expect(throws: BatchFailure(source: "SLURM_JOB_CPUS_PER_NODE", problem: .unset)) {
            try Allocation.find(Self.script.filter { $0.key != "SLURM_JOB_CPUS_PER_NODE" })
        }
    }

    @Test("a row of squeue tells state, end and limit, and only the job's own row is read")
    func rowsAreRead() throws {
        let output = "13|RUNNING|1795269790|3:00\n12|COMPLETING|1795269610|UNLIMITED\n14|PENDING|N/A|1:00\n"

        let other = try #require(SlurmRow.find("13", in: output))
        let own = try #require(SlurmRow.find("12", in: output))
        let waiting = try #require(SlurmRow.find("14", in: output))

        #expect(other.end == Instant(nanoseconds: 1_795_269_790_000_000_000) && other.hasLimit && !other.isOver)
        #expect(own.state == "COMPLETING" && !own.hasLimit && !own.isOver)
        #expect(waiting.end == nil && waiting.isOver)
        #expect(SlurmRow.find("1", in: output) == nil)
        #expect(SlurmRow.find("9", in: "slurm_load_jobs error: Invalid job id specified") == nil)
    }
}
