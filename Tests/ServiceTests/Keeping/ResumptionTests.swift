import Glibc
import Ledger
import Model
import Plan
import Posix
import Testing

@testable import Service

/// What can be gone on with, what is refused, and what becomes of a record that was harmed in between.
@Suite struct ResumptionTests {
    private let bench: Bench

    init() throws { bench = try Bench.make() }

    /// The sentence that going on is refused with.
    private func refusal(_ number: Int? = nil, _ order: RunOrder? = nil) -> String {
        do {
            _ = try bench.goOn(number, order)
            return "not refused"
        } catch {
            return error is Refusal ? "\(error)" : "a failure: \(error)"
        }
    }

    @Test("a run that does not exist, or none at all, is refused with what to do")
    func missing() throws {
        defer { bench.remove() }
        #expect(refusal().contains("finds no run in"))
        #expect(refusal(7).contains("is 7, and \(bench.state) has no such run. See `rota list --run all`."))
    }

    @Test("a complete run is passed over, and refused by its number when all of it succeeded")
    func complete() throws {
        defer { bench.remove() }
        var story = Story()
        story.submit("task")
        let attempt = story.handOver(0, 0..<1, cores: 0..<1, at: 1)
        story.end(attempt, from: 2, to: 3)
        story.add(.runClosed(.complete, at: Story.at(4)))
        try bench.record(story.facts)

        #expect(refusal().contains("finds no unfinished run"))
        #expect(refusal().contains("`rota run --resume 1` tries again what failed in run 1"))
        #expect(refusal(1).contains("every task of run 1 has succeeded"))
        #expect(!FileSystem.exists("\(bench.run.path)/lock"))
    }

    @Test("a run that was killed after its last task and before its closing is gone on with, and closed")
    func unclosed() async throws {
        defer { bench.remove() }
        var story = Story()
        story.submit("task")
        let attempt = story.handOver(0, 0..<1, cores: 0..<1, at: 1)
        story.end(attempt, from: 2, to: 3)
        try bench.record(story.facts)

        await #expect(processExitsWith: .success) { [folder = bench.folder as String] in
            let stop = try Bench(folder: folder).goOn().carryOut(observer: Listener())
            #expect(stop == nil)
        }

