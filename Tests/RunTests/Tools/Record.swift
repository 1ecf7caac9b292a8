import Ledger
import Model
import Posix
import Testing

/// What a run's record says, read fact by fact.
struct Record {
    private(set) var facts: [Fact] = []
    private(set) var frames: [LedgerFrame] = []
    private(set) var damage: [Damage] = []
    private(set) var token: UInt64 = 0
    /// Jobs' names by their numbers.
    private(set) var jobs: [String] = []
    private(set) var tasks: [AttemptIdentifier: TaskIdentifier] = [:]
    private(set) var ends: [AttemptIdentifier: [AttemptEnd]] = [:]
    /// Handed ahead and never started.
    private(set) var takenBack: Set<AttemptIdentifier> = []
    /// In the order of the facts.
    private(set) var closings: [RunEnd] = []

    /// - Parameter state: the state folder.
    init(of run: Int = 1, in state: String) throws {
        let reader = LedgerReader(folder: "\(state)/runs/\(run)")
        while let frame = try reader.next() {
            frames.append(frame)
            for fact in frame.facts { take(fact) }
        }
        damage = reader.damage
        token = reader.token ?? 0
    }

    /// The numbers of the runs in a state folder.
    static func runs(in state: String) -> [Int] {
        ((try? FileSystem.names(in: "\(state)/runs")) ?? []).compactMap { Int($0) }.sorted()
    }

    private mutating func take(_ fact: Fact) {
        facts.append(fact)
        switch fact {
        case .jobsSubmitted(_, let submitted, _, _): jobs += submitted.map(\.name)
        case .attemptsHandedOver(let handOver):
            var number = handOver.firstAttempt.number
            for range in handOver.tasks {
                for iteration in range.iterations {
                    tasks[AttemptIdentifier(number)] = TaskIdentifier(job: range.job, iteration: iteration)
                    number += 1
                }
            }
        case .attemptEnded(let end): ends[end.attempt, default: []].append(end)
        case .attemptsTakenBack(let first, let count, _):
            takenBack.formUnion((first.number..<first.number + count).map(AttemptIdentifier.init))
        case .runClosed(let end, _): closings.append(end)
        default: break
        }
    }

    var isComplete: Bool { closings.last == .complete }

    /// The single end of the only attempt at a task.
    func end(of job: String, _ iteration: Int = 0) throws -> AttemptEnd {
        let ends = ends(of: job, iteration)
        try #require(ends.count == 1, "\(job):\(iteration) was tried \(ends.count) times")
        return ends[0]
    }

    /// All ends of a task's attempts, in the order of the attempts.
    func ends(of job: String, _ iteration: Int = 0) -> [AttemptEnd] {
        tasks.filter { jobs[$0.value.job.number] == job && $0.value.iteration == iteration }.keys.sorted()
            .flatMap { ends[$0] ?? [] }
    }

    /// How many attempts ended so.
    func count(of outcome: Outcome) -> Int { ends.values.joined().count { $0.outcome == outcome } }

    /// What `ROTA_ATTEMPT` was for an attempt.
    func name(of attempt: AttemptIdentifier) -> String {
        "\(String(token, radix: 16))-\(attempt.number)"
    }
}
