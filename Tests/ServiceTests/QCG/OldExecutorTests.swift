import Dialects
import Model
import Plan
import Testing

@testable import Service

@Suite("executors of the global queue's old program")
struct OldExecutorTests {
    private typealias Bench = OldExecutorBench

    @Test("fetch what fits on their cores, counted from 0, in the order it was submitted, and report its end")
    func wholeLife() throws {
        var bench = Bench()
        try bench.submit(Bench.job("sweep", 10..<13), Bench.job("wide", cores: Cores(4)), Bench.job("late"))

        try bench.register(Bench.executor(cores: 4))

        #expect(try bench.fetch(limit: 2) == ["sweep 0 1"])
        #expect(try bench.fetch() == ["sweep 2", "late 0"])
        #expect(try bench.fetch() == [])
        #expect(bench.state(0, 10) == .running)
        for offset in 0..<3 { try bench.report("sweep", offset, offset == 1 ? .failed : .succeeded) }
        try bench.report("late")
        #expect(bench.state(0, 10) == .succeeded)
        #expect(bench.state(0, 11) == .failed)
        #expect(try bench.fetch() == ["wide 0"])
        try bench.report("wide")
        #expect(bench.planner.isComplete)
        #expect(bench.planner.presentNodes.map(\.allocation) == ["qcg executor-ABCDE"])
    }

    @Test("are silent after 120 seconds, lose what they had a grace later, and join anew when they are heard again")
    func silence() throws {
        var bench = Bench()
        try bench.register(Bench.executor(cores: 2))
        try bench.submit(Bench.job("a"), Bench.job("b"))
        #expect(try bench.fetch(limit: 1) == ["a 0"])

        try bench.pass(seconds: 119)
        try bench.beat()
        try bench.pass(seconds: 120)
        #expect(!bench.planner.isSilent(NodeIdentifier(0)))
        try bench.pass(seconds: 2)
        #expect(bench.planner.isSilent(NodeIdentifier(0)))
        #expect(bench.state(0) == .running)
        try bench.pass(seconds: 120)
        #expect(bench.state(0) == .ready)
        #expect(bench.planner.presentNodes.isEmpty)

        try bench.beat()
        #expect(bench.planner.presentNodes.map(\.identifier) == [NodeIdentifier(1)])
        // It still runs what was given up.
        #expect(try bench.fetch() == ["b 0"])
        try bench.report("a")
        #expect(bench.state(0) != .succeeded)
        #expect(try bench.fetch() == ["a 0"])
        try bench.report("a")
        try bench.report("b")
        #expect(bench.planner.isComplete)
    }

    @Test("heard again in time lose nothing")
    func shortSilence() throws {
        var bench = Bench()
        try bench.register(Bench.executor(cores: 2))
        try bench.submit(Bench.job("a"))
        #expect(try bench.fetch() == ["a 0"])

        try bench.pass(seconds: 150)
        #expect(bench.planner.isSilent(NodeIdentifier(0)))
        try bench.report("a")

        #expect(!bench.planner.isSilent(NodeIdentifier(0)))
        #expect(bench.state(0) == .succeeded)
        try bench.pass(seconds: 90)
        #expect(bench.planner.presentNodes.count == 1)
    }

    @Test("go on with a service that was started again: what they fetched is theirs, the rest is offered again")
    func restart() throws {
        var bench = Bench()
        try bench.register(Bench.executor(cores: 2))
        try bench.submit(Bench.job("a"), Bench.job("b"))
        #expect(try bench.fetch(limit: 1) == ["a 0"])

        try bench.restart()
        try bench.beat()

        #expect(try bench.fetch() == ["b 0"])
        try bench.report("a")
        try bench.report("b")
        #expect(bench.state(0) == .succeeded)
        #expect(bench.state(1) == .succeeded)
        #expect(bench.planner.presentNodes.count == 1)
    }

