import Model
import Plan
import Rehearsal
import Testing

@Suite("The order of service, on one node and on many")
struct OrderTests {
    private func job(_ name: String, priority: Int, cores: Int = 1) -> Job {
        var job = Samples.job(name, cores: cores)
        job.priority = priority
        return job
    }

    @Test("the larger priority goes first, the first come among equals, whatever they ask for")
    func priority() throws {
        let jobs = [
            job("low", priority: 0), job("high", priority: 5), job("wide", priority: 7, cores: 2),
            job("also high", priority: 5),
        ]
        var live = try Live(nodes: [2], jobs)

        #expect(live.plan().starts == [[2, 0, 0]])
        try live.end(0)
        #expect(live.plan().starts == [[1, 0, 0], [3, 0, 0]])
    }

    @Test("a step of priority is worth a day of waiting, so that nobody is passed for ever")
    func ageing() throws {
        var live = try Live(nodes: [1], [Samples.job("running"), job("old", priority: 0)])
        live.plan()
        live.now = live.now + .seconds(86_399)
        try live.take(.jobsSubmitted(first: JobIdentifier(2), jobs: [job("soon", priority: 1)], at: live.now))
        live.now = live.now + .seconds(2)
        try live.take(.jobsSubmitted(first: JobIdentifier(3), jobs: [job("late", priority: 1)], at: live.now))

        var order: [Int] = []
        for attempt in 0..<3 {
            try live.end(attempt)
            order += live.plan().starts.map { $0[0] }
        }

        #expect(order == [2, 1, 3])
    }

    @Test("no node hoards: on 100 nodes every core has its first task before any chain grows")
    func fairness() throws {
        var live = try Live(nodes: Array(repeating: 1, count: 100), [Samples.job("short", 0..<10_000)])
        let begin = live.now
        live.plan()
        #expect(Set(live.last.starts.map { $0[2] }).count == 100)
        live.now = live.now + .milliseconds(1)
        for attempt in 0..<100 {
            try live.take(
                .attemptEnded(
                    AttemptEnd(
                        attempt: AttemptIdentifier(attempt), startedAt: begin, endedAt: live.now, outcome: .succeeded)))
        }

        let refilled = live.plan()

        #expect(Set(refilled.starts.map { $0[2] }).count == 100)
        // Half of what waits is handed ahead at most, and the same to everyone as far as it goes.
        #expect(refilled.handOvers.allSatisfy { (20...50).contains($0.count) })
    }

    @Test("a node that joins late takes its part of what waits")
    func lateNode() throws {
        var live = try Live(nodes: [1], [Samples.job("short", 0..<1000)])
        live.plan()
        try live.take(.nodeJoined(Samples.node(1, cores: 1), at: live.now))

        #expect(live.plan().starts == [[0, 1, 1]])
    }

    @Test("a task goes to the tightest node that holds it whole, and to the widest when none does")
    func tightest() throws {
        var range = Samples.job("range")
        range.request.cores = Cores(3)...Cores(16)
        var live = try Live(nodes: [8, 2, 4], [Samples.job("two", cores: 2), Samples.job("three", cores: 3), range])

        #expect(live.plan().starts == [[0, 0, 1], [1, 0, 2], [2, 0, 0]])
    }
}
