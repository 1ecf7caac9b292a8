import Glibc

/// How fast a workload went through.
struct Pace {
    var begin: ContinuousClock.Instant
    /// When its jobs had been taken.
    var accepted: ContinuousClock.Instant
    /// The tasks' tenths, in the order they ended.
    var tenths: [Tenth]
    var tasks: Int
    var facts: Int

    /// What a tenth of the tasks cost.
    struct Tenth {
        /// When its last task had ended.
        var endedAt: ContinuousClock.Instant
        /// This process's, in seconds; unlike the wall's time it does not wait for a disk or another process.
        var processorTime: Double
        /// How long each commit took.
        var commits: [Duration]
    }

    /// One JSON object.
    var line: String {
        let ends = [accepted] + tenths.map(\.endedAt)
        let walls = zip(ends, ends.dropFirst()).map { Self.seconds($1 - $0) }
        let commits = tenths.map { Self.seconds(Self.median($0.commits)) * 1e6 }
        return """
            {"tasks": \(tasks), "facts": \(facts), "seconds": \(Self.seconds((ends.last ?? accepted) - begin)), \
            "accepted": \(Self.seconds(accepted - begin)), "tenths": \(walls), \
            "processor": \(tenths.map(\.processorTime)), "commitMicroseconds": \(commits)}
            """
    }

    static func processorTime() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private static func median(_ durations: [Duration]) -> Duration {
        durations.isEmpty ? .zero : durations.sorted()[durations.count / 2]
    }

    static func seconds(_ duration: Duration) -> Double {
        let (seconds, attoseconds) = duration.components
        return Double(seconds) + Double(attoseconds) / 1e18
    }
}
