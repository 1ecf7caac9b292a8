import Posix
import Testing

@Suite("looking ahead in a run of one's own")
struct LookAheadTests {
    private let place: Workplace

    init() throws {
        place = try Workplace()
        place.environment = ["XDG_CONFIG_HOME": place.folder, "XDG_RUNTIME_DIR": ""]
    }

    /// A run on one core, which the first job has.
    private func begun() throws -> Running {
        let jobs = """
            [{"name": "runs", "script": "touch begun; until [ -e gate ]; do sleep 0.05; done", "time": "1h"},
             {"name": "long", "run": "true", "time": "2h"},
             {"name": "short", "run": "true", "time": "10min", "range": "0-1"}]
            """
        try place.write(jobs, to: "jobs.json")
        let run = try place.start(rota: "run", "jobs.json", "--use-cores", "1", "--policy", "fcfs")
        try #require(wait { FileSystem.exists(place.path("begun")) || run.isOver } && !run.isOver, "\(run.errors)")
        return run
    }

    @Test("forecast and why say when what waits should start, and when it would under another policy")
    func ahead() throws {
        let run = try begun()

        let all = try place.rota("forecast")
        let tasks = try place.rota("forecast", "short", "--policy", "shortest", "--run", "1")
        let why = try place.rota("why", "short:0", "--policy", "shortest")
        let json = try place.rota("why", "short:0", "--policy", "shortest", "--json")
        try place.write("", to: "gate")
        #expect(try run.finish().code == 0)
        let over = try place.rota("forecast")

        #expect(all.code == 0, "\(all.testDescription)")
        let rows = all.outputLines.filter { $0.hasPrefix("runs") || $0.hasPrefix("long") || $0.hasPrefix("short") }
        #expect(rows.count == 3, "\(all.testDescription)")
        #expect(tasks.output.contains("Starts (shortest)") && tasks.output.contains("short:1"), "\(tasks.output)")
        #expect(why.output.contains("By the present plan it starts at "), "\(why.output)")
        #expect(why.output.contains("Under shortest it would start at "), "\(why.output)")
        let moments = ["startsAt", "otherStartsAt"].map { name in
            json.output.split(separator: "\"\(name)\": \"").dropFirst().first?.prefix(19) ?? ""
        }
        // The long one goes first by the one, and last by the other.
        #expect(moments.allSatisfy { !$0.isEmpty } && moments[1] < moments[0], "\(json.output)")
        #expect(over.output.contains("Nothing waits and nothing runs."), "\(over.testDescription)")
    }

    @Test("of a run that nobody works on there is no forecast, and what to do is said; nor under a policy that is none")
    func refused() throws {
        let run = try begun()
        run.kill()
        _ = try run.finish()

        let forecast = try place.rota("forecast")
        let policy = try place.rota("why", "short", "--policy", "shortst")

        #expect(forecast.code == 2)
        #expect(
            forecast.errors.contains(
                "run 1: is not going, so nothing of it starts. Go on with it: `rota run --resume 1`."),
            "\(forecast.testDescription)")
        #expect(policy.code == 2 && policy.errors.contains("--policy"), "\(policy.testDescription)")
    }
}
