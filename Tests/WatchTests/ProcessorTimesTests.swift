import Testing
import Watch

struct ProcessorTimesTests {
    @Test("processors that wait for a disk are idle; what other machines took of them is not")
    func share() throws {
        let fixture = try KernelFixture(["/proc/stat": "cpu  100 0 50 800 50 0 0 0 0 0\ncpu0 1 2 3 4\n"])
        let earlier = try #require(ProcessorTimes(in: fixture.kernel))

        try fixture.write("cpu  120 0 60 850 60 0 0 10 5 0\n", to: "/proc/stat")

        let later = try #require(ProcessorTimes(in: fixture.kernel))
        #expect(later.share(since: earlier) == 0.4)
        #expect(later.share(since: later) == 0)
    }

    @Test("a kernel that says nothing of it is no reason to fail")
    func missing() throws {
        let fixture = try KernelFixture(["/proc/stat": "intr 1\n"])

        #expect(ProcessorTimes(in: fixture.kernel) == nil)
    }
}
