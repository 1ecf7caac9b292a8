import Model
import Posix
import Testing
import Watch

@Suite struct UsableMachineTests {
    private func machine(
        _ files: KeyValuePairs<String, String>, visibleDevices: String? = nil, affinity: [Int] = Array(0..<8)
    ) throws -> UsableMachine {
        let fixture = try KernelFixture(files)
        return withExtendedLifetime(fixture) {
            .detect(in: fixture.kernel, visibleDevices: visibleDevices, affinity: affinity)
        }
    }

    @Test("without control groups the affinity mask and the installed memory count")
    func plain() throws {
        let machine = try machine([
            "/proc/sys/kernel/hostname": "mill\n",
            "/proc/meminfo": "MemTotal:       1000 kB\nMemFree:  10 kB\nMemAvailable:    400 kB\n",
        ])

        #expect(machine.name == "mill")
        #expect(machine.processors == Array(0..<8))
        #expect(machine.coreCount == 8)
        #expect(machine.memory == .kibibytes(1000))
        #expect(machine.memorySource == .installed)
        #expect(machine.gpus == [])
    }

    @Test("the narrowest limit on the way from our version 2 group to the root counts")
    func version2() throws {
        let machine = try machine([
            "/proc/self/cgroup": "0::/slice/job/step\n",
            "/proc/meminfo": "MemTotal: 1048576 kB\n",
            "/sys/fs/cgroup/cgroup.controllers": "cpu memory\n",
            "/sys/fs/cgroup/cpuset.cpus.effective": "0-7\n",
            "/sys/fs/cgroup/slice/cpuset.cpus.effective": "0-5\n",
            "/sys/fs/cgroup/slice/cpu.max": "250000 100000\n",
            "/sys/fs/cgroup/slice/memory.max": "max\n",
            "/sys/fs/cgroup/slice/job/cpuset.cpus.effective": "1,4-5\n",
            "/sys/fs/cgroup/slice/job/cpu.max": "max 100000\n",
            "/sys/fs/cgroup/slice/job/memory.max": "536870912\n",
            "/sys/fs/cgroup/slice/job/step/memory.max": "max\n",
        ])

        #expect(machine.processors == [1, 4, 5])
        #expect(machine.quota == Cores(thousandths: 2500))
        #expect(machine.coreCount == 3)
        #expect(machine.memory == .mebibytes(512))
        #expect(machine.memorySource == .controlGroup(path: "/sys/fs/cgroup/slice/job/memory.max"))
    }

    @Test("version 1 groups are read each in its own tree, and a limit of -1 or beyond the machine is none")
    func version1() throws {
        let machine = try machine([
            "/proc/self/cgroup": "4:memory:/job\n3:cpuset:/job\n2:cpu,cpuacct:/job\n1:name=systemd:/\n0::/\n",
            "/proc/meminfo": "MemTotal: 1024 kB\n",
            "/sys/fs/cgroup/cpuset/job/cpuset.cpus": "2-3\n",
            "/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us": "-1\n",
            "/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us": "100000\n",
            "/sys/fs/cgroup/cpu,cpuacct/job/cpu.cfs_quota_us": "50000\n",
            "/sys/fs/cgroup/cpu,cpuacct/job/cpu.cfs_period_us": "100000\n",
            "/sys/fs/cgroup/memory/job/memory.limit_in_bytes": "9223372036854771712\n",
        ])

        #expect(machine.processors == [2, 3])
        #expect(machine.quota == Cores(thousandths: 500))
        #expect(machine.coreCount == 1)
        #expect(machine.memory == .kibibytes(1024))
        #expect(machine.memorySource == .installed)
    }

    @Test("inside a container, where our group's path is not mounted, the limits at the mount count")
    func container() throws {
        let machine = try machine([
            "/proc/self/cgroup": "0::/../../docker/abc\n",
            "/proc/meminfo": "MemTotal: 1048576 kB\n",
            "/sys/fs/cgroup/cgroup.controllers": "memory\n",
            "/sys/fs/cgroup/memory.max": "1048576\n",
        ])

        #expect(machine.memory == .mebibytes(1))
    }

    @Test(
        "the listed GPUs are kept verbatim up to the first that can't be one, and an empty list is none",
        arguments: [
            ("", []), ("2,0", ["2", "0"]), ("GPU-8a,MIG-1", ["GPU-8a", "MIG-1"]), ("-1", []), ("1,-1,2", ["1"]),
            ("NoDevFiles", []),
        ])
    func listedDevices(listed: String, names: [String]) throws {
        #expect(try machine(["/dev/nvidia0": ""], visibleDevices: listed).gpus == names)
    }

    @Test("unlisted GPUs are counted by their device files, and only while the driver is loaded")
    func unlistedDevices() throws {
        let loaded = try machine([
            "/dev/nvidia3": "", "/dev/nvidia11": "", "/dev/nvidiactl": "", "/dev/nvidia-uvm": "",
            "/proc/driver/nvidia/version": "",
        ])

        #expect(loaded.gpus == ["0", "1"])
        #expect(try machine(["/dev/nvidia0": ""]).gpus == [])
    }

    @Test("on this machine the processors are those that nproc counts, also when held to one of them")
    func thisMachine() throws {
        // These variables of OpenMP's change what nproc says.
        func count() throws -> String {
            try output(of: "/usr/bin/env", "-u", "OMP_NUM_THREADS", "-u", "OMP_THREAD_LIMIT", "nproc")
        }
        let all = UsableMachine.detect()
        #expect(try count() == "\(all.processors.count)\n")
        #expect(all.memory > .mebibytes(64))
        #expect(!all.name.isEmpty)

        // Affinity is the thread's own, and a test without suspension stays on its thread.
        let last = try #require(all.processors.last)
        try Machine.setAffinity([last])
        defer { try? Machine.setAffinity(all.processors) }

        #expect(UsableMachine.detect().processors == [last])
        #expect(try count() == "1\n")
    }
}
