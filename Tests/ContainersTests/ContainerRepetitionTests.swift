import EngineDaemon
import Ledger
import Posix
import Rehearsal
import Testing

@Suite(
    "what was decided live about containers is decided again when the record is fed to a planner, plan by plan",
    .serialized, .enabled(if: EngineDaemon.canRun, "an engine needs root"))
final class ContainerRepetitionTests {
    private let engine: EngineDaemon
    private let place: Workplace

    init() throws {
        engine = try EngineDaemon()
        place = try Workplace()
        place.environment = engine.environment
    }

    private func expectRepetition(decisions: Int) throws {
        var repetition = Repetition()
        for frame in try Record(in: place.state).frames { repetition.take(frame.facts) }

        #expect(repetition.findings == [])
        #expect(repetition.decisions >= decisions)
    }

    @Test("of rota run")
    func run() throws {
        try place.write(
            """
            {"jobs": [
              {"name": "first", "container": "tiny:1", "run": ["sleep", "0.1"], "range": "0-2"},
              {"name": "missing", "container": "not-there:1", "run": ["true"], "retries": {"start": 1}},
              {"name": "next", "container": "tiny:1", "run": ["true"], "after": ["first"]}
            ]}
            """, to: "jobs.json")

        let run = try place.rota("run", "jobs.json", "--use-cores", "2")

        #expect(run.code == 1, "\(run.testDescription)")
        try expectRepetition(decisions: 5)
    }

    @Test(
        "of rota tensorflow, whatever its policy, with requests that change how many threads a container has",
        arguments: ["strict", "max_prop", "always_attend"])
    func tensorflow(policy: String) throws {
        try FileSystem.makeDirectories(place.path("scheduler"))
        try FileSystem.makeDirectories(place.path("Scheduler-host"))
        try engine.docker("create", "--name", "seed", EngineDaemon.image, "true")
        try #require(
            try engine.docker("commit", "--change", #"CMD ["sleep", "1"]"#, "seed", "tf_scheduler").isSuccess)
        try engine.docker("rm", "seed")
        try place.write(
            """
            execution,0,tf_scheduler,1,0
            execution,1,tf_scheduler,2,0
            execution,2,tf_scheduler,1,0
            update,0,tf_scheduler,2,0
            execution,3,tf_scheduler,2,0

            """, to: "Scheduler-host/requests_file.txt")
        try place.write(#"{"assignment_policy": "\#(policy)"}"#, to: "Scheduler-host/parameters.json")

        let run = try place.rota("tensorflow", "--port", "none", "--memory-gate", "none")

        #expect(run.code == 0, "\(run.testDescription)")
        try expectRepetition(decisions: 3)
    }
}
