import Model
import Plan
import Rehearsal
import Testing

@Suite("Forecasts") struct ForecastTests {
    private func timed(_ name: String, _ iterations: Range<Int>? = nil, cores: Int = 1, seconds: Int64) -> Job {
        var job = Samples.job(name, iterations, cores: cores)
        job.request.wallTime = .seconds(seconds)
        return job
    }

    private func live(cores: Int, _ jobs: [Job], _ policy: Policy = Policy(overtaking: .none)) throws -> Live {
        var configuration = Planner.Configuration()
        configuration.policy = policy
        var live = try Live(nodes: [cores], jobs, configuration: configuration)
        live.plan()
        return live
    }

    private func span(_ forecast: Forecast, _ job: Int, since begin: Instant) -> [Int64?] {
        let span = forecast.spans[job]
        return [span?.firstStart, span?.lastEnd].map { $0.map { ($0 - begin).nanoseconds / 1_000_000_000 } }
    }

    @Test("what waits starts when what runs should have ended, one behind the other")
    func line() throws {
        var live = try live(
            cores: 2,
            [
                timed("first", cores: 2, seconds: 100), timed("second", 0..<3, seconds: 10),
                timed("third", cores: 2, seconds: 5),
            ])
        let begin = live.now
        try live.take(.attemptStarted(AttemptIdentifier(0), at: begin))
        live.plan(after: .seconds(40))

        let forecast = Forecast(of: live.planner, at: live.now, detailed: JobIdentifier(1))

        #expect(span(forecast, 0, since: begin) == [nil, 100])
        #expect(span(forecast, 1, since: begin) == [100, 120])
        #expect(span(forecast, 2, since: begin) == [120, 125])
        let starts = (0..<3).map { forecast.times[$0].map { ($0.startsAt - begin).nanoseconds / 1_000_000_000 } }
        #expect(starts == [100, 100, 110])
        #expect(!forecast.isCut)
    }

    @Test("the planner that was asked stays as it was, and another policy gives another forecast")
    func otherPolicy() throws {
        let live = try live(
            cores: 2,
            [
                timed("runs", cores: 1, seconds: 100), timed("wide", cores: 2, seconds: 100),
                timed("short", seconds: 10),
            ])
        let before = live.planner
        var configuration = Planner.Configuration()
        configuration.policy = Policy(overtaking: .easy)

        let present = Forecast(of: live.planner, at: live.now)
        let other = Forecast(of: live.planner.configured(configuration), at: live.now)

        #expect(span(present, 2, since: live.now) == [200, 210])
        #expect(span(other, 2, since: live.now) == [0, 10])
        #expect(span(other, 1, since: live.now) == [100, 200])
        #expect(live.planner.hasSameState(as: before))
    }

    @Test("what runs longer than expected is expected to run twice as long")
    func overrun() throws {
        var live = try live(cores: 1, [timed("late", seconds: 100), timed("next", seconds: 1)])
        let begin = live.now
        try live.take(.attemptStarted(AttemptIdentifier(0), at: begin))
        live.plan(after: .seconds(150))

        #expect(span(Forecast(of: live.planner, at: live.now), 1, since: begin) == [200, 201])
    }

    @Test("dates and dependencies are waited for, and what was paused has no forecast")
    func waiting() throws {
        var dated = timed("dated", seconds: 10)
        dated.startAt = Instant(nanoseconds: 1_000_000_000) + .seconds(50)
        var after = timed("after", seconds: 10)
        after.dependencies = [Dependency(job: "dated")]
        var live = try live(cores: 4, [dated, after, timed("held", seconds: 10)])
        try live.end(0)
        try live.take(.jobsSubmitted(first: JobIdentifier(3), jobs: [timed("paused", seconds: 10)], at: live.now))
        try live.take(.jobsPaused([JobIdentifier(3)], at: live.now))
        live.plan()

        let forecast = Forecast(of: live.planner, at: live.now)

        #expect(span(forecast, 0, since: live.now) == [50, 60])
        #expect(span(forecast, 1, since: live.now) == [60, 70])
        #expect(forecast.spans[3] == nil)
    }

    @Test("of two hundred tasks on one core a forecast of a hundred ends says that more waits")
    func cut() throws {
        let live = try live(cores: 1, [timed("many", 0..<200, seconds: 1)])

        #expect(Forecast(of: live.planner, at: live.now, atMost: 100).isCut)
        #expect(!Forecast(of: live.planner, at: live.now, atMost: 1000).isCut)
    }

    @Test("a forecast is what a rehearsal in which everything takes as long as expected does", arguments: 0..<20)
    func rehearsed(seed: Int) throws {
        var numbers = SeededNumbers(seed: UInt64(seed))
        var configuration = Planner.Configuration()
        configuration.policy = Policy(overtaking: Policy.Overtaking.allCases[seed % 4])
        // Longer than any wait here: in the rehearsal, too, nobody loses patience.
        configuration.patience = .seconds(1_000_000)
        let jobs = (0..<40).map { number in
            timed(
                "\(number)", cores: Int.random(in: 1...4, using: &numbers),
                seconds: Int64.random(in: 1...100, using: &numbers))
        }
        let times = jobs.map { $0.request.wallTime ?? .zero }
        var rehearsal = try Rehearsal(nodes: [Samples.node(cores: 4)], configuration: configuration) { task, _ in
            Rehearsal.Behaviour(runTime: times[task.job.number])
        }
        try rehearsal.submit(jobs)
        #expect(rehearsal.run(atMost: 1) == [])

        let begin = rehearsal.now
        let forecast = Forecast(of: rehearsal.planner, at: begin)
        #expect(rehearsal.run() == [])

        let later = rehearsal.played.filter { $0.endedAt > begin }
        #expect(later.map { forecast.spans[$0.task.job.number]?.lastEnd } == later.map(\.endedAt), "seed \(seed)")
    }
}
