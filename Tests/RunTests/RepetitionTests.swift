import Glibc
import Ledger
import Model
import Plan
import Posix
import Rehearsal
import Testing

@Suite("what was decided live is decided again when the record is fed to a planner, plan by plan")
struct RepetitionTests {
    private let place: Workplace

    init() throws {
        place = try Workplace()
        place.environment = ["HOME": place.folder, "XDG_CONFIG_HOME": place.folder, "XDG_RUNTIME_DIR": ""]
    }

    private let jobs = """
        [{"name": "mesh", "run": ["test", "${it}", "-ne", "7"], "range": "0-39", "retries": 1},
         {"name": "wide", "run": ["sleep", "0.05"], "range": "0-5", "cores": 2},
         {"name": "later", "run": ["sleep", "0.01"], "range": "0-9", "after": ["wide"]},
         {"name": "each", "run": "true", "range": "0-39", "after": ["mesh:${it}"]}]
        """

    /// Feeds every frame of a run's record to a planner.
    private func repetition(of run: Int = 1) throws -> Repetition {
        var repetition = Repetition()
        for frame in try Record(of: run, in: place.state).frames { repetition.take(frame.facts) }
        return repetition
    }

    @Test(
        "of rota run, whatever the policy",
        arguments: [
            "skip", "fcfs", "easy", "conservative", "priority+pause", "round-robin+quantum=1s", "shortest+easy", "due",
            "easy+max-prop+by-last-two+fair-share=1h",
        ])
    func run(policy: String) throws {
        try place.write(jobs, to: "jobs.json")

        let finished = try place.rota("run", "jobs.json", "--use-cores", "2", "--policy", policy)

        #expect(finished.code == 1, "\(finished.testDescription)")
        let repetition = try repetition()
        #expect(repetition.findings == [])
        #expect(repetition.decisions >= 5)
    }

    @Test("of a run that was stopped and gone on with")
    func resumed() throws {
        try place.write(jobs, to: "jobs.json")
        let begun = try place.start(rota: "run", "jobs.json", "--use-cores", "2")
        #expect(wait { (try? Record(in: place.state).ends.count >= 3) ?? false })
        begun.kill(.terminate)
        _ = try begun.finish()
        _ = try place.rota("run", "--resume")

        let repetition = try repetition()
        #expect(repetition.findings == [])
        #expect(repetition.decisions >= 5)
    }

    @Test("of a file of QCG's")
    func jobFile() throws {
        let qcg = """
            [{"request": "submit", "jobs": [
              {"name": "a", "iteration": {"stop": 20}, "execution": {"script": "true"}},
              {"name": "b", "dependencies": {"after": ["a"]}, "execution": {"script": "true"},
               "resources": {"numCores": {"exact": 2}}}]}]
            """
        try place.write(qcg, to: "qcg.json")
        #expect(try place.rota("run", "qcg.json", "--use-cores", "2").code == 0)
        #expect(try repetition().findings == [])
    }

    @Test("of a file that QCG's old service is given")
    func oldService() throws {
        let requests = """
            [{"request": "submit", "jobs": [
              {"name": "a", "iteration": {"stop": 20}, "execution": {"script": "true"}},
              {"name": "b", "dependencies": {"after": ["a"]}, "execution": {"script": "exit 3"}}]},
             {"request": "control", "command": "finishAfterAllTasksDone"}]
            """
        try place.write(requests, to: "requests.json")
        try #require(symlink(Executables.rota, place.path("qcg-pm-service")) == 0)
        let line = [place.path("qcg-pm-service"), "--file-path", "requests.json", "--id", "k", "--nodes", "n1:2"]
        let finished = try place.start(line).finish()
        #expect(finished.code == 0, "\(finished.testDescription)")
        place.state = place.path(".qcgpjm-service-k/state")

        let repetition = try repetition()
        #expect(repetition.findings == [])
        #expect(repetition.decisions >= 2)
    }

    /// Jobs of two groups that share the cores.
    private func shared(_ name: String) -> String {
        """
        [{"name": "left\(name)", "run": ["sleep", "0.02"], "range": "0-19", "tags": ["left"]},
         {"name": "right\(name)", "run": ["sleep", "0.01"], "range": "0-19", "tags": ["right"]}]
        """
    }

    @Test(
        "of a service that an executor works for, that is killed and begins anew, and knows then who had used how much",
        arguments: ["skip", "easy", "conservative+fair-share=1h"])
    func service(policy: String) throws {
        place.state = place.path("served")
        try place.write(jobs, to: "jobs.json")
        for name in ["1", "2"] { try place.write(shared(name), to: "shared\(name).json") }
        var service = try serve(policy)
        let executor = try place.start(rota: "executor", "--use-cores", "2")
        #expect(try place.rota("submit", "jobs.json").code == 0)
        #expect(try place.rota("submit", "shared1.json").code == 0)
        #expect(try place.rota("wait").code == 1)
        service.kill()
        _ = try service.finish()

        service = try serve(policy)
        #expect(try place.rota("submit", "shared2.json").code == 0)
        #expect(try place.rota("wait").code == 1)
        #expect(try place.rota("shutdown").code == 0)
        _ = try service.finish()
        executor.kill(.terminate)
        _ = try executor.finish()

        let repetition = try repetition()
        #expect(repetition.findings == [])
        #expect(repetition.decisions >= 5)
    }

    private func serve(_ policy: String) throws -> Running {
        let service = try place.start(rota: "serve", "--policy", policy)
        try #require(
            wait { service.output.contains("state ") || service.isOver } && !service.isOver, "\(service.errors)")
        return service
    }
}
