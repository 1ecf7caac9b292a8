import Model
import Posix
import Testing

/// What a task finds around itself.
@Suite struct SurroundingsTests {
    @Test("a task is told its job, iteration and value, and how wide it is")
    func variables() throws {
        let place = try Workplace()
        place.environment["FROM_OUTSIDE"] = "inherited"

        let finished = try place.rota(
            "run", "--keep-order", "--name", "task", "--values", "a,b", "--env", "ADDED=here", "--", "sh", "-c",
            "echo $ROTA_JOB $ROTA_ITERATION $ROTA_VALUE $OMP_NUM_THREADS $FROM_OUTSIDE $ADDED")

        #expect(
            finished.outputLines == ["task 0 a 1 inherited here", "task 1 b 1 inherited here"],
            "\(finished.testDescription)")
    }

    @Test("a bound task runs on as many cores as it was given, and no two share one")
    func bound() throws {
        let place = try Workplace()
        let usable = try Machine.affinity()
        let marks = try Marks(
            in: place, work: "echo $cores >> \"\(place.folder)/masks\"; sleep 0.05")

        let finished = try place.rota("run", "--quiet", "--range", "0-19", "--", marks.script, "${it}")

        #expect(finished.code == 0, "\(finished.testDescription)")
        #expect(marks.all.count == 20)
        #expect(marks.collisions == [])
        #expect(Set(place.lines(of: "masks")).isSubset(of: usable.map(String.init)))
    }

    @Test("more cores than there are can be lent; then nothing is bound, and that is said")
    func unbound() throws {
        let place = try Workplace()
        let usable = try Machine.affinity().count
        let gathered = try place.script(
            "gather",
            """
            touch gate-$1
            while [ $(ls | grep -c gate-) -lt \(usable + 1) ]; do sleep 0.01; done
            grep Cpus_allowed_list /proc/self/status
            """)

        let finished = try place.rota(
            "run", "--use-cores", "\(usable + 1)", "--range", "0-\(usable)", "--", gathered, "${it}")

        #expect(finished.code == 0, "\(finished.testDescription)")
        #expect(finished.outputLines.count == usable + 1)
        #expect(Set(finished.outputLines).count == 1)
        #expect(finished.errors.contains("binding is off"), "\(finished.testDescription)")
    }

    @Test("held to one core from outside, rota uses that core alone")
    func heldToOneCore() throws {
        let place = try Workplace()
        let last = try #require(try Machine.affinity().last)
        place.wrapper = ["taskset", "-c", "\(last)"]

        let finished = try place.rota(
            "run", "--quiet", "--range", "0-3", "--", "sh", "-c", "grep Cpus_allowed_list /proc/self/status")

        #expect(
            finished.outputLines.map { $0.split(separator: "\t").last.map(String.init) }
                == Array(
                    repeating: "\(last)", count: 4), "\(finished.testDescription)")
    }

    @Test("tasks of named amounts run no more at once than there is")
    func namedAmounts() throws {
        let place = try Workplace()
        let script = try place.script(
            "licence",
            """
            mkdir "\(place.folder)/taken" || echo twice >> "\(place.folder)/failures"
            sleep 0.05
            rmdir "\(place.folder)/taken"
            """)

        let finished = try place.rota(
            "run", "--quiet", "--use-cores", "4", "--use-resource", "licence=1", "--resource", "licence=1", "--range",
            "0-7", "--", script)

        #expect(finished.code == 0, "\(finished.testDescription)")
        #expect(place.lines(of: "failures") == [])
    }
}
