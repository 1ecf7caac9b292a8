import Model
import Plan
import Rehearsal
import Testing

@Suite("Planner")
struct PlannerTests {
    private let now = Instant(nanoseconds: 1_000_000_000)

    /// A planner that has lived through submission on one node.
    private func planner(cores: Int, _ jobs: [Job]) throws -> Planner {
        var planner = Planner()
        try planner.take(.nodeJoined(Samples.node(cores: cores), at: now), at: now)
        try planner.take(.jobsSubmitted(first: JobIdentifier(0), jobs: jobs, at: now), at: now)
        return planner
    }

    private func placement(_ positions: Int...) -> Placement {
        Placement(parts: [
            Placement.Part(node: NodeIdentifier(0), cores: positions.map { Placement.CoreShare(position: $0) })
        ])
    }

    private func handOver(
        _ attempt: Int, _ task: TaskIdentifier, on placement: Placement, at: Instant
    ) -> HandOver {
        HandOver(
            firstAttempt: AttemptIdentifier(attempt), placement: placement, after: nil,
            tasks: [TaskRange(job: task.job, iterations: task.iteration..<task.iteration + 1)], at: at)
    }

    private func end(_ attempt: Int, _ outcome: Outcome = .succeeded, at: Instant) -> Fact {
        .attemptEnded(
            AttemptEnd(attempt: AttemptIdentifier(attempt), startedAt: now, endedAt: at, outcome: outcome))
    }

