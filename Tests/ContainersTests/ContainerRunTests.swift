import EngineDaemon
import Posix
import Testing

/// Jobs in containers of a real engine, from the command to the record.
@Suite(.serialized, .enabled(if: EngineDaemon.canRun, "an engine needs root"))
final class ContainerRunTests {
    private let engine: EngineDaemon
    private let place: Workplace

    init() throws {
        engine = try EngineDaemon()
        place = try Workplace()
        place.environment = engine.environment
    }

    @Test("a job runs in a container: what it prints, its exit code, its variables, its cores and its volumes")
    func whole() throws {
        try place.write(
            """
            {"jobs": [
              {"name": "print", "container": "tiny:1", "env": {"COLOUR": "red"}, "range": "0-1",
               "run": ["sh", "-c", "echo out $COLOUR $ROTA_ITERATION; echo err >&2; nproc"]},
              {"name": "code", "container": "tiny:1", "script": "exit 3"},
              {"name": "shared", "container": {"image": "tiny:1", "volumes": ["\(place.folder):/shared"]},
               "dir": "/shared", "script": "seq 3 > made.txt"}
            ]}
            """, to: "jobs.json")

        let run = try place.rota("run", "jobs.json")

        #expect(run.code == 1, "\(run.testDescription)")
        for iteration in 0...1 {
            #expect(try place.rota("logs", "print:\(iteration)").output == "out red \(iteration)\n1\n")
        }
        #expect(place.lines(of: "made.txt") == ["1", "2", "3"])
        #expect(run.errors.contains("code: exit code 3"), "\(run.testDescription)")
        #expect(try engine.containers() == [])
    }

    @Test("an image that is not there is a clear failure, and what follows runs")
    func missing() throws {
        try place.write(
            """
            {"jobs": [{"name": "missing", "container": "not-there:1", "run": ["true"]},
                      {"name": "next", "container": "tiny:1", "run": ["echo", "fine"],
                       "after": [{"job": "missing", "when": "ended"}]}]}
            """, to: "jobs.json")

        let run = try place.rota("run", "jobs.json")

        #expect(run.errors.contains("could not make a container of not-there:1"), "\(run.testDescription)")
        #expect(run.errors.contains("No such image"), "\(run.testDescription)")
        #expect(try place.rota("logs", "next").output == "fine\n")
    }

    /// The engine has no driver for them, and says which one it was asked for.
    @Test(
        "GPUs are asked for by the way that was chosen",
        arguments: [("engine", "[[gpu]]"), ("cdi", #""cdi""#), ("auto", "[[gpu]]")])
    func devices(way: String, words: String) throws {
        place.environment["CUDA_VISIBLE_DEVICES"] = "3"
        let line = ["run", "--image", "tiny:1", "--gpus", "1", "--container-gpus", way, "--", "true"]

        let run = try place.start([Executables.rota] + line).finish()

        #expect(run.code != 0, "\(run.testDescription)")
        let isSaid = run.errors.contains("could not select device driver") && run.errors.contains(words)
        #expect(isSaid, "\(run.testDescription)")
    }

    @Test("rota doctor names the engine")
    func doctor() throws {
        let found = try place.rota("doctor").output

        #expect(found.contains("engine: Docker ") && found.contains(" at \(engine.socket)\n"), "\(found)")
    }

    @Test("a container that needs too much memory is told from one that fails")
    func memory() throws {
        try place.write(
            """
            {"jobs": [{"name": "fat", "container": "tiny:1", "memory": "16M",
                       "script": "x=0123456789; while true; do x=$x$x; done"}]}
            """, to: "jobs.json")

        let run = try place.rota("run", "jobs.json")

        #expect(run.errors.contains("fat: ran out of memory"), "\(run.testDescription)")
    }

    @Test("a container ends at its wall time, and nothing is left of it")
    func wallTime() throws {
        try place.write(
            """
            {"jobs": [{"name": "long", "container": "tiny:1", "time": "1s", "grace": "1s", "run": ["sleep", "600"]}]}
            """, to: "jobs.json")

        let run = try place.rota("run", "jobs.json")

        #expect(run.errors.contains("long: ran longer than its wall time"), "\(run.testDescription)")
        #expect(try engine.containers() == [])
    }

    @Test("a killed rota leaves no container, and touches none of others")
    func killed() throws {
        try engine.docker("run", "--detach", "--name", "others", EngineDaemon.image, "sleep", "600")
        try place.write(
            #"{"jobs": [{"name": "long", "container": "tiny:1", "run": ["sleep", "600"], "range": "0-1"}]}"#,
            to: "jobs.json")
        let run = try place.start(rota: "run", "jobs.json")
        #expect(
            wait { (try? self.engine.containers().sorted()) == ["others", "rota-long-0", "rota-long-1"] },
            "\(run.errors)")

        run.kill()
        _ = wait { run.isOver }

        #expect(wait { (try? self.engine.containers()) == ["others"] })
        #expect(try engine.docker("ps", "--format", "{{.Names}}").output == "others")
    }

    /// Killed or not to be found, by the moment at which one looks.
    @Test("the task of a container that somebody removed is tried again")
    func removed() throws {
        try place.write(
            """
            {"jobs": [{"name": "task", "container": {"image": "tiny:1", "volumes": ["\(place.folder):/shared"]},
                       "retries": 2,
                       "script": "[ -e /shared/again ] && exit 0; touch /shared/again; sleep 600"}]}
            """, to: "jobs.json")
        let run = try place.start(rota: "run", "jobs.json")
        #expect(wait { FileSystem.exists(self.place.path("again")) })

        try engine.docker("rm", "--force", engine.containers().first ?? "")

        let finished = try run.finish()
        #expect(finished.code == 0, "\(finished.testDescription)")
    }

    /// Killed, or lost and tried again, by what the engine had noted.
    @Test("an engine that is started anew in the middle ends what ran, and runs what comes")
    func restarted() throws {
        try place.write(
            """
            {"jobs": [{"name": "long", "container": {"image": "tiny:1", "volumes": ["\(place.folder):/shared"]},
                       "script": "[ -e /shared/begun ] && exit 3; touch /shared/begun; sleep 600"},
                      {"name": "next", "container": "tiny:1", "run": ["echo", "fine"],
                       "after": [{"job": "long", "when": "ended"}]}]}
            """, to: "jobs.json")
        let run = try place.start(rota: "run", "jobs.json")
        #expect(wait { FileSystem.exists(self.place.path("begun")) })
        // What an engine has not noted yet it neither ends nor knows when it comes back.
        #expect(wait { (try? self.engine.docker("ps", "--quiet").output) != "" })

        try engine.kill()
        try engine.start()

        let finished = try run.finish()
        #expect(finished.code == 1, "\(finished.testDescription)")
        #expect(try place.rota("logs", "next").output == "fine\n", "\(finished.testDescription)")
        #expect(try engine.containers() == [])
    }
}
