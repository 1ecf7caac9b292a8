import Model
import Plan
import Testing

@Suite("What people do to jobs")
struct ChangeTests {
    private let job = JobIdentifier(0)

    /// One core with a chain of 50 short tasks of the first job on it, attempts 1 to 50.
    private func chained(_ others: [Job] = []) throws -> Live {
        var live = try Live(nodes: [1], [Samples.job("short", 0..<1000)] + others)
        let begin = live.now
        live.plan()
        live.now = live.now + .milliseconds(1)
        try live.take(
            .attemptEnded(
                AttemptEnd(attempt: AttemptIdentifier(0), startedAt: begin, endedAt: live.now, outcome: .succeeded)))
        live.plan()
        return live
    }

    @Test("a paused job gives back what was handed ahead and starts nothing; others go on, and later it does")
    func pause() throws {
        var live = try chained([Samples.job("other")])
        try live.take(.jobsPaused([job], at: live.now))
        let paused = live.plan()
        try live.take(.attemptsTakenBack(first: AttemptIdentifier(2), count: 49, at: live.now))
        try live.end(1)
        let others = live.plan()

        #expect(paused.orders == [.takeBack(AttemptIdentifier(1), count: 49)])
        #expect(others.starts == [[1, 0, 0]])
        #expect(live.state(0, 2) == .waiting)
        #expect(live.planner.explanation(of: Samples.task(0, 2), at: live.now) == .jobPaused)
        try live.end(51)
        try live.take(.jobsUnpaused([job], at: live.now))
        #expect(live.plan().starts == [[0, 2, 0]])
    }

    @Test("new cores hold for what has not started; what was handed ahead is taken back")
    func newCores() throws {
        var live = try Live(nodes: [2], [Samples.job("job", 0..<3, cores: 2)])
        live.plan()
        try live.take(.jobChanged(job, JobChange(cores: .one ... .one), at: live.now))
        live.plan()
        try live.end(0)

        #expect(live.plan().handOvers.map(\.placement.width) == [.one, .one])
    }

    @Test("a new priority holds at once")
    func newPriority() throws {
        var live = try Live(nodes: [1], [Samples.job("first"), Samples.job("second"), Samples.job("third")])
        live.plan()
        try live.take(.jobChanged(JobIdentifier(2), JobChange(priority: 1), at: live.now))
        try live.end(0)

        #expect(live.plan().starts == [[2, 0, 0]])
    }

    @Test("a change that is impossible is refused with the reason")
    func impossible() throws {
        var live = try Live(nodes: [1], [Samples.job("job")])

        #expect(throws: Refusal.impossibleChange(job: "job", problem: "it needs more than 0 cores")) {
            try live.take(.jobChanged(job, JobChange(cores: .zero ... .zero), at: live.now))
        }
    }

    @Test("what has ended can be removed: its name is free, and what its tasks came to is still known to others")
    func remove() throws {
        var live = try Live(nodes: [1], [Samples.job("mesh"), Samples.job("solve", after: ["mesh"])])
        live.plan()
        #expect(throws: Refusal.unendedJob(name: "mesh")) { try live.take(.jobsRemoved([job], at: live.now)) }
        try live.end(0)
        live.plan()
        #expect(throws: Refusal.neededJob(name: "mesh", by: "solve")) {
            try live.take(.jobsRemoved([job], at: live.now))
        }
        try live.end(1, .exited(code: 1))
        live.plan()
        try live.take(.jobsRemoved([job], at: live.now))
        live.plan()

        #expect(live.planner.job(named: "mesh") == nil)
        #expect(throws: Refusal.unknownJob(job)) { try live.take(.retryRequested(job, at: live.now)) }
        try live.take(.jobsSubmitted(first: JobIdentifier(2), jobs: [Samples.job("mesh")], at: live.now))
        try live.take(.retryRequested(JobIdentifier(1), at: live.now))
        #expect(live.plan().starts == [[1, 0, 0]])
    }

    @Test("what is cancelled stays so, whether it is ready, handed ahead, taken back or lost")
    func cancel() throws {
        var live = try chained()
        try live.take(.tasksCancelled(TaskRange(job: job, iterations: 1..<1000), at: live.now))
        let ordered = live.plan()
        try live.take(.attemptsTakenBack(first: AttemptIdentifier(40), count: 11, at: live.now))
        try live.end(39, .cancelled)
        try live.take(.nodeLost(NodeIdentifier(0), at: live.now))
        try live.take(.nodeJoined(Samples.node(1, cores: 1), at: live.now))
        live.plan()

        #expect(ordered.orders.count == 50)
        #expect(live.last.orders == [])
        #expect(live.planner.endedCounts(of: job).cancelled == 999)
    }

    @Test("after a replay what was to be ended is still to be ended, and what was to be taken back still is")
    func outstanding() throws {
        var live = try chained()
        try live.take(.tasksCancelled(TaskRange(job: job, iterations: 1..<2), at: live.now))
        try live.take(.nodeDraining(NodeIdentifier(0), at: live.now))
        live.plan()

        let orders = live.planner.outstandingOrders(on: NodeIdentifier(0))

        #expect(orders.count == 3)
        #expect(orders.contains(.end(AttemptIdentifier(1), as: .cancelled, grace: .seconds(10))))
        #expect(orders.contains(.takeBack(AttemptIdentifier(1), count: 49)))
        #expect(live.planner.outstandingOrders(on: NodeIdentifier(1)) == [])
    }

    @Test("a batch's key tells its jobs, also after a replay; the oldest of 100,000 are forgotten")
    func keys() throws {
        var live = try Live(nodes: [1])
        for number in 0..<3 {
            let jobs = [Samples.job("a\(number)"), Samples.job("b\(number)")]
            try live.take(
                .jobsSubmitted(first: JobIdentifier(2 * number), jobs: jobs, key: "key\(number)", at: live.now))
        }
        var replayed = Planner()
        for fact in live.plan().record { replayed.apply(fact) }

        #expect(replayed.jobs(submittedWith: "key1") == [JobIdentifier(2), JobIdentifier(3)])
        #expect(replayed.jobs(submittedWith: "") == nil)
        for number in 6..<100_006 {
            replayed.apply(
                .jobsSubmitted(
                    first: JobIdentifier(number), jobs: [Samples.job("c\(number)")], key: "more\(number)", at: .zero))
        }
        #expect(replayed.jobs(submittedWith: "key1") == nil)
        #expect(replayed.jobs(submittedWith: "more6") == [JobIdentifier(6)])
    }
}