    @Test("the first decision records what was taken, then a hand-over for each free core")
    func firstDecision() throws {
        let jobs = [Samples.job("sweep", 5..<9)]
        var planner = try planner(cores: 2, jobs)

        let decision = planner.plan(at: now)

        let handOvers = [
            handOver(0, Samples.task(0, 5), on: placement(0), at: now),
            handOver(1, Samples.task(0, 6), on: placement(1), at: now),
        ]
        #expect(
            decision
                == Decision(
                    record: [
                        .nodeJoined(Samples.node(cores: 2), at: now),
                        .jobsSubmitted(first: JobIdentifier(0), jobs: jobs, at: now),
                    ] + handOvers.map(Fact.attemptsHandedOver),
                    orders: handOvers.map(Order.start)))
    }

    @Test("a job that fits passes one that does not")
    func overtaking() throws {
        var planner = try planner(
            cores: 2, [Samples.job("narrow"), Samples.job("wide", cores: 2), Samples.job("late")])

        let decision = planner.plan(at: now)

        #expect(
            decision.orders == [
                .start(handOver(0, Samples.task(0), on: placement(0), at: now)),
                .start(handOver(1, Samples.task(2), on: placement(1), at: now)),
            ])
    }

    @Test("nobody is passed for ever: after its patience the first in line is served next")
    func patience() throws {
        var planner = try planner(
            cores: 2, [Samples.job("first"), Samples.job("wide", cores: 2), Samples.job("narrow", 0..<100)])
        _ = planner.plan(at: now)
        let later = now + .seconds(61)
        try planner.take(end(0, at: later), at: later)

        let held = planner.plan(at: later)
        try planner.take(end(1, at: later), at: later)
        let served = planner.plan(at: later)

        #expect(held.orders == [])
        #expect(served.orders.first == .start(handOver(2, Samples.task(1), on: placement(0, 1), at: later)))
    }

    @Test("a range takes what is free up to its maximum")
    func moldable() throws {
        var job = Samples.job("moldable")
        job.request.cores = Cores(1)...Cores(3)
        var planner = try planner(cores: 2, [job])

        #expect(planner.plan(at: now).orders == [.start(handOver(0, Samples.task(0), on: placement(0, 1), at: now))])
    }

    @Test("a failure without retries skips whoever waits for success, and frees whoever waits for the end")
    func failure() throws {
        var cleanup = Samples.job("cleanup")
        cleanup.dependencies = [Dependency(job: "mesh", condition: .end)]
        var planner = try planner(cores: 1, [Samples.job("mesh"), Samples.job("solve", after: ["mesh"]), cleanup])
        _ = planner.plan(at: now)
        try planner.take(end(0, .exited(code: 3), at: now), at: now)

        let decision = planner.plan(at: now)

        #expect(
            decision.record == [
                end(0, .exited(code: 3), at: now),
                .taskFailed(Samples.task(0), at: now),
                .tasksSkipped(
                    TaskRange(job: JobIdentifier(1), iterations: 0..<1), because: Samples.task(0), at: now),
                .attemptsHandedOver(handOver(1, Samples.task(2), on: placement(0), at: now)),
            ])
    }

    @Test("an iteration starts when the same iteration of what it follows has succeeded")
    func sameIteration() throws {
        var analyse = Samples.job("analyse", 0..<3)
        analyse.dependencies = [Dependency(job: "make", scope: .sameIteration)]
        var planner = try planner(cores: 3, [Samples.job("make", 0..<3), analyse])
        _ = planner.plan(at: now)
        try planner.take(end(1, at: now), at: now)

        let decision = planner.plan(at: now)

        #expect(decision.orders == [.start(handOver(3, Samples.task(1, 1), on: placement(1), at: now))])
    }

    @Test("after running out of memory a task asks for twice as much, up to its limit")
    func growth() throws {
        var job = Samples.job("hungry")
        job.request.memory = .gibibytes(2)
        job.request.memoryLimit = .gibibytes(3)
        var planner = try planner(cores: 1, [job])
        _ = planner.plan(at: now)
        try planner.take(end(0, .outOfMemory, at: now), at: now)

        let decision = planner.plan(at: now)

        #expect(decision.record.contains(.taskReturned(Samples.task(0), readyAt: now, memory: .gibibytes(3))))
        guard case .start(let handOver) = decision.orders.first else {
            Issue.record("the task was not started again")
            return
        }
        #expect(handOver.placement.parts[0].memory == .gibibytes(3))
    }

    @Test("a retry rests, longer each time, and then starts by itself")
    func delay() throws {
        var job = Samples.job("flaky")
        job.retry = RetryRules(every: 2)
        job.retry.delay = .seconds(2)
        var planner = try planner(cores: 1, [job])
        _ = planner.plan(at: now)
        try planner.take(end(0, .exited(code: 1), at: now), at: now)

        let resting = planner.plan(at: now)
        let again = planner.plan(at: now + .seconds(2))
        try planner.take(end(1, .exited(code: 1), at: now + .seconds(3)), at: now + .seconds(3))
        let longer = planner.plan(at: now + .seconds(3))

        #expect(resting.orders == [])
        #expect(resting.wakeAt == now + .seconds(2))
        #expect(again.orders.count == 1)
        #expect(longer.wakeAt == now + .seconds(7))
    }

    @Test("a chain holds about 50 ms of expected work, and is taken apart when its first attempt runs long")
    func chains() throws {
        var planner = try planner(cores: 1, [Samples.job("short", 0..<1000)])
        _ = planner.plan(at: now)
        let later = now + .milliseconds(1)
        try planner.take(end(0, at: later), at: later)

        let handedAhead = planner.plan(at: later)
        let taken = planner.plan(at: later + .milliseconds(100))

        guard case .start(let handOver) = handedAhead.orders.first else {
            Issue.record("nothing was handed ahead")
            return
        }
        #expect(handOver.count == 50)
        #expect(handedAhead.wakeAt == later + .milliseconds(100))
        #expect(taken.orders == [.takeBack(AttemptIdentifier(1), count: 49)])
    }

    @Test("one task of 100 ms is handed ahead, and stays ahead while the first takes its usual time")
    func oneAhead() throws {
        var planner = try planner(cores: 1, [Samples.job("middling", 0..<1000)])
        _ = planner.plan(at: now)
        let later = now + .milliseconds(100)
        try planner.take(end(0, at: later), at: later)

        let handedAhead = planner.plan(at: later)

        guard case .start(let handOver) = handedAhead.orders.first else {
            Issue.record("nothing was handed ahead")
            return
        }
        #expect(handOver.count == 2)
        #expect(planner.plan(at: later + .milliseconds(199)).orders == [])
        #expect(planner.plan(at: later + .milliseconds(200)).orders == [.takeBack(AttemptIdentifier(1), count: 1)])
    }

    @Test("what was lost runs again without using up retries; what was handed ahead had not started")
    func loss() throws {
        var planner = try planner(cores: 1, [Samples.job("short", 0..<1000)])
        _ = planner.plan(at: now)
        try planner.take(end(0, at: now + .milliseconds(1)), at: now + .milliseconds(1))
        _ = planner.plan(at: now + .milliseconds(1))

        for round in 0..<6 {
            try planner.take(.nodeLost(NodeIdentifier(round), at: now), at: now)
            try planner.take(.nodeJoined(Samples.node(round + 1, cores: 1), at: now), at: now)
            _ = planner.plan(at: now)
        }

        #expect(planner.state(of: Samples.task(0, 1)) == .failed)
        #expect(planner.endedCounts(of: JobIdentifier(0)).failed == 1)
    }

    @Test("a lost executor's tasks return to the front of the line, in submission order")
    func returnToTheFront() throws {
        var planner = try planner(cores: 1, [Samples.job("sweep", 0..<4), Samples.job("late")])
        for attempt in 0..<2 {
            _ = planner.plan(at: now)
            try planner.take(end(attempt, at: now + .seconds(1)), at: now)
        }
        _ = planner.plan(at: now)

        try planner.take(.nodeLost(NodeIdentifier(0), at: now), at: now)
        try planner.take(.nodeJoined(Samples.node(1, cores: 1), at: now), at: now)
        let decision = planner.plan(at: now)

        guard case .start(let handOver) = decision.orders.first else {
            Issue.record("nothing was started")
            return
        }
        #expect(handOver.tasks == [TaskRange(job: JobIdentifier(0), iterations: 2..<3)])
    }

    @Test("a task that ended as interrupted is as if it had not been tried")
    func interruption() throws {
        var planner = try planner(cores: 1, [Samples.job("long")])
        _ = planner.plan(at: now)
        try planner.take(.heldBack(at: now), at: now)
        try planner.take(end(0, .interrupted, at: now), at: now)
        _ = planner.plan(at: now)

        #expect(planner.explanation(of: Samples.task(0), at: now) == .heldBack)
        try planner.take(.resumed(at: now), at: now)
        #expect(planner.plan(at: now).orders.count == 1)
    }

    @Test("what still has to be done after a replay is what had been handed over and has not ended")
    func outstandingOrders() throws {
        var planner = try planner(cores: 2, [Samples.job("sweep", 0..<9)])
        let decision = planner.plan(at: now)
        var replayed = Planner()
        for fact in decision.record { replayed.apply(fact) }

        #expect(replayed.outstandingOrders() == decision.orders)
    }
}
