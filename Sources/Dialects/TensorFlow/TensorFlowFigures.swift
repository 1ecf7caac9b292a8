package import Model

/// What an execution came to.
package struct TensorFlowFigures: Sendable, Hashable {
    /// How many containers were asked for, and what became of them.
    package let containers: Int
    package let finished: Int
    package let failed: Int
    /// From the first request to the last end.
    package let totalTime: Duration
    /// Of those that finished: from the first start to the end.
    package let meanExecution: Duration
    /// From the request to the first start.
    package let meanResponse: Duration
    /// From the request to the end.
    package let meanTurnaround: Duration
    /// Of the machine's cores over the whole time, from 0 to 1.
    package let coreUse: Double

    /// - Parameter machine: its cores.
    package init(_ stories: [TensorFlowStory], machine: Int) {
        containers = stories.count
        let done = stories.filter(\.hasSucceeded)
        finished = done.count
        failed = stories.count { !$0.hasSucceeded }
        let begin = stories.map(\.requestedAt).min() ?? .zero
        totalTime = (stories.compactMap(\.finishedAt).max() ?? begin) - begin
        meanExecution = Self.mean(done.compactMap(\.totalTime))
        meanResponse = Self.mean(done.compactMap(\.timeToFirstRun))
        meanTurnaround = Self.mean(done.compactMap(\.turnaround))
        let used = stories.reduce(Duration.zero) { $0 + $1.coreTime }
        let offered = Double(totalTime.nanoseconds) * Double(max(machine, 1))
        coreUse = offered > 0 ? Double(used.nanoseconds) / offered : 0
    }

    /// Containers finished in a second.
    package var productivity: Double {
        totalTime > .zero ? Double(finished) / (Double(totalTime.nanoseconds) / 1e9) : 0
    }

    private static func mean(_ times: [Duration]) -> Duration {
        guard !times.isEmpty else { return .zero }
        return Duration(nanoseconds: times.reduce(0) { $0 + $1.nanoseconds } / Int64(times.count))
    }
}
