import Model
import Testing

@testable import Rehearsal

@Suite("How far an attempt in a rehearsal has come") struct PaceTests {
    private func instant(_ seconds: Int64) -> Instant { Instant(nanoseconds: seconds * 1_000_000_000) }

    @Test("while it is paused it comes no further, whatever its width")
    func paused() {
        var progress = Progress(pace: .constant, runTime: .seconds(100), width: Cores(4), at: instant(0))
        #expect(progress.endsAt == instant(100))

        progress.change(width: .zero, isPaused: true, at: instant(30))
        #expect(progress.endsAt == nil)

        progress.change(width: Cores(1), isPaused: false, at: instant(1000))
        #expect(progress.endsAt == instant(1070))
    }

    @Test("in proportion to its cores: half of them take twice as long, twice as many half")
    func proportional() {
        var progress = Progress(
            pace: .proportional(to: Cores(4)), runTime: .seconds(100), width: Cores(2), at: instant(0))
        #expect(progress.endsAt == instant(200))

        progress.change(width: Cores(8), isPaused: false, at: instant(100))

        #expect(progress.endsAt == instant(125))
    }

    @Test("as it was measured: on each width its own time, between two of them on the straight line")
    func measured() {
        let times = RunTimesByWidth([
            .init(cores: 4, time: .seconds(40)), .init(cores: 1, time: .seconds(100)),
            .init(cores: 2, time: .seconds(70)),
        ])
        #expect([1, 2, 3, 4, 9].map { times.time(on: Cores($0)) } == [100, 70, 55, 40, 40].map { .seconds($0) })
        #expect(times.time(on: Cores(thousandths: 500)) == .seconds(100))
        #expect(times.time(on: Cores(thousandths: 1500)) == .seconds(85))

        var progress = Progress(
            pace: .measured(times, on: Cores(2)), runTime: .seconds(70), width: Cores(1), at: instant(0))
        #expect(progress.endsAt == instant(100))

        // Half of it is done.
        progress.change(width: Cores(4), isPaused: false, at: instant(50))
        #expect(progress.endsAt == instant(70))
    }

    @Test("any number of changes loses no more than a nanosecond each")
    func rounding() {
        var progress = Progress(
            pace: .proportional(to: Cores(3)), runTime: .seconds(100), width: Cores(1), at: instant(0))

        for second in 1...60 {
            progress.change(width: Cores(second % 3 + 1), isPaused: false, at: instant(Int64(second)))
        }

        // One second at a third of the speed, then twenty rounds of two thirds, all and a third, the last not begun.
        let rest = progress.endsAt.map { ($0 - instant(60)).nanoseconds } ?? 0
        let exact = (Int64(100) * 3 - (20 * 6)) * 1_000_000_000
        #expect((exact...exact + 180).contains(rest))
    }

    @Test("a task that takes as long as 200 years at a thousandth of a core never ends, and nothing overflows")
    func never() {
        let progress = Progress(
            pace: .proportional(to: Cores(1_000_000)), runTime: .seconds(6_000_000_000),
            width: Cores(thousandths: 1), at: instant(0))

        #expect(progress.endsAt == nil)
    }

    @Test("of each attempt its pauses, the time they took and its mean width are told")
    func played() {
        let attempt = AttemptIdentifier(0)
        let placement = Placement(
            parts: [Placement.Part(node: NodeIdentifier(0), cores: [.init(position: 0), .init(position: 1)])])
        let none = Placement(parts: [Placement.Part(node: NodeIdentifier(0), cores: [])])
        let narrow = Placement(parts: [Placement.Part(node: NodeIdentifier(0), cores: [.init(position: 1)])])
        var attempts = PlayedAttempts()

        for fact: Fact in [
            .jobsSubmitted(first: JobIdentifier(0), jobs: [Samples.job("one", cores: 2)], at: instant(0)),
            .attemptsHandedOver(
                HandOver(
                    firstAttempt: attempt, placement: placement, after: nil,
                    tasks: [TaskRange(job: JobIdentifier(0), iterations: 0..<1)], at: instant(5))),
            .attemptStarted(attempt, at: instant(5)),
            .adjustmentDecided(attempt, Adjustment(number: 1, placement: none, isPaused: true), at: instant(10)),
            .attemptAdjusted(attempt, number: 1, at: instant(15)),
            .adjustmentDecided(attempt, Adjustment(number: 2, placement: narrow, isPaused: false), at: instant(40)),
            .attemptAdjusted(attempt, number: 2, at: instant(45)),
            .attemptEnded(
                AttemptEnd(attempt: attempt, startedAt: instant(5), endedAt: instant(55), outcome: .succeeded)),
        ] { attempts.take(fact) }

        var expected = PlayedTask(
            task: Samples.task(0), arrivedAt: instant(0), startedAt: instant(5), endedAt: instant(55),
            width: Cores(thousandths: 1500))
        expected.pauses = 1
        expected.pausedFor = .seconds(30)
        #expect(attempts.ended == [expected])
        #expect(expected.runTime == .seconds(20))
        #expect(expected.wait == .seconds(35))
        #expect(expected.timeToFirstRun == .seconds(5))
    }
}
