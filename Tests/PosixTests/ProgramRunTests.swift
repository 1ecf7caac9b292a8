import Posix
import Testing

@Suite("programs are run for their words")
struct ProgramRunTests {
    private func shell(_ script: String, seconds: Int64 = 60, limit: Int = 1 << 20) throws -> ProgramRun {
        try Process.run(
            "/bin/sh", arguments: ["sh", "-c", script], environment: [Array("A=b".utf8)],
            nanoseconds: seconds * 1_000_000_000, limit: limit)
    }

    @Test("both streams and the end are told, and there is nothing to read")
    func wordsAreTold() throws {
        let run = try shell("cat; echo $A; echo wrong >&2; exit 7")

        #expect(run.end == .exited(7))
        #expect(run.output == Array("b\n".utf8))
        #expect(run.errors == Array("wrong\n".utf8))
    }

    @Test("a program that was killed is told from one that ended")
    func killedOnesAreTold() throws {
        #expect(try shell("kill -9 $$").end == .signalled(9))
    }

    @Test("more than the limit is read and dropped, so that nobody waits for a reader")
    func moreIsDropped() throws {
        let run = try shell("head -c 1000000 /dev/zero; echo end >&2", limit: 1000)

        #expect(run.end == .exited(0))
        #expect(run.output.count == 1000)
        #expect(run.errors == Array("end\n".utf8))
    }

    @Test("a program whose time is up is killed")
    func timeIsLimited() throws {
        let run = try shell("exec sleep 60107", seconds: 1)

        #expect(run.end == nil)
        let line = Array("sleep\u{0}60107\u{0}".utf8)
        let alive = ProcessTree.numbers().filter { (try? FileSystem.content(of: "/proc/\($0)/cmdline")) == line }
        #expect(alive == [])
    }

    @Test("what a program leaves running with its output open is not waited for")
    func leftoversAreNotWaitedFor() throws {
        let run = try shell("sleep 600 & echo $!", seconds: 300)

        #expect(run.end == .exited(0))
        let number = try #require(Int32(String(decoding: run.output, as: UTF8.self).filter(\.isNumber)))
        #expect(try Process.send(.kill, to: number))
    }

    @Test("a program is found by its name along the PATH, and only where it can be run")
    func programsAreFound() {
        #expect(Environment.executable(named: "sh", along: "/nowhere:/etc:/bin:/usr/bin") == "/bin/sh")
        #expect(Environment.executable(named: "passwd", along: "/etc") == nil)
        #expect(Environment.executable(named: "/bin/sh", along: "") == "/bin/sh")
        #expect(Environment.executable(named: "bin", along: "/:/usr") == nil)
    }
}
