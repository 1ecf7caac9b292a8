internal import Model

/// How well a policy served.
///
/// - Unit: seconds.
/// - Source: bounded slowdown with a bound of 10 s (Feitelson, Rudolph, Schwiegelshohn, Sevcik and Wong 1997).
package struct Score: Sendable, Hashable {
    package var tasks = 0
    package var meanWait = 0.0
    package var longestWait = 0.0
    /// From arrival to the first moment of running.
    package var meanTimeToFirstRun = 0.0
    package var longestTimeToFirstRun = 0.0
    /// The time for which a task really ran.
    package var meanServiceTime = 0.0
    /// Of all tasks together.
    package var pauses = 0
    package var meanPausedTime = 0.0
    package var meanResponse = 0.0
    package var longestResponse = 0.0
    package var meanSlowdown = 0.0
    package var largestSlowdown = 0.0
    /// Of the cores that were there from the first arrival to the last end, the part that was used.
    package var utilisation = 0.0
    /// From the first arrival to the last end.
    package var makespan = 0.0
    /// Tasks ended in a second of the makespan.
    package var productivity: Double { makespan > 0 ? Double(tasks) / makespan : 0 }

    // 10 s: shorter tasks count as if they took so long, lest they decide everything.
    private static let bound = 10.0

    package init(of played: [PlayedTask], cores: Int) {
        guard let begin = played.map(\.arrivedAt).min(), let end = played.map(\.endedAt).max() else { return }
        tasks = played.count
        var area = 0.0
        for one in played {
            let wait = Self.seconds(one.wait)
            let run = Self.seconds(one.runTime)
            let slowdown = max(1, (wait + run) / max(run, Self.bound))
            meanWait += wait
            longestWait = max(longestWait, wait)
            let first = Self.seconds(one.timeToFirstRun)
            meanTimeToFirstRun += first
            longestTimeToFirstRun = max(longestTimeToFirstRun, first)
            meanServiceTime += run
            pauses += one.pauses
            meanPausedTime += Self.seconds(one.pausedFor)
            meanResponse += wait + run
            longestResponse = max(longestResponse, wait + run)
            meanSlowdown += slowdown
            largestSlowdown = max(largestSlowdown, slowdown)
            area += run * Double(one.width.thousandths) / 1000
        }
        meanWait /= Double(tasks)
        meanTimeToFirstRun /= Double(tasks)
        meanServiceTime /= Double(tasks)
        meanPausedTime /= Double(tasks)
        meanResponse /= Double(tasks)
        meanSlowdown /= Double(tasks)
        makespan = Self.seconds(end - begin)
        if makespan > 0, cores > 0 { utilisation = area / (makespan * Double(cores)) }
    }

    private static func seconds(_ duration: Duration) -> Double { Double(duration.nanoseconds) / 1e9 }
}
