import Model
import Rehearsal
import Testing

@Suite("Workloads in virtual time") struct WorkloadRehearsalTests {
    @Test(
        "first come and EASY start every job at the second at which a plain simulator does",
        arguments: [Policy.Overtaking.none, .easy], 0..<20)
    func plain(overtaking: Policy.Overtaking, seed: Int) throws {
        let jobs = workload(seed: seed, count: 300, longest: 400)

        let starts = try self.starts(of: jobs, on: 16, Policy(overtaking: overtaking))

        #expect(starts == PlainSimulator(width: 16, mayOvertake: overtaking == .easy).starts(of: jobs))
    }

    @Test("conservative starts every job at the second at which a plain simulator does", arguments: 0..<40)
    func conservative(seed: Int) throws {
        let jobs = workload(seed: seed, count: 60, longest: 40)

        let starts = try self.starts(of: jobs, on: 16, Policy(overtaking: .conservative))

        #expect(starts == PlainConservative(width: 16).starts(of: jobs), "seed \(seed)")
    }

    @Test("what is changed while it runs goes on with its new width's speed; what has ended stays as it was")
    func changes() throws {
        var job = Samples.job("elastic")
        job.request = Request(cores: .one...Cores(2))
        job.request.preferredCores = .one
        job.request.isMalleable = true
        let times = RunTimesByWidth([.init(cores: 1, time: .seconds(100)), .init(cores: 2, time: .seconds(60))])
        let arrival = WorkloadRehearsal.Arrival(job: job, at: .zero, runTimes: times)
        let wider = JobChange(preferredCores: Cores(2))
        func at(_ seconds: Int64) -> Instant { .zero + .seconds(seconds) }
        var rehearsal = try Rehearsal(nodes: [Samples.node(cores: 2)]) { _, _ in arrival.behaviour }
        rehearsal.expect([(jobs: [job], at: .zero)])
        rehearsal.expect([.init(job: 0, change: wider, at: at(20)), .init(job: 0, change: wider, at: at(500))])

        let findings = rehearsal.run()

        // A fifth is done on one core, and the rest takes 48 s on two.
        #expect(findings == [])
        #expect(rehearsal.played.map(\.endedAt) == [at(68)])
        #expect(rehearsal.now == at(500))
    }

    private func workload(seed: Int, count: Int, longest: Int) -> [PlainSimulator.PlainJob] {
        var numbers = SeededNumbers(seed: UInt64(seed))
        var arrivesAt = 0
        return (0..<count).map { _ in
            arrivesAt += Int.random(in: 0...longest * 3 / 20, using: &numbers)
            let runTime = Int.random(in: 0...longest, using: &numbers)
            return PlainSimulator.PlainJob(
                arrivesAt: arrivesAt, runTime: runTime,
                estimate: max(1, runTime * Int.random(in: 1...3, using: &numbers)),
                width: Int.random(in: 1...12, using: &numbers))
        }
    }

    private func starts(of jobs: [PlainSimulator.PlainJob], on width: Int, _ policy: Policy) throws -> [Int] {
        let arrivals = jobs.enumerated().map { number, plain in
            var job = Samples.job("\(number)", cores: plain.width)
            job.request.wallTime = .seconds(Int64(plain.estimate))
            return WorkloadRehearsal.Arrival(
                job: job, at: Instant(nanoseconds: Int64(plain.arrivesAt) * 1_000_000_000),
                runTime: .seconds(Int64(min(plain.runTime, plain.estimate))))
        }
        var rehearsal = try WorkloadRehearsal(arrivals, on: [Samples.node(cores: width)], policy: policy)
        let isOver = rehearsal.play(atMost: 100_000)
        #expect(isOver)
        var starts = [Int](repeating: -1, count: jobs.count)
        for one in rehearsal.played { starts[one.task.job.number] = Int(one.startedAt.nanoseconds / 1_000_000_000) }
        return starts
    }

    @Test("a score is what its definitions say")
    func score() {
        func played(_ arrived: Int64, _ started: Int64, _ ended: Int64, cores: Int) -> PlayedTask {
            func instant(_ seconds: Int64) -> Instant { Instant(nanoseconds: seconds * 1_000_000_000) }
            return PlayedTask(
                task: Samples.task(0), arrivedAt: instant(arrived), startedAt: instant(started),
                endedAt: instant(ended), width: Cores(cores))
        }

        let score = Score(of: [played(10, 10, 30, cores: 4), played(10, 30, 32, cores: 2)], cores: 4)

        #expect(score.tasks == 2)
        #expect(score.meanWait == 10)
        #expect(score.longestWait == 20)
        #expect(score.meanResponse == 21)
        #expect(score.longestResponse == 22)
        // Of the shorter one (20 + 2) / 10: two seconds count as ten.
        #expect(score.meanSlowdown == (1 + 2.2) / 2)
        #expect(score.largestSlowdown == 2.2)
        #expect(score.makespan == 22)
        #expect(score.utilisation == 84.0 / 88.0)
        #expect(score.productivity == 2.0 / 22.0)
    }
}
