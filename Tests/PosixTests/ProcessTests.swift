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

    @Test("a child is found below its parent, with the environment it was given")
    func tree() throws {
        let number = try Process.spawn(
            "/bin/sleep", arguments: ["sleep", "1000"], environment: [Array("MARK=here".utf8)], descriptors: [])
        defer {
            _ = try? Process.send(.kill, to: number)
            _ = try? Process.wait(for: number)
        }

        #expect(ProcessTree.children(of: Process.number).contains(number))
        #expect(ProcessTree.numbers().contains(number))
        #expect(ProcessTree.environment(of: number).map { Array($0) } == [Array("MARK=here".utf8)])
    }

    @Test("descriptors arrive under the numbers they were given for, also when these are each other's")
    func crossedDescriptors() throws {
        let first = try FileDescriptor.pipe()
        let second = try FileDescriptor.pipe()
        defer { for pipe in [first, second] { pipe.reading.close() } }
        // Every number up to the larger of the two is a target, so whichever comes later would be overwritten.
        let last = Int(max(first.writing.number, second.writing.number))
        var descriptors = (0...last).map { _ in second.writing }
        descriptors[Int(second.writing.number)] = first.writing
        descriptors[0] = .standardInput

        let number = try Process.spawn(
            "/bin/sh", arguments: ["sh", "-c", "echo crossed > /dev/fd/\(second.writing.number); echo plain"],
            environment: [], descriptors: descriptors)
        for pipe in [first, second] { pipe.writing.close() }

        #expect(try Process.wait(for: number) == .exited(0))
        #expect(try first.reading.readToEnd() == Array("crossed\n".utf8))
        #expect(try second.reading.readToEnd() == Array("plain\n".utf8))
    }

    @Test("a full socket takes nothing more, and says so without waiting")
    func fullSocket() throws {
        let sockets = try FileDescriptor.socketPair()
        defer {
            sockets.0.close()
            sockets.1.close()
        }
        let bytes = [UInt8](repeating: 7, count: 1 << 20)
        var sent = 0

        while true {
            let count = try sockets.0.send(bytes, from: 0)
            if count == 0 { break }
            sent += count
        }

        #expect(sent > 0)
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        var received = 0
        while received < sent { received += try sockets.1.read(into: &buffer) }
        #expect(received == sent)
    }
}
