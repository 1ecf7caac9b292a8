import Glibc
import Model
import Posix
import Testing

/// Programs that behave badly: each has a clear end in the record, and its neighbours don't notice.
@Suite struct OutcomeTests {
    /// Runs a program twice, as two tasks of a job called `task`, beside nothing else.
    private func outcome(
        _ options: String..., of program: [String], in place: Workplace, code: Int = 1
    ) throws -> (finished: Finished, end: AttemptEnd) {
        let command = [Executables.rota, "run", "--name", "task", "--range", "0-1"] + options + ["--"] + program
        let finished = try place.start(command).finish()
        #expect(finished.code == code, "\(finished.testDescription)")
        let record = try Record(in: place.state)
        #expect(record.isComplete)
        #expect(try record.end(of: "task", 0).outcome == record.end(of: "task", 1).outcome)
        return (finished, try record.end(of: "task", 0))
    }

    @Test("a program that does not exist is a start failure that names it")
    func missing() throws {
        let (finished, end) = try outcome(of: ["/nowhere/program"], in: Workplace())

        #expect(
            end.outcome
                == .startFailed(StartFailure(step: .execute, errorNumber: Int(ENOENT), path: "/nowhere/program")))
        #expect(finished.errors.contains("/nowhere/program"))
    }

    @Test("a file that is not executable is a start failure that names it")
    func notExecutable() throws {
        let place = try Workplace()
        try place.write("text", to: "text")

        let (_, end) = try outcome(of: [place.path("text")], in: place)

        #expect(
            end.outcome
                == .startFailed(StartFailure(step: .execute, errorNumber: Int(EACCES), path: place.path("text"))))
    }

    @Test("a working folder that can't be made is a start failure that names it")
    func noFolder() throws {
        let (_, end) = try outcome("--dir", "/proc/nowhere/here", of: ["true"], in: Workplace())

        guard case .startFailed(let failure) = end.outcome else {
            Issue.record("\(end.outcome)")
            return
        }
        #expect(failure.step == .workingDirectory)
        #expect(failure.path.hasPrefix("/proc/nowhere"))
    }

    @Test("a missing working folder is made")
    func folderIsMade() throws {
        let place = try Workplace()

        let finished = try place.rota("run", "--range", "0-1", "--dir", "new/folder", "--", "touch", "${it}")

        #expect(finished.code == 0, "\(finished.testDescription)")
        #expect(FileSystem.exists(place.path("new/folder/0")) && FileSystem.exists(place.path("new/folder/1")))
    }

    @Test("a program that dies by a signal is recorded with it")
    func signalled() throws {
        let (_, end) = try outcome(of: ["sh", "-c", "kill -SEGV $$"], in: Workplace())

        #expect(end.outcome == .signalled(11))
    }

    @Test("a program that ignores SIGTERM is killed after its grace when its time is up")
    func stubborn() throws {
        let program = ["sh", "-c", "trap '' TERM; echo on; while :; do sleep 0.1; done"]
        let (_, end) = try outcome("--time", "1s", "--grace", "200ms", of: program, in: Workplace())

        #expect(end.outcome == .wallTimeExceeded)
        let took = try #require(end.startedAt).nanoseconds.distance(to: end.endedAt.nanoseconds)
        #expect(took >= 1_000_000_000)
    }

    @Test("what a task leaves running is ended before its cores go to the next")
    func leftChildren() throws {
        let place = try Workplace()
        let script = try place.script(
            "leave",
            """
            for child in $(cat children 2> /dev/null); do
                if kill -0 $child 2> /dev/null; then echo "$child is alive" >> survivors; fi
            done
            sleep 600 & echo $! >> children
            setsid sh -c 'echo $$ >> children; exec sleep 600' &
            while [ $(wc -l < children) -lt $((2 * ($1 + 1))) ]; do sleep 0.01; done
            """)

        let finished = try place.rota("run", "-j", "1", "--range", "0-3", "--", script, "${it}")

        #expect(finished.code == 0, "\(finished.testDescription)")
        #expect(place.lines(of: "survivors") == [])
        #expect(place.lines(of: "children").count == 8)
        #expect(place.lines(of: "children").compactMap { Int32($0) }.allSatisfy { kill($0, 0) != 0 })
    }

    @Test("floods of output from tasks that run at once arrive whole and unmixed")
    func flood() throws {
        let place = try Workplace()

        let finished = try place.rota(
            "run", "--quiet", "--values", "a,b,c", "--", "sh", "-c", "head -c 5000000 /dev/zero | tr '\\0' ${itval}")

        #expect(finished.code == 0, "\(finished.testDescription)")
        var spans: [(letter: UInt8, count: Int)] = []
        for byte in finished.output.utf8 {
            if spans.last?.letter == byte { spans[spans.count - 1].count += 1 } else { spans.append((byte, 1)) }
        }
        #expect(spans.map(\.count) == [5_000_000, 5_000_000, 5_000_000])
        #expect(Set(spans.map(\.letter)) == Set("abc".utf8))
    }

    @Test("a program that closes its descriptors is waited for all the same")
    func closesDescriptors() throws {
        let place = try Workplace()
        let script = try place.script(
            "close", "echo before\nexec 0<&- 1>&- 2>&-\nsleep 0.2\n: > \"\(place.folder)/$1\"")

        let finished = try place.rota("run", "--range", "0-1", "--", script, "${it}")

        #expect(finished.code == 0, "\(finished.testDescription)")
        #expect(finished.outputLines == ["before", "before"])
        #expect(FileSystem.exists(place.path("0")) && FileSystem.exists(place.path("1")))
    }

    @Test("with too few file descriptors it says so or works, and nothing is lost", arguments: [6, 8, 10, 12, 16, 24])
    func noDescriptors(limit: Int) throws {
        let place = try Workplace()
        let marks = try Marks(in: place)
        place.wrapper = ["prlimit", "--nofile=\(limit):\(limit)"]

        let finished = try place.rota("run", "--range", "0-7", "--", marks.script, "${it}")
        place.wrapper = []

        guard case .exited(let code) = finished.end else {
            Issue.record("\(finished.testDescription)")
            return
        }
        #expect((0...2).contains(code), "\(finished.testDescription)")
        if code != 0 { #expect(finished.errors != "") }
        guard let run = Record.runs(in: place.state).first else { return }
        let record = try Record(of: run, in: place.state)
        // Tasks may have failed for lack of descriptors: then that is their recorded end, and they left no mark.
        let marked = Set(marks.all.map(\.attempt))
        for end in record.ends.values.joined() {
            #expect((end.outcome == .succeeded) == marked.contains(record.name(of: end.attempt)))
        }
    }
}