        #expect(try bench.facts().closings == [.complete])
        #expect(try bench.facts().outcomes() == [0: [.succeeded]])
    }

    @Test("a run that was killed before its first commit is neither taken for unfinished nor gone on with")
    func empty() throws {
        defer { bench.remove() }
        _ = try StateFolder(path: bench.state).makeRun()

        #expect(refusal().contains("finds no unfinished run"))
        #expect(refusal(1).contains("nothing can be read in that run's record"))
    }

    @Test("a run that a living process holds is refused, and that process is named")
    func held() throws {
        defer { bench.remove() }
        try bench.record(unfinished().facts)
        let lock = try RunLock.take(bench.run.path)

        #expect(refusal().contains("finds run 1 still going, in process \(getpid()) on"))
        #expect(refusal(1).contains("Wait for it, or end that process first."))
        try lock.release()
    }

    @Test("a job that is left and fits none of the nodes is refused, and the run is given back")
    func tooSmall() throws {
        defer { bench.remove() }
        try bench.record(unfinished(cores: 2).facts)

        #expect(refusal(1, bench.order(cores: 1)).contains("asks for 2 cores; the largest node has 1"))
        #expect(!FileSystem.exists("\(bench.run.path)/lock"))
        #expect(try bench.facts() == unfinished(cores: 2).facts)
    }

    @Test("what was cut off the record is told as far as the index had seen it, and its numbers are not used again")
    func cutTail() throws {
        defer { bench.remove() }
        let facts = unfinished().facts
        try bench.record(facts)
        LedgerIndex(StateFolder(path: bench.state)).note(1, token: 7, sequence: facts.count + 9)

        let replay = try RunReplay.open(1, statePath: bench.state, directory: bench.folder) { _ in }
        replay.abandon()

        #expect(replay.damage.count == 1)
        #expect(replay.damage.first?.contains("facts \(facts.count) to \(facts.count + 9) are lost") == true)
        #expect(replay.nextSequence == facts.count + 10)
        let summary = try RunShelf(statePath: bench.state, directory: bench.folder).run(1)?.summary()
        #expect(summary?.damage == replay.damage)
    }

    @Test("what failed starts anew only after what it depends on, whatever their order")
    func retryOrder() throws {
        defer { bench.remove() }
        var planner = Planner()
        var child = Job(name: "child", command: Command(action: .script("")))
        child.dependencies = [Dependency(job: "parent")]
        let parent = Job(name: "parent", command: Command(action: .script("")))
        let node = Node(identifier: NodeIdentifier(0), name: "here", cores: [0], memory: .gibibytes(1))
        try planner.take(.nodeJoined(node, at: .zero), at: .zero)
        try planner.take(.jobsSubmitted(first: JobIdentifier(0), jobs: [child, parent], at: .zero), at: .zero)
        _ = planner.plan(at: .zero)
        let end = AttemptEnd(
            attempt: AttemptIdentifier(0), startedAt: .zero, endedAt: .zero, outcome: .exited(code: 1))
        try planner.take(.attemptEnded(end), at: .zero)
        _ = planner.plan(at: .zero)
        #expect(planner.isComplete)

        let order = RetryOrder(planner).jobs
        for job in order { try planner.take(.retryRequested(job, at: .zero), at: .zero) }
        let decision = planner.plan(at: .zero)

        #expect(order == [JobIdentifier(1), JobIdentifier(0)])
        #expect(planner.state(of: TaskIdentifier(job: JobIdentifier(0), iteration: 0)) == .waiting)
        #expect(decision.orders.count == 1)
    }

    @Test("after damage in its middle a run is finished: what is lost is said, no surviving success runs again")
    func damaged() async throws {
        defer { bench.remove() }
        await #expect(processExitsWith: .signal(SIGKILL)) { [folder = bench.folder as String] in
            let bench = Bench(folder: folder)
            let text = "echo $ROTA_ITERATION >> log; [ $ROTA_ITERATION -lt 30 ] || [ -e gate ] || exec sleep 600"
            let session = try RunSession.begin(bench.order([bench.job("task", text, 0..<32)]))
            var successes = 0
            let listener = Listener { fact in
                if case .attemptEnded(let end) = fact, end.outcome == .succeeded { successes += 1 }
                if successes == 30 { kill(getpid(), SIGKILL) }
            }
            _ = try session.carryOut(observer: listener)
        }
        let frames = try bench.frames()
        try #require(frames.count > 4)
        try bench.harm(frames[frames.count / 2])
        let survived = try bench.facts().outcomes().filter { $0.value == [.succeeded] }
        try bench.write("", to: "gate")

        let damage = try RunReplay.open(1, statePath: bench.state, directory: bench.folder) { _ in }
        damage.abandon()
        let lost = frames[frames.count / 2].sequence
        #expect(damage.damage.contains { $0.contains("facts \(lost) to ") })
        await #expect(processExitsWith: .success) { [folder = bench.folder as String] in
            let stop = try Bench(folder: folder).goOn().carryOut(observer: Listener())
            #expect(stop == nil)
        }

        let facts = try bench.facts()
        #expect(facts.closings == [.complete])
        let log = bench.lines(of: "log")
        #expect((0..<32).allSatisfy { log.contains("\($0)") })
        #expect(!survived.isEmpty)
        for iteration in survived.keys {
            #expect(log.count { $0 == "\(iteration)" } == 1, "iteration \(iteration) ran again")
        }
    }

    private func unfinished(cores: Int64 = 1) -> Story {
        var story = Story()
        story.submit("task", 0..<4) { $0.request = Request(cores: Cores(thousandths: cores * 1000)) }
        let attempt = story.handOver(0, 0..<1, cores: 0..<Int(cores), at: 1)
        story.end(attempt, from: 2, to: 3)
        return story
    }
}
