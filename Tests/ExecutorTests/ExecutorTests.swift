import Executor
import Model
import Posix
import Testing

@Suite struct ExecutorTests {
    @Test("an attempt's end tells what became of it and keeps what it printed")
    func ends() throws {
        let bench = try Workbench()

        bench.start(0, "echo out; echo err >&2; exit 3")
        let end = try bench.end(of: 0)

        #expect(end.outcome == .exited(code: 3))
        #expect(try bench.output(of: end) == "out\n")
        #expect(try bench.output(of: end, .error) == "err\n")
        #expect(end.startedAt != nil && end.usage.peakMemory > .zero)
        #expect(bench.executor.attemptsInMotion == 0)
    }

    @Test("a chain runs in its order, one at a time, each with its own output")
    func chain() throws {
        let bench = try Workbench()

        bench.start(0, "mkdir busy && echo $ROTA_ITERATION; rmdir busy", count: 20)
        bench.start(20, "mkdir busy && echo more; rmdir busy", after: 19)
        let ends = try (0...20).map { try bench.end(of: $0) }

        #expect(try ends.map { try bench.output(of: $0) } == (0..<20).map { "\($0)\n" } + ["more\n"])
        #expect(zip(ends, ends.dropFirst()).allSatisfy { $0.endedAt <= $1.startedAt ?? .zero })
    }

    @Test("a program that is not there is a failed start, and the chain goes on")
    func failedStart() throws {
        let bench = try Workbench()

        bench.start(0, "") { $0.command.action = .program("no-such-program", arguments: []) }
        bench.start(1, "echo here", after: 0)

        guard case .startFailed(let failure) = try bench.end(of: 0).outcome else {
            Issue.record("it started")
            return
        }
        #expect(failure.step == .execute && failure.errorNumber == 2)
        #expect(try bench.output(of: bench.end(of: 1)) == "here\n")
    }

    @Test("what was asked to end ends as what was asked, whether it runs or waits")
    func asked() throws {
        let bench = try Workbench()
        bench.start(0, "exec sleep 600", count: 2)
        try bench.waitForStart(of: 0)

        bench.perform(.end(AttemptIdentifier(1), as: .interrupted, grace: .seconds(10)))
        let waiting = try bench.end(of: 1)
        bench.perform(.end(AttemptIdentifier(0), as: .cancelled, grace: .seconds(10)))
        let running = try bench.end(of: 0)

        #expect(waiting.outcome == .interrupted && waiting.startedAt == nil)
        #expect(running.outcome == .cancelled)
    }

    @Test("taken back is what has not started, and the one that runs goes on")
    func takenBack() throws {
        let bench = try Workbench()
        bench.start(0, "while [ ! -e gate ]; do sleep 0.01; done; echo $ROTA_ITERATION", count: 4)
        try bench.waitForStart(of: 0)

        bench.perform(.takeBack(AttemptIdentifier(0), count: 3))
        let (first, count) = try bench.wait { fact in
            if case .attemptsTakenBack(let first, let count, _) = fact { (first.number, count) } else { nil }
        }
        try bench.folder.write([], to: "gate")

        #expect(first == 1 && count == 3)
        #expect(try bench.output(of: bench.end(of: 0)) == "0\n")
        #expect(bench.executor.attemptsInMotion == 0)
    }

    @Test("a killed lane loses what it had, from the back, and the others go on")
    func laneDeath() throws {
        let bench = try Workbench()
        bench.start(0, "echo $PPID > lane; exec sleep 600", count: 3)
        bench.start(3, "while [ ! -e gate ]; do sleep 0.01; done")
        let lane = try bench.number(in: "lane")

        try Process.send(.kill, to: lane)
        let lost = try (0..<3).map { try bench.end(of: $0) }
        try bench.folder.write([], to: "gate")

        #expect(lost.allSatisfy { $0.outcome == .lost })
        let order = bench.facts.compactMap { fact in
            if case .attemptEnded(let end) = fact, end.outcome == .lost { end.attempt.number } else { nil }
        }
        #expect(order == [2, 1, 0])
        #expect(try bench.end(of: 3).outcome == .succeeded)
        bench.start(4, "echo again")
        #expect(try bench.output(of: bench.end(of: 4)) == "again\n")
    }

