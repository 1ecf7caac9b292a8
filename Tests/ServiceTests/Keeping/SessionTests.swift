import Glibc
import Ledger
import Model
import Posix
import Testing

@testable import Service

/// Runs with a real launcher, each in a process of its own: a run makes its process the parent of all that is left
/// behind, blocks signals, and some of these are killed.
@Suite struct SessionTests {
    @Test("a run goes to its end, closes its record, gives its lock back and tells the index how far it reached")
    func wholeRun() async throws {
        let bench = try Bench.make()
        defer { bench.remove() }
        await #expect(processExitsWith: .success) { [folder = bench.folder as String] in
            let bench = Bench(folder: folder)
            var second = bench.job("second", "echo second >> log")
            second.dependencies = [Dependency(job: "first")]
            let session = try RunSession.begin(
                bench.order([bench.job("first", "echo first >> log", 0..<4), second]))

            let stop = try session.carryOut(observer: Listener())

            #expect(stop == nil)
        }

        #expect(bench.lines(of: "log") == ["first", "first", "first", "first", "second"])
        let facts = try bench.facts()
        #expect(facts.closings == [.complete])
        #expect(facts.outcomes() == [0: [.succeeded], 1: [.succeeded], 2: [.succeeded], 3: [.succeeded]])
        #expect(try FileSystem.names(in: bench.run.path).sorted() == ["00000001.facts", "output.log"])
        let token = try #require(bench.run.token)
        let seen = LedgerIndex(StateFolder(path: bench.state)).highestSequence(of: 1, token: token)
        #expect(seen == facts.count - 1)
    }

    @Test("what was killed goes on: no recorded success runs again, and what ran is lost and made good")
    func killed() async throws {
        let bench = try Bench.make()
        defer { bench.remove() }
        await #expect(processExitsWith: .signal(SIGKILL)) { [folder = bench.folder as String] in
            let bench = Bench(folder: folder)
            let text = "echo $ROTA_ITERATION >> log; [ $ROTA_ITERATION -lt 5 ] || [ -e gate ] || exec sleep 600"
            let session = try RunSession.begin(
                bench.order([bench.job("task", text, 0..<8)]))
            var successes = 0
            let listener = Listener { fact in
                if case .attemptEnded(let end) = fact, end.outcome == .succeeded { successes += 1 }
                if successes == 5 { kill(getpid(), SIGKILL) }
            }
            _ = try session.carryOut(observer: listener)
        }
        let before = try bench.facts().outcomes()
        try bench.write("", to: "gate")
        await #expect(processExitsWith: .success) { [folder = bench.folder as String] in
            let bench = Bench(folder: folder)
            let stop = try bench.goOn().carryOut(observer: Listener())
            #expect(stop == nil)
        }

        let facts = try bench.facts()
        #expect(before.count == 5)
        #expect(facts.closings == [.complete])
        for (iteration, outcomes) in facts.outcomes() {
            #expect(outcomes.last == .succeeded)
            #expect(outcomes.dropLast().allSatisfy { $0 == .lost })
            #expect(before[iteration] == nil || outcomes == [.succeeded], "iteration \(iteration) ran again")
        }
        #expect(facts.outcomes().count == 8)
        for iteration in 0..<5 { #expect(bench.lines(of: "log").count { $0 == "\(iteration)" } == 1) }
    }

    @Test("a signal ends what runs and starts nothing more; the run goes on from there")
    func stopped() async throws {
        let bench = try Bench.make()
        defer { bench.remove() }
        await #expect(processExitsWith: .success) { [folder = bench.folder as String] in
            let bench = Bench(folder: folder)
            let session = try RunSession.begin(
                bench.order([bench.job("task", "[ -e gate ] || exec sleep 600", 0..<6)]))
            var wasRaised = false
            let listener = Listener { fact in
                guard case .attemptStarted = fact, !wasRaised else { return }
                wasRaised = true
                raise(SIGTERM)
            }

            let stop = try session.carryOut(observer: listener)

            #expect(stop == .signal(.terminate))
        }
        let facts = try bench.facts()
        #expect(facts.closings == [.interrupted])
        #expect(facts.outcomes().values.joined().allSatisfy { $0 == .interrupted })
        #expect(facts.outcomes().count <= 2)
        #expect(!FileSystem.exists("\(bench.run.path)/lock"))

        try bench.write("", to: "gate")
        await #expect(processExitsWith: .success) { [folder = bench.folder as String] in
            let stop = try Bench(folder: folder).goOn().carryOut(observer: Listener())
            #expect(stop == nil)
        }
        #expect(try bench.facts().closings == [.interrupted, .complete])
        #expect(try bench.facts().outcomes().values.allSatisfy { $0.last == .succeeded })
    }

    @Test("a signal while only a date is waited for stops the run at once")
    func stoppedBeforeItsDate() async throws {
        let bench = try Bench.make()
        defer { bench.remove() }
        await #expect(processExitsWith: .success) { [folder = bench.folder as String] in
            let bench = Bench(folder: folder)
            var job = bench.job("late", ":")
            job.startAt = Instant(nanoseconds: Clock.wallNanoseconds() + 3_600_000_000_000)
            let session = try RunSession.begin(bench.order([job]))
            let listener = Listener { fact in if case .runOpened = fact { raise(SIGHUP) } }

            let stop = try session.carryOut(observer: listener)

            #expect(stop == .signal(.hangUp))
        }
        #expect(try bench.facts().closings == [.interrupted])
    }

    @Test("with the first failure nothing more starts when the run was told so")
    func stopsAtFailure() async throws {
        let bench = try Bench.make()
        defer { bench.remove() }
        await #expect(processExitsWith: .success) { [folder = bench.folder as String] in
            let bench = Bench(folder: folder)
            var order = bench.order([bench.job("task", "echo x >> log; exit 3", 0..<50)], cores: 1)
            order.stopsAtFirstFailure = true

            let stop = try RunSession.begin(order).carryOut(observer: Listener())

            #expect(stop == .failure)
        }
        let facts = try bench.facts()
        let failed = facts.compactMap { if case .taskFailed(let task, _) = $0 { task } else { nil } }
        #expect(!failed.isEmpty)
        #expect(bench.lines(of: "log").count < 50)
        #expect(facts.closings == [.interrupted])
    }

    @Test("when the launcher is killed the run goes on with a new one, and every task succeeds")
    func lostLauncher() async throws {
        let bench = try Bench.make()
        defer { bench.remove() }
        await #expect(processExitsWith: .success) { [folder = bench.folder as String] in
            let bench = Bench(folder: folder)
            let session = try RunSession.begin(
                bench.order([bench.job("task", "[ -e gate ] || exec sleep 600", 0..<6)]))
            var wasStruck = false
            let listener = Listener { fact in
                guard case .attemptStarted = fact, !wasStruck else { return }
                wasStruck = true
                do { try bench.write("", to: "gate") } catch { Issue.record(error) }
                for child in ProcessTree.children(of: Process.number) { kill(child, SIGKILL) }
            }

            let stop = try session.carryOut(observer: listener)
            #expect(stop == nil)
        }
        let outcomes = try bench.facts().outcomes()
        #expect(outcomes.count == 6)
        #expect(outcomes.values.allSatisfy { $0.last == .succeeded })
        #expect(outcomes.values.joined().contains(.lost))
    }
}
