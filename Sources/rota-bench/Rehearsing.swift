import Dialects
import Model
import Rehearsal

/// How fast a generated workload is rehearsed under a policy.
struct Rehearsing {
    private let arrivals: [WorkloadRehearsal.Arrival]

    // 256 cores at seven tenths of what they can do: lines that come and go. At thirteen tenths they only grow.
    private static let cores = 256
    private static let loads = ["bounded": 0.7, "growing": 1.3]
    private static let widths = 1.0...32.0
    /// In seconds.
    private static let runTimes = 60.0...3600.0

    /// - Parameter line: how the line of those that wait develops: `bounded` or `growing`.
    /// - Returns: none when the word is another.
    init?(_ count: Int, line: String) {
        guard let load = Self.loads[line] else { return nil }
        var kind = JobKind("job", cores: .logUniform(Self.widths), runTime: .logUniform(Self.runTimes))
        kind.users = (0..<20).map { "user\($0)" }
        kind.estimate = .logUniform(1...10)
        kind.priority = .uniform(0...9)
        // The means of both distributions: the difference of their bounds over that of the bounds' logarithms.
        let area = 31 / 3.4657 * 3540 / 4.0943
        let gaps = Distribution.exponential(mean: area / (Double(Self.cores) * load))
        arrivals = WorkloadDescription(gaps: gaps, kinds: [kind]).arrivals(count, atMost: Self.cores, seed: 7)
    }

    /// One JSON object.
    func line(_ policy: String) throws -> String {
        let cores = Array(0..<Self.cores)
        let node = Node(identifier: NodeIdentifier(0), name: "n0", cores: cores, memory: .gibibytes(1 << 20))
        var rehearsal = try WorkloadRehearsal(arrivals, on: [node], policy: try PolicyName.read(policy))
        let before = Pace.processorTime()
        // Some plans for each arrival, each end and each pause.
        let isOver = rehearsal.play(atMost: arrivals.count * 100)
        let seconds = Pace.processorTime() - before
        precondition(isOver, "every job has ended")
        let score = rehearsal.score
        return """
            {"policy": "\(policy)", "jobs": \(arrivals.count), "processor": \(seconds), \
            "slowdown": \(score.meanSlowdown), "pauses": \(score.pauses)}
            """
    }
}
