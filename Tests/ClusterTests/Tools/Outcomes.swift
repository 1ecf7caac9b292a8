import Ledger
import Model
import Testing

/// What a run's record says about the attempts at a job's tasks.
struct Outcomes {
    private(set) var nodes: [Node] = []
    private(set) var closings: [RunEnd] = []
    private var tasks: [AttemptIdentifier: TaskIdentifier] = [:]
    private var ends: [AttemptIdentifier: [Outcome]] = [:]
    private let token: UInt64

    /// - Parameter state: the state folder.
    init(of run: Int = 1, in state: String) throws {
        let reader = LedgerReader(folder: "\(state)/runs/\(run)")
        var facts: [Fact] = []
        while let frame = try reader.next() { facts += frame.facts }
        token = reader.token ?? 0
        for fact in facts {
            switch fact {
            case .nodeJoined(let node, _): nodes.append(node)
            case .attemptsHandedOver(let handOver): take(handOver)
            case .attemptEnded(let end): ends[end.attempt, default: []].append(end.outcome)
            case .runClosed(let end, _): closings.append(end)
            default: break
            }
        }
    }

    private mutating func take(_ handOver: HandOver) {
        var number = handOver.firstAttempt.number
        for range in handOver.tasks {
            for iteration in range.iterations {
                tasks[AttemptIdentifier(number)] = TaskIdentifier(job: range.job, iteration: iteration)
                number += 1
            }
        }
    }

    func count(_ outcome: Outcome) -> Int { ends.values.joined().count { $0 == outcome } }

    /// Holds the record against marks, lines of an iteration and `ROTA_ATTEMPT`, that the tasks left as the last thing
    /// they did: each iteration succeeded once, by an attempt with a mark; any other mark is of one that was given up.
    func expectAgreement(with lines: [String], of job: Int = 0, iterations: Range<Int>) {
        var successes: [Int: Int] = [:]
        var explained: Set<String> = []
        for (attempt, outcomes) in ends {
            #expect(outcomes.count == 1, "attempt \(attempt.number) has \(outcomes.count) ends")
            guard let task = tasks[attempt], task.job.number == job, let outcome = outcomes.first else { continue }
            let mark = "\(task.iteration) \(String(token, radix: 16))-\(attempt.number)"
            switch outcome {
            case .succeeded:
                successes[task.iteration, default: 0] += 1
                #expect(lines.contains(mark), "\(mark) is recorded as succeeded and left no mark")
            case .lost, .interrupted: break
            default: Issue.record("attempt \(attempt.number) ended with \(outcome)")
            }
            explained.insert(mark)
        }
        #expect(Set(lines).isSubset(of: explained), "marks of attempts that nobody has recorded")
        #expect(Set(lines).count == lines.count, "an attempt ran twice")
        #expect(iterations.allSatisfy { successes[$0] == 1 }, "not every iteration succeeded exactly once")
    }
}
