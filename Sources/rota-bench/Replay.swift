import Ledger
import Model
import Plan

/// What a restart does before anything else: reads a record, and rebuilds the scheduler's state from it.
struct Replay {
    private(set) var facts = 0
    private(set) var reading = Swift.Duration.zero
    private(set) var applying = Swift.Duration.zero

    /// - Parameter folder: where `rota-bench record` has written.
    init(of folder: String) throws {
        let reader = LedgerReader(folder: folder)
        var planner = Planner()
        let clock = ContinuousClock()
        var frame: LedgerFrame?
        repeat {
            reading += try clock.measure { frame = try reader.next() }
            applying += clock.measure {
                for fact in frame?.facts ?? [] { precondition(planner.apply(fact), "a sound record is applied whole") }
            }
            facts += frame?.facts.count ?? 0
        } while frame != nil
        precondition(planner.isComplete, "every task has succeeded")
    }

    /// One JSON object.
    var line: String {
        """
        {"facts": \(facts), "reading": \(Pace.seconds(reading)), "applying": \(Pace.seconds(applying)), \
        "processor": \(Pace.processorTime())}
        """
    }
}
