import Model
import Posix
import Testing
import Watch

@Suite struct SampleTests {
    /// `/proc/<pid>/stat` with the fields that are read: times in ticks, memory in pages.
    private func status(_ process: Int, _ name: String = "task", ticks: [Int] = [1, 2, 3, 4], pages: Int = 10) -> String
    {
        """
        \(process) (\(name)) S 1 1 1 0 -1 4194304 99 0 0 0 \(ticks.map(String.init).joined(separator: " ")) \
        20 0 2 0 5000 1000000 \(pages) 18446744073709551615 1 1 0 0 0\n
        """
    }

    @Test("a process tree is summed over all its descendants, through every thread's children")
    func tree() throws {
        let fixture = try KernelFixture([
            "/proc/50/stat": status(50, "a ) b ("), "/proc/50/task/50/children": "60 ",
            "/proc/50/task/51/children": "70 71 ", "/proc/60/stat": status(60, pages: 5),
            "/proc/60/task/60/children": "80 ", "/proc/70/stat": status(70), "/proc/80/stat": status(80),
            "/proc/90/stat": status(90),
        ])

        let tree = try #require(ProcessTreeUsage(root: 50, in: fixture.kernel))

        #expect(tree.processes == 4)
        #expect(tree.threads == 8)
        #expect(
            tree.resident == ProcessTreeUsage(root: 60, in: fixture.kernel).map { Bytes($0.resident.count / 15 * 35) })
        #expect(tree.processorTime == .milliseconds(4 * 100))
        #expect(ProcessTreeUsage(root: 99, in: fixture.kernel) == nil)
    }

    @Test("a tree on this machine includes what its children started")
    func realTree() throws {
        let (reading, writing) = try FileDescriptor.pipe()
        let (held, release) = try FileDescriptor.pipe()
        let number = try Process.spawn(
            "/bin/sh", arguments: ["sh", "-c", "(/bin/sh -c 'echo ready; read line'; :); :"],
            environment: Environment.entries(), descriptors: [held, writing])
        writing.close()
        held.close()
        var word = [UInt8](repeating: 0, count: 6)
        _ = try reading.read(into: &word)

        let tree = try #require(ProcessTreeUsage(root: Int(number)))

        #expect(tree.processes >= 2)
        #expect(tree.threads >= tree.processes)
        #expect(tree.resident > .kibibytes(100))
        release.close()
        _ = try Process.wait(for: number)
        #expect(ProcessTreeUsage(root: Int(number)) == nil)
        reading.close()
    }

    @Test("the sampler looks at each attempt when it is due, and keeps peak and mean")
    func sampler() throws {
        let fixture = try KernelFixture([:])
        var sampler = Sampler(in: fixture.kernel)
        let (first, second) = (AttemptIdentifier(1), AttemptIdentifier(2))
        try fixture.write(status(50, pages: 1), to: "/proc/50/stat")
        try fixture.write(status(60, pages: 1), to: "/proc/60/stat")
        let page = try #require(ProcessTreeUsage(root: 50, in: fixture.kernel)).resident.count
        func after(_ count: Int64) -> Instant { .zero + .seconds(count) }

        sampler.attemptStarted(second, root: 60, at: .zero + .milliseconds(500))
        sampler.attemptStarted(first, root: 50, at: .zero)
        #expect(sampler.wakeAt == after(1))
        #expect(sampler.sample(at: .zero + .milliseconds(900)) == [])
        #expect(sampler.sample(at: after(1)) == [first])
        try fixture.write(status(50, ticks: [9, 9, 9, 9], pages: 5), to: "/proc/50/stat")
        #expect(sampler.sample(at: after(2)) == [first, second])
        try fixture.write(status(50, pages: 3), to: "/proc/50/stat")
        #expect(sampler.sample(at: after(9)) == [first, second])

        let ended = sampler.attemptEnded(first)
        let seen = try #require(ended)
        #expect(seen.resident.count == 3)
        #expect(seen.resident.peak == 5 * page)
        #expect(seen.resident.mean == 3 * page)
        #expect(seen.resident.last == 3 * page)
        #expect(seen.processorTime == .milliseconds(360))
        #expect(sampler.attemptEnded(first) == nil)
        #expect(sampler.wakeAt == after(10))
    }

    @Test("an attempt shorter than the interval was never looked at")
    func short() {
        var sampler = Sampler()
        sampler.attemptStarted(AttemptIdentifier(1), root: 50, at: .zero)

        #expect(sampler.attemptEnded(AttemptIdentifier(1)) == nil)
        #expect(sampler.wakeAt == nil)
    }

    @Test("load, memory and pressure are the kernel's numbers")
    func node() throws {
        let fixture = try KernelFixture([
            "/proc/loadavg": "12.34 1.00 0.50 3/93 17789\n",
            "/proc/meminfo": "MemTotal: 2000 kB\nMemAvailable: 500 kB\n",
            "/proc/pressure/cpu": "some avg10=12.34 avg60=0.14 avg300=0.33 total=5846219\n",
            "/proc/pressure/memory":
                "some avg10=1.50 avg60=0.0 avg300=0.0 total=5\nfull avg10=100.00 avg60=0.0 avg300=0.0 total=1\n",
        ])

        let sample = NodeSample(in: fixture.kernel)

        #expect(sample.load == 12340)
        #expect(sample.memory?.available == .kibibytes(500))
        #expect(sample.processor?.some == 123)
        #expect(sample.memoryPressure?.some == 15)
        #expect(sample.memoryPressure?.full == 1000)
        #expect(sample.storage == nil)
    }

    @Test("this machine tells its load and memory")
    func thisMachine() {
        let sample = NodeSample()

        #expect(sample.load >= 0)
        #expect(sample.memory.map { $0.available <= $0.total } == true)
    }
}
