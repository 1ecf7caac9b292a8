import Model
import Plan
import Testing

@Suite("Many that wait") struct CrowdTests {
    @Test(
        "a thousand that can't start hide nobody behind them who can, unless nobody may pass",
        arguments: Policy.Overtaking.allCases)
    func thousand(overtaking: Policy.Overtaking) throws {
        var configuration = Planner.Configuration()
        configuration.policy = Policy(overtaking: overtaking)
        var live = try Live(nodes: [5], configuration: configuration)
        func timed(_ name: String, cores: Int, seconds: Int64) -> Job {
            var job = Samples.job(name, cores: cores)
            job.request.wallTime = .seconds(seconds)
            return job
        }
        let wide = (0..<1000).map { timed("wide \($0)", cores: 3, seconds: 2000 + Int64($0)) }
        let narrow = (0..<2).map { timed("narrow \($0)", cores: 1, seconds: 50) }
        let jobs = [timed("before", cores: 3, seconds: 100)] + wide + narrow
        try live.take(.jobsSubmitted(first: JobIdentifier(0), jobs: jobs, at: live.now))

        live.plan()

        #expect(live.last.starts.map { $0[0] } == (overtaking == .none ? [0] : [0, 1001, 1002]))
    }
}