    // In a process of its own: all children of the one that lost its launcher are ended with it.
    @Test("a killed launcher loses what ran, nothing of it is left, and the next attempt finds a new one")
    func launcherDeath() async {
        await #expect(processExitsWith: .success) {
            try Process.becomeSubreaper()
            let bench = try Workbench()
            bench.start(0, "echo $$ > task; setsid sleep 600 & wait")
            let task = try bench.number(in: "task")
            let lane = try #require(ProcessIdentity.parent(of: task))
            let launcher = try #require(ProcessIdentity.parent(of: lane))

            try Process.send(.kill, to: launcher)

            #expect(try bench.end(of: 0).outcome == .lost)
            #expect(ProcessIdentity(running: task)?.isAlive != true)
            #expect(ProcessTree.children(of: Process.number).count == 1)
            bench.start(1, "echo again")
            #expect(try bench.output(of: bench.end(of: 1)) == "again\n")
        }
    }

    @Test("long output becomes a file, and what others print before and after it stays theirs")
    func longOutput() throws {
        let bench = try Workbench()

        bench.start(0, "echo before", count: 1)
        bench.start(1, "head -c 200000 /dev/zero | tr '\\0' x", after: 0)
        bench.start(2, "echo after", after: 1)
        let long = try bench.end(of: 1)

        #expect(long.output.standardOutput == .file(count: 200_000))
        #expect(try bench.output(of: long) == String(repeating: "x", count: 200_000))
        #expect(try bench.output(of: bench.end(of: 0)) == "before\n")
        #expect(try bench.output(of: bench.end(of: 2)) == "after\n")
    }

    @Test("what a running attempt prints can be read while it runs, and never another's")
    func live() throws {
        let bench = try Workbench(followsOutput: true)
        bench.start(0, "echo earlier; head -c 70000 /dev/zero; echo more", count: 2)
        bench.start(2, "echo one; while [ ! -e gate ]; do sleep 0.01; done; echo two", after: 1)

        let seen = try bench.eventually { bench.live[AttemptIdentifier(2)] }
        try bench.folder.write([], to: "gate")
        let end = try bench.end(of: 2)

        #expect(seen == Array("one\n".utf8))
        #expect(try bench.output(of: end) == "one\ntwo\n")
        for attempt in 0..<2 {
            let whole = try bench.output(of: bench.end(of: attempt))
            #expect(whole.utf8.starts(with: bench.live[AttemptIdentifier(attempt)] ?? []))
        }
    }

    @Test("a virtual environment is active around the program")
    func virtualEnvironment() throws {
        let bench = try Workbench()
        bench.start(0, "python3 -m venv --without-pip 'of its own'")
        let made = try bench.end(of: 0)
        let trouble = try bench.output(of: made, .error)
        try #require(made.outcome == .succeeded, "\(trouble)")

        bench.start(1, "") { job in
            job.command.virtualEnvironment = bench.folder.path + "/of its own"
            job.command.action = .program("python", arguments: ["-c", "import sys; print(sys.prefix)"])
        }

        #expect(try bench.output(of: bench.end(of: 1)) == bench.folder.path + "/of its own\n")
    }

    @Test("modules are loaded before the program, and one that is not there is the task's failure")
    func modules() throws {
        let bench = try Workbench()
        try FileSystem.makeDirectory(bench.folder.path + "/modules")
        try bench.folder.write(
            Array("#%Module1.0\nsetenv FROM_MODULE loaded\n".utf8), to: "modules/solver")
        let use: (inout Job) -> Void = { job in
            job.command.environment = [.init(name: "MODULEPATH", value: Template(bench.folder.path + "/modules"))]
            job.command.modules = ["solver"]
        }

        bench.start(0, "echo $FROM_MODULE $1", change: use)
        bench.start(1, "") { job in
            use(&job)
            job.command.action = .script("echo script $FROM_MODULE")
        }
        bench.start(2, "echo never") { job in
            use(&job)
            job.command.modules = ["solver", "missing"]
        }

        #expect(try bench.output(of: bench.end(of: 0)) == "loaded\n")
        #expect(try bench.output(of: bench.end(of: 1)) == "script loaded\n")
        let missing = try bench.end(of: 2)
        #expect(missing.outcome == .exited(code: 1))
        #expect(try bench.output(of: missing) == "")
        #expect(try bench.output(of: missing, .error).contains("missing"))
    }
}
