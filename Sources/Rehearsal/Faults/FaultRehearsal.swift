import Model
import Plan
import Wire

/// A service, its executors and the network between them in virtual time, where everything breaks that can.
///
/// The planner, the links and the messages are the real ones; what is around them is modelled. A seed decides
/// everything, so that what was found once is found again.
package struct FaultRehearsal: Sendable {
    let seed: UInt64
    let flaw: Flaw?
    var numbers: SeededNumbers
    /// True time.
    var now = Instant.zero
    /// What lies ahead.
    var agenda = MomentQueue<Happening>()
    var watch: FaultWatch
    var ledger: RehearsedLedger
    var configuration: Planner.Configuration
    /// None while it is down.
    var service: RehearsedService?
    var lives = 0
    /// How far the service's wall clock is ahead of true time.
    var serviceOffset: Duration
    var serviceFrozenUntil = Instant.zero
    var isRoundDue = false
    /// When it was last asked to look although nothing comes.
    var wakesAt: Instant?
    var diskFullUntil = Instant.zero
    var failsToSynchronize = false
    var executors: [RehearsedExecutor] = []
    var isAlive: [Bool] = []
    var lines: [RehearsedLine] = []
    var connections: [RehearsedConnection] = []
    var work: RandomWork
    var isCalm = false
    var calmSince = Instant.zero
    var faults = 0
    /// Whether executors share their machines with others.
    let isPolite: Bool
    private let tells: Bool
    private var story: [String] = []

    // 1,000,000 s: an epoch that leaves room for clocks that are set back.
    private static let epoch = Duration.seconds(1_000_000)
    // 2 h: everything there is takes minutes once nothing breaks any more.
    private static let patience = Duration.seconds(7200)
    // 600,000: some seconds' work; whoever comes this far goes round in circles.
    private static let mostEvents = 600_000

    /// - Parameter tells: whether what happens is told, a line each.
    package init(seed: UInt64, flaw: Flaw? = nil, tells: Bool = false) {
        self.seed = seed
        self.flaw = flaw
        self.tells = tells
        var numbers = SeededNumbers(seed: seed)
        var choice = SeededNumbers(seed: ~seed)
        isPolite = Int.random(in: 0..<4, using: &choice) == 0
        configuration = Planner.Configuration()
        configuration.refusesTooLarge = false
        configuration.patience = .milliseconds(Int64.random(in: 20...20_000, using: &numbers))
        configuration.policy = RandomWork.policy(using: &numbers)
        serviceOffset = Self.epoch
        ledger = RehearsedLedger(flaw: flaw)
        watch = FaultWatch()
        work = RandomWork(seed: seed)
        self.numbers = numbers
    }

    /// Plays it to its end, or to the first finding.
    package mutating func run() -> FaultReport {
        agenda.insert(.serviceBegins, at: now)
        for _ in 0..<Int.random(in: 1...3, using: &numbers) { join(cores: Int.random(in: 1...4, using: &numbers)) }
        agenda.insert(.userActs, at: now)
        agenda.insert(.faultStrikes, at: now + chance(.milliseconds(10), .seconds(8)))
        agenda.insert(.calmBegins, at: now + chance(.seconds(5), .seconds(90)))
        var events = 0
        while watch.isSilent, let (happening, at) = agenda.removeFirst() {
            now = max(now, at)
            happen(happening)
            events += 1
            if isCalm, isOver || now - calmSince > Self.patience || events > Self.mostEvents { break }
        }
        if watch.isSilent, let planner = service?.planner {
            watch.conclude(planner)
            if !planner.isComplete { for line in leftover(planner) { watch.report(line) } }
        }
        return FaultReport(
            seed: seed, findings: watch.allFindings, facts: watch.durableCount, lives: lives,
            executors: executors.count, faults: faults, length: now - .zero, story: story)
    }

    /// Whether everything has ended, is known, and nobody waits for an answer.
    private var isOver: Bool {
        guard let service, service.committing == nil, service.planner.isComplete, work.isAnswered else { return false }
        return executors.indices.allSatisfy { number in
            !isAlive[number] || (executors[number].runs.isEmpty && executors[number].outbox.isEmpty)
        }
    }

    private func leftover(_ planner: Planner) -> [String] {
        (0..<planner.jobCount).map { JobIdentifier($0) }.compactMap { job in
            let left = planner.job(job).iterations.indices.first { iteration in
                planner.state(of: TaskIdentifier(job: job, iteration: iteration))?.isFinal == false
            }
            guard let left else { return nil }
            let task = TaskIdentifier(job: job, iteration: left)
            let state = planner.state(of: task).map { "\($0)" } ?? "unknown"
            let reason = planner.explanation(of: task, at: now + serviceOffset)
            return "job \(job.number), iteration \(left) is \(state): \(reason)"
        }
    }

    /// A span between the two, all of them as likely.
    mutating func chance(_ least: Duration, _ most: Duration) -> Duration {
        Duration(nanoseconds: Int64.random(in: least.nanoseconds...most.nanoseconds, using: &numbers))
    }

    mutating func happensOnce(in times: Int) -> Bool { Int.random(in: 0..<times, using: &numbers) == 0 }

    mutating func tell(_ line: @autoclosure () -> String) {
        if tells { story.append("\(Self.text(of: now - .zero))  \(line())") }
    }

    /// Seconds and microseconds, so that lines stand below each other.
    private static func text(of duration: Duration) -> String {
        let (seconds, rest) = duration.nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        let (whole, fraction) = ("\(seconds)", "\(rest / 1000)")
        let padding = String(repeating: " ", count: max(0, 5 - whole.count))
        return padding + whole + "." + String(repeating: "0", count: 6 - fraction.count) + fraction
    }
}
