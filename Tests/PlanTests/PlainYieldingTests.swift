import Model
import Plan
import Rehearsal
import Testing

@Suite("Pausing beside a plain simulator") struct PlainYieldingTests {
    typealias Plain = PlainYieldingSimulator

    @Test(
        "with priorities that do not age, every start, pause and going on is where a plain simulator has it",
        arguments: Policy.Preemption.Victim.allCases, 0..<40)
    func plain(victim: Policy.Preemption.Victim, seed: Int) throws {
        let jobs = Self.jobs(seed: seed)
        let policy = Policy(order: .priority(ageing: nil), overtaking: .none, preemption: .pause(victim))
        var configuration = Planner.Configuration()
        configuration.policy = policy
        var rehearsal = try Rehearsal(nodes: [Samples.node(cores: 16)], configuration: configuration) { task, _ in
            Rehearsal.Behaviour(runTime: .seconds(Int64(jobs[task.job.number].runTime)))
        }
        rehearsal.expect(
            jobs.enumerated().map { number, plain in
                var job = Samples.job("\(number)", cores: plain.width)
                job.priority = plain.priority
                return ([job], Instant(nanoseconds: Int64(plain.arrivesAt) * 1_000_000_000))
            })

        let findings = rehearsal.run()

        #expect(findings == [], "seed \(seed)")
        var simulator = Plain(jobs, width: 16, victim: victim)
        let expected = simulator.play()
        #expect(expected.contains { $0.step == .pause })
        #expect(Self.events(of: rehearsal.record) == expected, "seed \(seed)")
        let isOver = rehearsal.isOver
        #expect(isOver, "seed \(seed): somebody who was paused was forgotten")
    }

    private static func jobs(seed: Int) -> [Plain.PlainJob] {
        var numbers = SeededNumbers(seed: UInt64(seed))
        var arrivesAt = 0
        return (0..<60).map { _ in
            arrivesAt += Int.random(in: 0...60, using: &numbers)
            return Plain.PlainJob(
                arrivesAt: arrivesAt, runTime: Int.random(in: 1...300, using: &numbers),
                width: Int.random(in: 1...12, using: &numbers), priority: Int.random(in: 0...4, using: &numbers))
        }
    }

    private static func events(of record: [Fact]) -> [Plain.Event] {
        var jobs: [AttemptIdentifier: Int] = [:]
        var asked: [AttemptIdentifier: Adjustment] = [:]
        var events: [Plain.Event] = []
        func note(_ attempt: AttemptIdentifier, _ at: Instant, _ step: Plain.Step) {
            guard let job = jobs[attempt] else { return }
            events.append(Plain.Event(at: Int(at.nanoseconds / 1_000_000_000), job: job, step: step))
        }
        for fact in record {
            switch fact {
            case .attemptsHandedOver(let handOver): jobs[handOver.firstAttempt] = handOver.tasks[0].job.number
            case .attemptStarted(let attempt, let at): note(attempt, at, .start)
            case .adjustmentDecided(let attempt, let adjustment, _): asked[attempt] = adjustment
            case .attemptAdjusted(let attempt, _, let at):
                note(attempt, at, asked[attempt]?.isPaused == true ? .pause : .goOn)
            default: break
            }
        }
        return events.sorted()
    }
}
