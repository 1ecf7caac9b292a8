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
    private func repetition(of run: Int = 1, isService: Bool, policy: Policy = Policy()) throws -> Repetition {
        var configuration = Planner.Configuration()
        configuration.policy = policy
        configuration.refusesTooLarge = !isService
        var repetition = Repetition(by: configuration)
        for frame in try Record(of: run, in: place.state).frames { repetition.take(frame.facts) }
        return repetition
    }

    @Test(
        "of rota run, whoever may overtake",
        arguments: [("skip", Policy.Overtaking.whoeverFits), ("fcfs", .none)])
    func run(name: String, overtaking: Policy.Overtaking) throws {
        try place.write(jobs, to: "jobs.json")

        let finished = try place.rota("run", "jobs.json", "--use-cores", "2", "--policy", name)

        #expect(finished.code == 1, "\(finished.testDescription)")
        let order = name == "fcfs" ? Policy.Order.firstCome : .standard
        let repetition = try repetition(isService: false, policy: Policy(order: order, overtaking: overtaking))
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

        let repetition = try repetition(isService: false)
        #expect(repetition.findings == [])
        #expect(repetition.decisions >= 5)
    }

    @Test("of a file of QCG's, and of a service that an executor works for")
    func doors() throws {
        let qcg = """
            [{"request": "submit", "jobs": [
              {"name": "a", "iteration": {"stop": 20}, "execution": {"script": "true"}},
              {"name": "b", "dependencies": {"after": ["a"]}, "execution": {"script": "true"},
               "resources": {"numCores": {"exact": 2}}}]}]
            """
        try place.write(qcg, to: "qcg.json")
        #expect(try place.rota("run", "qcg.json", "--use-cores", "2").code == 0)
        #expect(try repetition(isService: false).findings == [])

        place.state = place.path("served")
        try place.write(jobs, to: "jobs.json")
        let service = try place.start(rota: "serve")
        #expect(wait { service.output.contains("state ") || service.isOver }, "\(service.errors)")
        let executor = try place.start(rota: "executor", "--use-cores", "2")
        #expect(try place.rota("submit", "jobs.json").code == 0)
        #expect(try place.rota("wait").code == 1)
        #expect(try place.rota("shutdown").code == 0)
        _ = try service.finish()
        executor.kill(.terminate)
        _ = try executor.finish()

        let repetition = try repetition(isService: true)
        #expect(repetition.findings == [])
        #expect(repetition.decisions >= 5)
    }
}
