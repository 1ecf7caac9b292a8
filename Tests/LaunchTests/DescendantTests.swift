import Launch
import Model
import Posix
import Testing

/// Each claim holds for root and for an ordinary user, who has fewer means.
@Suite struct DescendantTests {
    static let users = Process.isRoot ? [false, true] : [false]

    /// Leaves one process behind that has a new parent, a new session, no environment and no open file; writes the
    /// numbers of the script and of what it leaves.
    static let leaving = """
        escape='trap "" TERM HUP; echo $$ >> pids; exec sleep 1000 < /dev/null > /dev/null 2>&1'
        (setsid env -i PATH=/bin:/usr/bin sh -c "sh -c '$escape' & exit" &)
        echo $$ >> pids
        while [ $(wc -l < pids) -lt 2 ]; do sleep 0.01; done
        """

    private func identities(_ bench: Workbench) throws -> [ProcessIdentity] {
        try bench.numbers(in: "pids", lines: 2).compactMap { ProcessIdentity(running: $0) }
    }

    @Test("what an attempt leaves behind is gone by the time its end is told", arguments: users)
    func atTheEnd(asNobody: Bool) throws {
        let bench = try Workbench(asNobody: asNobody)

        try bench.start(bench.request(0, Self.leaving + "\ncp pids seen; read go < wait"), bench.request(1, "exit 3"))
        let processes = try identities(bench)
        #expect(processes.count == 2)
        let end = try bench.end(of: 0)

        #expect(end.cause == .own)
        #expect(!processes.contains { $0.isAlive })
        #expect(try bench.end(of: 1).status == .exited(3))
    }

    @Test("a program that forks faster than it can be looked for is ended all the same")
    func forking() throws {
        let bench = try Workbench()
        let script = "grow() { while :; do (exec sleep 1000) & sleep 0.001; done; }; grow & grow & grow & sleep 0.2"

        let end = try bench.run(script)

        #expect(end.status == .exited(0))
        let lane = try #require(bench.lane(of: end))
        #expect(ProcessTree.children(of: lane).isEmpty)
    }

    @Test("when rota goes, every attempt goes with all it started", arguments: users)
    func closing(asNobody: Bool) throws {
        let bench = try Workbench(asNobody: asNobody)
        try bench.start(bench.request(0, Self.leaving + "\nexec sleep 1000"), bench.request(1, "touch next"))
        let processes = try identities(bench)

        bench.close()

        #expect(processes.count == 2)
        #expect(!processes.contains { $0.isAlive })
        #expect(!FileSystem.exists("\(bench.folder)/next"))
    }

    @Test("when the launcher is killed, every attempt goes with all it started", arguments: users)
    func launcherKilled(asNobody: Bool) throws {
        let bench = try Workbench(asNobody: asNobody)
        try bench.start(bench.request(0, Self.leaving + "\nexec sleep 1000"))
        let processes = try identities(bench)

        try Process.send(.kill, to: bench.launcher.process)

        #expect(processes.count == 2)
        try expectGone(processes)
        try bench.wait { if case .launcherDied = $0 { () } else { nil } }
    }

    @Test("what is started after the launcher died is not refused; the launcher's death tells that it is lost")
    func startedTooLate() throws {
        let bench = try Workbench()
        let launcher = try #require(ProcessIdentity(running: bench.launcher.process))
        try Process.send(.kill, to: launcher.number)
        try expectGone([launcher])

        try bench.start(bench.request(0, "touch ran"))

        try bench.wait { if case .launcherDied = $0 { () } else { nil } }
        #expect(!FileSystem.exists("\(bench.folder)/ran"))
    }

    @Test("when a lane is killed, its attempt goes with all it started, and the other lanes stay", arguments: users)
    func laneKilled(asNobody: Bool) throws {
        let bench = try Workbench(asNobody: asNobody)
        try bench.start(bench.request(0, Self.leaving + "\nexec sleep 1000"))
        try bench.start(bench.request(1, "while ! [ -e go ]; do sleep 0.01; done; exit 4"), on: 1)
        let processes = try identities(bench)
        let lane = try #require(ProcessIdentity.parent(of: try bench.process(of: 0)))

        try Process.send(.kill, to: lane)
        let died = try bench.wait { if case .laneDied(let lane) = $0 { lane } else { nil } }

        #expect(died == 0)
        #expect(processes.count == 2)
        #expect(!processes.contains { $0.isAlive })
        try FileSystem.replace("\(bench.folder)/go", with: [])
        #expect(try bench.end(of: 1).status == .exited(4))
        #expect(try bench.run(bench.request(2, "exit 6"), on: 0).status == .exited(6), "the lane is opened anew")
    }

