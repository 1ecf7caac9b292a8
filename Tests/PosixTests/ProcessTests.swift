import Posix
import Testing

@Suite struct ProcessTests {
    @Test("a spawned program gets its arguments, environment and descriptors, and its exit code comes back")
    func spawn() throws {
        let pipe = try FileDescriptor.pipe()
        let number = try Process.spawn(
            "/bin/sh", arguments: ["sh", "-c", "echo $WORD $0; exit 7", "zero"],
            environment: [Array("WORD=word".utf8)],
            descriptors: [.standardInput, pipe.writing, .standardError])
        pipe.writing.close()
        defer { pipe.reading.close() }

        #expect(try pipe.reading.readToEnd() == Array("word zero\n".utf8))
        #expect(try Process.wait(for: number) == .exited(7))
    }

    @Test("a process is alive until it was killed, and its number alone does not bring it back")
    func identity() throws {
        let number = try Process.spawn(
            "/bin/sleep", arguments: ["sleep", "100"], environment: [], descriptors: [])
        let identity = try #require(ProcessIdentity(running: number))

        #expect(identity.isAlive)
        #expect(!ProcessIdentity(number: number, startTicks: identity.startTicks + 1).isAlive)
        #expect(ProcessIdentity.parent(of: number) == Process.number)
        try Process.send(.kill, to: number)
        #expect(try Process.wait(for: number) == .signalled(9))
        #expect(!identity.isAlive)
    }

    @Test("waiting ends at once for what is readable, and at its time for what is not")
    func readiness() throws {
        let pipe = try FileDescriptor.pipe()
        defer { pipe.reading.close() }

        #expect(try Readiness.wait(for: [(pipe.reading, .readable)], nanoseconds: 1000) == [[]])
        try pipe.writing.writeAll("x")
        #expect(try Readiness.wait(for: [(pipe.reading, .readable)], nanoseconds: nil) == [.readable])
        pipe.writing.close()
        #expect(try Readiness.wait(for: [(pipe.reading, [])], nanoseconds: nil) == [.hungUp])
    }

    @Test("this process finds its own program, environment and processors")
    func own() throws {
        #expect(try FileSystem.isExecutable(Process.executablePath()))
        #expect(Environment.entries().contains { $0.starts(with: "PATH=".utf8) })
        #expect(try !Machine.affinity().isEmpty)
        #expect(!Machine.hostName().isEmpty)
        #expect(Clock.wallNanoseconds() > 1_600_000_000_000_000_000)
    }
}
