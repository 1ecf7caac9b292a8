import Model
import Plan
import Testing

@Suite("Who runs makes room") struct YieldingTests {
    private func live(
        _ jobs: [Job], nodes: [Int] = [4], victim: Policy.Preemption.Victim = .mostRunTime,
        order: Policy.Order = .priority(ageing: nil)
    ) throws -> Live {
        var configuration = Planner.Configuration()
        configuration.policy = Policy(order: order, preemption: .pause(victim))
        var live = try Live(nodes: nodes, jobs, configuration: configuration)
        live.plan()
        for number in live.last.handOvers.map(\.firstAttempt.number) { try live.start(number) }
        live.plan(after: .seconds(10))
        return live
    }

    private func job(_ name: String, cores: Int, priority: Int = 0) -> Job {
        var job = Samples.job(name, cores: cores)
        job.priority = priority
        return job
    }

    private func placement(_ cores: Range<Int>, on node: Int = 0) -> Placement {
        Placement(
            parts: [Placement.Part(node: NodeIdentifier(node), cores: cores.map { Placement.CoreShare(position: $0) })])
    }

    private func pause(_ attempt: Int, number: Int = 1, for job: Int, on node: Int = 0) -> Order {
        .adjust(
            AttemptIdentifier(attempt),
            Adjustment(
                number: number, placement: placement(0..<0, on: node), isPaused: true,
                madeRoomFor: Samples.task(job)))
    }

    @Test("who comes before the one that runs gets its cores once it has paused, and the paused goes on behind it")
    func story() throws {
        var live = try live([job("low", cores: 4)])
        try live.submit([job("high", cores: 3, priority: 1)])
        let low = AttemptIdentifier(0)
        let paused = Adjustment(
            number: 1, placement: placement(0..<0), isPaused: true, madeRoomFor: Samples.task(1))
        let submitted = Fact.jobsSubmitted(
            first: JobIdentifier(1), jobs: [job("high", cores: 3, priority: 1)], at: live.now)

        #expect(
            live.plan()
                == Decision(
                    record: [submitted, .adjustmentDecided(low, paused, at: live.now)], orders: [.adjust(low, paused)]))
        #expect(live.plan() == Decision())