    @Test("when launcher and lanes are killed at once, rota as a subreaper ends what they leave")
    func everyoneKilled() async {
        await #expect(processExitsWith: .success) {
            try Process.becomeSubreaper()
            let bench = try Workbench()
            try bench.start(bench.request(0, DescendantTests.leaving + "\nexec sleep 1000"))
            let processes = try bench.numbers(in: "pids", lines: 2).compactMap { ProcessIdentity(running: $0) }
            let lane = try #require(ProcessIdentity.parent(of: try bench.process(of: 0)))

            try Process.send(.stop, to: bench.launcher.process)
            try Process.send(.kill, to: lane)
            try Process.send(.kill, to: bench.launcher.process)

            // The kernel gives us the orphans only once the launcher is dead.
            try bench.wait { if case .launcherDied = $0 { () } else { nil } }
            try #require(Leftovers.endOrphans() == 0)
            try #require(processes.count == 2 && !processes.contains { $0.isAlive })
            try #require(ProcessTree.children(of: Process.number).isEmpty)
        }
    }

    @Test("where a control group can be made, what a run left that was killed whole is found in it")
    func grouped() throws {
        let bench = try Workbench()
        try bench.start(bench.request(0, Self.leaving + "\nexec sleep 1000"))
        let processes = try identities(bench)
        let lane = try #require(ProcessIdentity.parent(of: try bench.process(of: 0)))
        guard FileSystem.exists("\(bench.folder)/group") else {
            // Nobody may make one here; then nothing is found either.
            #expect(Leftovers.end(groupsOf: bench.folder) == 0)
            return
        }
        let group = String(decoding: try FileSystem.content(of: "\(bench.folder)/group").dropLast(), as: UTF8.self)

        try Process.send(.stop, to: bench.launcher.process)
        try Process.send(.kill, to: lane)
        try Process.send(.kill, to: bench.launcher.process)
        try bench.wait { if case .launcherDied = $0 { () } else { nil } }
        #expect(Leftovers.end(groupsOf: bench.folder) == 0)

        #expect(processes.count == 2)
        #expect(!processes.contains { $0.isAlive })
        #expect(!FileSystem.exists(group))
    }

    @Test("what bears the mark of a dead run is found and ended, and nothing else")
    func marked() throws {
        func sleeper(_ mark: String) throws -> ProcessIdentity {
            let number = try Process.spawn(
                "/bin/sleep", arguments: ["sleep", "1000"], environment: [Array("ROTA_ATTEMPT=\(mark)".utf8)],
                descriptors: [])
            return try #require(ProcessIdentity(running: number))
        }
        let mark = "test\(Process.number)"
        let marked = try sleeper("\(mark).7")
        let other = try sleeper("other\(mark).7")
        defer {
            _ = try? Process.send(.kill, to: other.number)
            _ = try? Process.wait(for: other.number)
        }

        #expect(Leftovers.end(marked: "\(mark).") == 0)

        #expect(!marked.isAlive)
        #expect(other.isAlive)
        #expect(try Process.wait(for: marked.number) == .signalled(9))
    }

    @Test("a launcher that gets nonsense says so and exits with 70", arguments: [[1, 2, 3, 4], [0, 0]])
    func nonsense(bytes: [UInt8]) throws {
        let sockets = try FileDescriptor.socketPair()
        let pipe = try FileDescriptor.pipe()
        let complaint = try FileDescriptor.pipe()
        let process = try Process.spawn(
            try Launcher.executablePath(), arguments: ["rota-launcher", "/tmp"], environment: [],
            descriptors: [.standardInput, .standardOutput, complaint.writing, sockets.1, pipe.writing])
        for descriptor in [sockets.1, pipe.writing, complaint.writing] { descriptor.close() }
        defer { for descriptor in [sockets.0, pipe.reading, complaint.reading] { descriptor.close() } }

        try sockets.0.writeAll(bytes)

        #expect(try Process.wait(for: process) == .exited(70))
        let words = String(decoding: try complaint.reading.readToEnd(), as: UTF8.self)
        #expect(words.contains("malformed frame"))
    }

    @Test(
        "a lane that gets nonsense says so and ends, and the launcher tells of its end",
        arguments: [
            [7, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], [16, 0, 0, 0, 99, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
            [16, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], [16, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
            [UInt8](repeating: 255, count: 100), [56, 0, 0, 0, 1, 0, 0, 0] + [UInt8](repeating: 0, count: 48),
            [57, 0, 0, 0, 1, 0, 0, 0] + [UInt8](repeating: 0, count: 28) + [1] + [UInt8](repeating: 0, count: 20),
        ])
    func laneNonsense(bytes: [UInt8]) throws {
        let control = try FileDescriptor.socketPair()
        let lane = try FileDescriptor.socketPair()
        let pipe = try FileDescriptor.pipe()
        let complaint = try FileDescriptor.pipe()
        let process = try Process.spawn(
            try Launcher.executablePath(), arguments: ["rota-launcher", "/tmp/none"], environment: [],
            descriptors: [.standardInput, .standardOutput, complaint.writing, control.1, pipe.writing])
        for descriptor in [control.1, pipe.writing, complaint.writing] { descriptor.close() }
        defer { for descriptor in [lane.0, pipe.reading, complaint.reading] { descriptor.close() } }

        try control.0.send([5, 0, 0, 0], with: lane.1)
        lane.1.close()
        try lane.0.writeAll(bytes)
        var event = [UInt8](repeating: 0, count: 100)
        let count = try pipe.reading.read(into: &event)
        control.0.close()

        #expect(event[..<count].starts(with: [32, 0, 0, 0, 4, 0, 0, 0, 5, 0, 0, 0]))
        #expect(event[24..<28] == [0, 70, 0, 0], "the wait status of exit code 70")
        #expect(try Process.wait(for: process) == .exited(0))
        let words = String(decoding: try complaint.reading.readToEnd(), as: UTF8.self)
        #expect(words.contains("malformed frame"))
    }
}