    @Test("a cancelled task that was not fetched ends at once, one that was when they report it")
    func cancelling() throws {
        var bench = Bench()
        try bench.register(Bench.executor(cores: 2))
        try bench.submit(Bench.job("a"), Bench.job("b"))
        #expect(try bench.fetch(limit: 1) == ["a 0"])

        try bench.take((0..<2).map { .tasksCancelled(TaskRange(job: JobIdentifier($0), iterations: 0..<1), at: .zero) })

        #expect(bench.state(0) == .running)
        #expect(bench.state(1) == .cancelled)
        #expect(try bench.fetch() == [])
        try bench.report("a", 0, .failed)
        #expect(bench.state(0) == .cancelled)
    }

    @Test("are never given more than they have cores for, also by tasks that share a core here")
    func fractions() throws {
        var bench = Bench()
        try bench.register(Bench.executor(cores: 1))
        try bench.submit(Bench.job("half", 0..<4, cores: Cores(thousandths: 500)))

        #expect(try bench.fetch() == ["half 0"])
        #expect(try bench.fetch() == [])
        try bench.report("half", 0)
        #expect(try bench.fetch().count == 1)
    }

    @Test("what was handed ahead on the same cores is fetched one after another, and can be taken back")
    func chains() throws {
        var bench = Bench()
        try bench.register(Bench.executor(cores: 1))
        var job = Bench.job("quick", 0..<100)
        job.request.expectedTime = .milliseconds(1)
        try bench.submit(job)

        #expect(try bench.fetch() == ["quick 0"])
        #expect(try bench.fetch() == [])
        #expect(bench.planner.attemptsInMotion > 1)
        try bench.report("quick", 0)
        #expect(try bench.fetch() == ["quick 1"])
        try bench.take([.nodeDraining(NodeIdentifier(0), at: bench.now)])
        #expect(bench.planner.attemptsInMotion == 1)
        try bench.report("quick", 1)
        #expect(try bench.fetch() == [])
    }

    @Test("one with several nodes is as many, and hears over how many of them a job is to be spread")
    func severalNodes() throws {
        var bench = Bench()
        var wide = Bench.job("wide", cores: Cores(2))
        wide.request.nodes = 2...2
        var ranged = Bench.job("ranged")
        ranged.request.cores = Cores(1)...Cores(8)
        try bench.submit(wide, ranged)
        try bench.register(Bench.executor(cores: 2, 3, 4))

        let fetched = try #require(bench.executors.fetch("executor-ABCDE", limit: nil, bench.planner, at: bench.now))

        #expect(bench.planner.presentNodes.map(\.name) == ["n0", "n1", "n2"])
        #expect(Set(bench.planner.presentNodes.map(\.executor)) == [7])
        #expect(fetched.reservations.map(\.job.name) == ["wide", "ranged"])
        #expect(fetched.reservations.map(\.job.request.nodes) == [2...2, 1...1])
        #expect(fetched.reservations.map(\.job.request.cores.lowerBound) == [Cores(2), Cores(4)])
        #expect(!fetched.reservations.contains { !$0.namesNodes })
        let reply = QCGReply.reserved(fetched.reservations).filter { !$0.isWhitespace }
        #expect(reply.contains(#""nodes":{"exact":1,"min":null,"max":null,"scheduler":null}"#))
    }

    @Test("of whom nobody knows are told so, and one of a known name takes the place of the former")
    func strangers() throws {
        var bench = Bench()
        #expect(bench.executors.heard("executor-NOONE", bench.planner, at: bench.now) == nil)
        try bench.register(Bench.executor(cores: 1))
        try bench.submit(Bench.job("a"))
        #expect(try bench.fetch() == ["a 0"])

        try bench.register(Bench.executor(cores: 1))

        #expect(bench.planner.presentNodes.map(\.identifier) == [NodeIdentifier(1)])
        #expect(try bench.fetch() == ["a 0"])
    }
}