        try live.take(.attemptAdjusted(low, number: 1, at: live.now))
        let handOver = HandOver(
            firstAttempt: AttemptIdentifier(1), placement: placement(0..<3), after: nil,
            tasks: [TaskRange(job: JobIdentifier(1), iterations: 0..<1)], at: live.now)
        #expect(
            live.plan()
                == Decision(
                    record: [.attemptAdjusted(low, number: 1, at: live.now), .attemptsHandedOver(handOver)],
                    orders: [.start(handOver)]))
        #expect(live.state(0) == .paused)
        #expect(
            live.planner.explanation(of: Samples.task(0), at: live.now)
                == .paused(low, since: live.now, madeRoomFor: Samples.task(1)))

        try live.end(1)
        #expect(
            live.plan(after: .seconds(5)).orders
                == [.adjust(low, Adjustment(number: 2, placement: placement(0..<4), isPaused: false))])
        try live.take(.attemptAdjusted(low, number: 2, at: live.now))
        #expect(live.plan().orders == [])
        #expect(live.state(0) == .running)
    }

    @Test("until the answer nobody else gets what room was made of, however small")
    func nobodySlipsIn() throws {
        var live = try live([job("low", cores: 3)])
        try live.submit([job("high", cores: 4, priority: 2), job("small", cores: 1, priority: 1)])

        #expect(live.plan().orders == [pause(0, for: 1)])
        try live.take(.attemptAdjusted(AttemptIdentifier(0), number: 1, at: live.now))
        #expect(live.plan().starts == [[1, 0, 0]])
    }

    @Test("of equals, and of those who differ by less than half a step of ageing, nobody is paused")
    func equals() throws {
        var plain = try live([job("first", cores: 3)])
        try plain.submit([job("wide", cores: 4)])
        #expect(plain.plan().orders == [])

        var ageing = try live([job("first", cores: 3)], order: .priority(ageing: .seconds(3600)))
        try ageing.submit([job("wide", cores: 4)])
        #expect(ageing.plan().orders == [])
        try ageing.submit([job("above", cores: 4, priority: 1)])
        #expect(ageing.plan().orders == [pause(0, for: 2)])
    }

    @Test("nobody is paused if that would not be enough")
    func notEnough() throws {
        var live = try live([job("low", cores: 2), job("same", cores: 2, priority: 1)])
        try live.submit([job("wide", cores: 4, priority: 1)])

        #expect(live.plan().orders == [])
    }

    @Test("as few as are needed: by who has run for longest, or by who asked for least", arguments: [0, 1])
    func fewest(rule: Int) throws {
        let victim = Policy.Preemption.Victim.allCases[rule]
        var live = try live([job("one", cores: 1), job("two", cores: 2)], victim: victim)
        try live.submit([job("late", cores: 1)])
        live.plan()
        try live.start(2)
        live.now = live.now + .seconds(5)
        try live.submit([job("high", cores: 2, priority: 1)])

        // The longest are the first two, of which the second is enough; the smallest are the two of one core, who ran
        // for less last.
        let expected: [[Order]] = [[pause(1, for: 3)], [pause(0, for: 3), pause(2, for: 3)]]
        let orders = Set(live.plan().orders)

        #expect(orders == Set(expected[rule]))
    }

    @Test("a paused task goes on on other cores of its node; one that can change its width on fewer")
    func otherCores() throws {
        var malleable = job("malleable", cores: 3)
        malleable.request.cores = Cores(1)...Cores(3)
        malleable.request.isMalleable = true
        var live = try live([malleable])
        try live.submit([job("high", cores: 3, priority: 1)])
        live.plan()
        try live.take(.attemptAdjusted(AttemptIdentifier(0), number: 1, at: live.now))

        let orders = live.plan().orders

        #expect(
            orders.last
                == .adjust(
                    AttemptIdentifier(0), Adjustment(number: 2, placement: placement(3..<4), isPaused: false)))
    }

    @Test("who went on is not paused again for the same one")
    func notAgain() throws {
        var live = try live([job("low", cores: 2)])
        try live.submit([job("high", cores: 3, priority: 1)])
        live.plan()
        try live.take(.attemptAdjusted(AttemptIdentifier(0), number: 1, at: live.now))
        live.plan()
        try live.start(1)
        try live.submit([job("highest", cores: 2, priority: 2)])
        #expect(live.plan().orders == [pause(1, for: 2)])
        try live.take(.attemptAdjusted(AttemptIdentifier(1), number: 1, at: live.now))
        // The first goes on beside the third, and then keeps the second waiting to its end.
        live.plan()
        try live.start(2)
        try live.take(.attemptAdjusted(AttemptIdentifier(0), number: 2, at: live.now))
        try live.end(2)

        #expect(live.plan().orders == [])
        try live.end(0)
        #expect(
            live.plan().orders
                == [
                    .adjust(
                        AttemptIdentifier(1), Adjustment(number: 2, placement: placement(0..<3), isPaused: false))
                ])
    }

    @Test("who could not be paused is not asked again, and others are paused instead")
    func rigid() throws {
        var live = try live([job("rigid", cores: 2), job("other", cores: 2)], victim: .smallestRequest)
        try live.submit([job("high", cores: 2, priority: 1)])
        #expect(live.plan().orders == [pause(1, for: 2)])
        try live.take(.adjustmentFailed(AttemptIdentifier(1), number: 1, errorNumber: 38, at: live.now))

        #expect(live.plan().orders == [pause(0, for: 2)])
    }

    @Test("nobody on a node that drains is paused")
    func draining() throws {
        var live = try live([job("a", cores: 4), job("b", cores: 4)], nodes: [4, 4])
        try live.take(.nodeDraining(NodeIdentifier(0), at: live.now))
        try live.submit([job("high", cores: 4, priority: 1)])

        #expect(live.plan().orders == [pause(1, for: 2, on: 1)])
    }

    @Test("what was handed ahead is asked back before its first is paused")
    func chains() throws {
        var live = try live([Samples.job("short", 0..<100, cores: 4)])
        live.now = live.now + .milliseconds(1)
        try live.endBriefly(0)
        live.plan()
        let first = try #require(live.last.handOvers.first)
        #expect(first.count > 1)
        try live.start(first.firstAttempt.number)
        try live.submit([job("high", cores: 4, priority: 1)])

        let recalled = live.plan().orders
        try live.take(
            .attemptsTakenBack(
                first: AttemptIdentifier(first.firstAttempt.number + 1), count: first.count - 1, at: live.now))
        let paused = live.plan().orders

        #expect(recalled == [.takeBack(first.firstAttempt, count: first.count - 1)])
        #expect(paused == [pause(first.firstAttempt.number, for: 1)])
    }

    @Test("a paused task is cancelled, and lost with its node, like one that runs")
    func ends() throws {
        var live = try live([job("low", cores: 4), job("other", cores: 4)], nodes: [4, 4])
        try live.submit([job("a", cores: 4, priority: 1), job("b", cores: 4, priority: 1)])
        live.plan()
        try live.take(.attemptAdjusted(AttemptIdentifier(1), number: 1, at: live.now))
        live.plan()
        try live.take(.attemptAdjusted(AttemptIdentifier(0), number: 1, at: live.now))
        live.plan()

        try live.take(.tasksCancelled(TaskRange(job: JobIdentifier(0), iterations: 0..<1), at: live.now))
        let cancelling = live.plan().orders
        try live.take(.nodeLost(NodeIdentifier(1), at: live.now))
        live.plan()

        #expect(cancelling == [.end(AttemptIdentifier(0), as: .cancelled, grace: .seconds(10))])
        #expect(live.state(1) == .ready)
        #expect(live.planner.capacityFindings() == [])
    }

    @Test("after a replay what was asked and not answered is asked again, and the decisions are the same")
    func replay() throws {
        var live = try live([job("low", cores: 4)])
        try live.submit([job("high", cores: 3, priority: 1)])
        live.plan()
        var replica = live.replayed()
        #expect(replica.outstandingOrders().last == pause(0, for: 1))

        try live.take(.attemptAdjusted(AttemptIdentifier(0), number: 1, at: live.now))
        try replica.take(.attemptAdjusted(AttemptIdentifier(0), number: 1, at: live.now), at: live.now)

        let decision = replica.plan(at: live.now)
        #expect(decision == live.plan())
        #expect(!decision.orders.isEmpty)
    }
}
