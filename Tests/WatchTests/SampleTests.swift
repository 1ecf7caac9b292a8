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

    @Test("an attempt is found among the machine's processes by its variable, and summed with its descendants")
    func attempts() throws {
        let fixture = try KernelFixture([
            "/proc/50/stat": status(50, pages: 20), "/proc/50/environ": "A=1\0ROTA_ATTEMPT=ff-7\0B=2\0",
            "/proc/50/task/50/children": "60 ",
            "/proc/60/stat": status(60, pages: 5), "/proc/60/environ": "ROTA_ATTEMPT=ff-7\0",
            "/proc/70/stat": status(70), "/proc/70/environ": "ROTA_ATTEMPT=fe-7\0",
        ])

        let usage = AttemptUsage(token: 0xFF, in: fixture.kernel)

        #expect(usage.usage(of: AttemptIdentifier(7)) == ProcessTreeUsage(root: 50, in: fixture.kernel))
        #expect(usage.usage(of: AttemptIdentifier(7))?.processes == 2)
        #expect(usage.usage(of: AttemptIdentifier(8)) == nil)
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
}
