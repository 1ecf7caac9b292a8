import EngineDaemon
import Posix
import Testing

/// What goes wrong with containers and their engine: a clear state each, and nothing left.
@Suite(.serialized, .enabled(if: EngineDaemon.canRun, "an engine needs root"))
final class ContainerFaultTests {
    private let engine: EngineDaemon
    private let place: Workplace

    init() throws {
        engine = try EngineDaemon(.init(keepsContainers: true))
        place = try Workplace()
        place.environment = engine.environment
    }

    private var shared: String { "\"container\": {\"image\": \"tiny:1\", \"volumes\": [\"\(place.folder):/shared\"]}" }

    @Test("what an engine refuses is said in its words, task by task, and what follows runs")
    func refused() throws {
        try place.write(
            """
            {"defaults": {"retries": 0}, "jobs": [
              {"name": "capital", "container": "Tiny:1", "run": ["true"]},
              {"name": "programless", "container": "tiny:1", "run": ["/bin/not-there"]},
              {"name": "folderless", "container": {"image": "tiny:1", "network": "not-there"}, "run": ["true"]},
              {"name": "next", "container": "tiny:1", "run": ["echo", "fine"],
               "after": [{"job": "capital", "when": "ended"}, {"job": "programless", "when": "ended"},
                         {"job": "folderless", "when": "ended"}]}
            ]}
            """, to: "jobs.json")

        let run = try place.rota("run", "jobs.json")

        #expect(run.code == 1, "\(run.testDescription)")
        for (job, reason) in [
            ("capital", "must be lowercase"), ("programless", "no such file"), ("folderless", "not-there not found"),
        ] {
            #expect(run.errors.contains("\(job): could not make a container of"), "\(run.testDescription)")
            #expect(run.errors.contains(reason), "\(run.testDescription)")
        }
        #expect(try place.rota("logs", "next").output == "fine\n")
        #expect(try engine.containers() == [])
    }

    @Test("a container that goes on while its engine is away is followed on, and all that it prints is there")
    func goesOn() throws {
        try place.write(
            """
            {"jobs": [{"name": "long", \(shared),
                       "script": "echo before; touch /shared/begun; while ! [ -e /shared/go ]; do sleep 0.05; done; \
            echo after"}]}
            """, to: "jobs.json")
        let run = try place.start(rota: "run", "jobs.json")
        #expect(wait { FileSystem.exists(self.place.path("begun")) })
        #expect(wait { (try? self.engine.docker("ps", "--quiet").output) != "" })

        try engine.kill()
        try engine.start()
        try place.write("", to: "go")

        let finished = try run.finish()
        #expect(finished.code == 0, "\(finished.testDescription)")
        #expect(try place.rota("logs", "long").output == "before\nafter\n")
        #expect(try engine.containers() == [])
    }

    @Test("what could not be removed while the engine was away is removed when it is back; others' are left alone")
    func returns() throws {
        try engine.docker("run", "--detach", "--name", "others", EngineDaemon.image, "sleep", "600")
        try place.write(
            """
            {"jobs": [{"name": "long", \(shared),
                       "script": "if [ -e /shared/begun ]; then touch /shared/again; else touch /shared/begun; fi; \
            while ! [ -e /shared/go ]; do sleep 0.05; done"}]}
            """, to: "jobs.json")
        let run = try place.start(rota: "run", "jobs.json")
        #expect(wait { FileSystem.exists(self.place.path("begun")) })
        #expect(wait { (try? self.engine.containers().count) == 2 })
        let first = try engine.containers().filter { $0 != "others" }

        try engine.kill()
        // What stands for the container; beside it the keeper alone is a child of the run's own process.
        let keepers = Processes.children(of: run.number)
        for process in Processes.descendants(of: run.number)
        where Processes.name(of: process) == "rota" && !keepers.contains(process) {
            _ = try Process.send(.kill, to: process)
        }
        try engine.start()

        #expect(wait { FileSystem.exists(self.place.path("again")) })
        #expect(wait { (try? self.engine.containers().contains { first.contains($0) }) == false })
        try place.write("", to: "go")
        let finished = try run.finish()
        #expect(finished.code == 0, "\(finished.testDescription)")
        #expect(try engine.docker("ps", "--format", "{{.Names}}").output == "others")
    }
}
