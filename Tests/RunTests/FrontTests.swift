import Model
import Posix
import Testing

/// What a person at the command line meets.
@Suite struct FrontTests {
    @Test("a run whose tasks all succeed ends with 0, and one of which some do not with 1")
    func exitCodes() throws {
        let place = try Workplace()

        let good = try place.rota("run", "--range", "0-4", "--", "true")
        let bad = try place.rota("run", "--range", "0-4", "--", "sh", "-c", "test ${it} -ne 3")

        #expect(good.code == 0, "\(good.testDescription)")
        #expect(bad.code == 1, "\(bad.testDescription)")
        let record = try Record(of: 2, in: place.state)
        #expect(record.count(of: .succeeded) == 4)
        #expect(record.count(of: .exited(code: 1)) == 1)
    }

    @Test("a program on its own passes on its exit code, its input and its output")
    func loneProgram() throws {
        let place = try Workplace()

        let finished = try place.rota("run", "--", "sh", "-c", "cat; exit 7", input: "from outside\n")

        #expect(finished.code == 7, "\(finished.testDescription)")
        #expect(finished.output == "from outside\n")
    }

    @Test("what is refused ends with 2 and leaves nothing behind")
    func refused() throws {
        let place = try Workplace()
        try place.write("{\"request\": [\n  1,,\n]", to: "broken.json")

        for arguments in [
            ["run", "missing.json"], ["run", "broken.json"], ["run", "--nonsense", "--", "true"], ["run"],
        ] {
            let finished = try place.start([Executables.rota] + arguments).finish()
            #expect(finished.code == 2, "\(finished.testDescription)")
            #expect(finished.output == "")
            #expect(finished.errors != "")
        }
        #expect(try place.rota("run", "broken.json").errors.contains("broken.json:2:"))
        #expect(!FileSystem.exists(place.state))
    }

    @Test("a request that this machine can never meet is refused before anything runs")
    func tooLarge() throws {
        let place = try Workplace()

        let finished = try place.rota("run", "--range", "0-1", "--cores", "4000", "--", "touch", place.path("ran"))

        #expect(finished.code == 2, "\(finished.testDescription)")
        #expect(finished.errors.contains("4000"))
        #expect(!FileSystem.exists(place.path("ran")))
    }

    @Test("lines pass through a pipe of tasks and nothing but their output comes out")
    func pipe() throws {
        let place = try Workplace()

        let finished = try place.shell("seq 1 30 | rota run --each - -- printf 'line %s\\n' {} | sort -k2n")

        #expect(finished.code == 0, "\(finished.testDescription)")
        #expect(finished.outputLines == (1...30).map { "line \($0)" })
    }

    @Test("the tasks' output comes in their order when that is asked for")
    func keptOrder() throws {
        let place = try Workplace()

        let finished = try place.shell(
            "rota run --keep-order --range 0-11 -- sh -c 'sleep 0.0$((RANDOM % 5)); echo ${it}; echo ${it}'")

        #expect(finished.outputLines == (0...11).flatMap { ["\($0)", "\($0)"] }, "\(finished.testDescription)")
    }

    @Test("a reader that goes away early ends the pipe quietly")
    func brokenPipe() throws {
        let place = try Workplace()

        let finished = try place.shell("rota run --range 0-199 -- echo a rather long line | head -n 1")

        #expect(finished.code == 0, "\(finished.testDescription)")
        #expect(finished.output == "a rather long line\n")
        #expect(!finished.errors.contains("Fatal"), "\(finished.testDescription)")
    }

    @Test("an interrupt ends what runs, says 130, and the run can go on")
    func interrupted() throws {
        let place = try Workplace()
        let gate = place.path("gate")
        let script = try place.script(
            "work", "echo $1 >> begun\n[ -e \"\(gate)\" ] || exec sleep 600", shell: "/bin/sh")

        let running = try place.start(rota: "run", "--range", "0-5", "--", script, "${it}")
        #expect(wait { !place.lines(of: "begun").isEmpty })
        running.kill(.interrupt)
        let finished = try running.finish()
        try place.write("", to: "gate")
        let resumed = try place.rota("run", "--resume")

        #expect(finished.code == 130, "\(finished.testDescription)")
        #expect(resumed.code == 0, "\(resumed.testDescription)")
        let record = try Record(in: place.state)
        #expect(record.closings == [.interrupted, .complete])
        #expect(record.count(of: .succeeded) == 6)
    }

    @Test("a task that waits for another starts after it, and is skipped when that one fails")
    func dependencies() throws {
        let place = try Workplace()
        try place.write(
            """
            [
              {"name": "make", "run": ["sh", "-c", "echo make >> trace"]},
              {"name": "use", "run": ["sh", "-c", "echo use >> trace"], "after": ["make"]},
              {"name": "break", "run": ["false"], "after": ["use"]},
              {"name": "never", "run": ["touch", "never"], "after": ["break"]}
            ]
            """, to: "jobs.json")

        let finished = try place.rota("run", "jobs.json")

        #expect(finished.code == 1, "\(finished.testDescription)")
        #expect(place.lines(of: "trace") == ["make", "use"])
        #expect(!FileSystem.exists(place.path("never")))
    }
}
