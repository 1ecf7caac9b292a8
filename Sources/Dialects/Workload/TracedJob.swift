package import Model

/// A job of a workload trace.
package struct TracedJob: Sendable, Hashable {
    package var number: Int
    package var arrivesAt: Instant
    /// At most as long as the estimate: what runs longer is ended then.
    package var runTime: Duration
    package var estimate: Duration
    package var processors: Int
    /// Whose it is, and what program it runs, as the numbers that the trace gives them; empty: it does not say.
    package var user: String
    package var program: String

    // 10^7: more than any machine has.
    static let mostProcessors = 10_000_000

    package init(
        number: Int, arrivesAt: Instant, runTime: Duration, estimate: Duration, processors: Int, user: String = "",
        program: String = ""
    ) {
        self.number = number
        self.arrivesAt = arrivesAt
        self.runTime = runTime
        self.estimate = estimate
        self.processors = processors
        self.user = user
        self.program = program
    }

    /// What its like is called: the same program on as many processors with the same estimate, since most traces know
    /// few programs; empty: the trace does not say.
    package var kind: String {
        program.isEmpty ? "" : "\(program)/\(processors)/\(Self.seconds(estimate.nanoseconds))"
    }

    /// Its line in a schedule, with the wait that it had there.
    package func scheduled(after wait: Duration) -> String {
        let numbers = [
            String(number), Self.seconds(arrivesAt.nanoseconds), Self.seconds(wait.nanoseconds),
            Self.seconds(runTime.nanoseconds), String(processors), "-1", "-1", String(processors),
            Self.seconds(estimate.nanoseconds), "-1", "1", "-1", "-1", "-1", "-1", "-1", "-1", "-1",
        ]
        return numbers.joined(separator: " ")
    }

    private static func seconds(_ nanoseconds: Int64) -> String {
        let whole = nanoseconds / 1_000_000_000
        let milliseconds = nanoseconds % 1_000_000_000 / 1_000_000
        guard milliseconds > 0 else { return String(whole) }
        return "\(whole)." + String(String(milliseconds + 1000).dropFirst())
    }
}
