package import Model

/// What a lane, or the launcher, tells.
package enum LaunchEvent: Sendable, Hashable {
    /// An attempt whose files are opened first may yet answer with an end that says it could not start.
    case started(AttemptIdentifier, lane: Int, process: Int, at: MonotonicTime)
    case ended(LaunchEnd)
    /// Answers every `takeBack`, also when it came too late for all of them.
    case takenBack(first: AttemptIdentifier, count: Int, lane: Int)
    /// Answers the last `adjust`: it is in force, or (with an error) everything is as it was before.
    case adjusted(AttemptIdentifier, number: Int, errorNumber: Int, at: MonotonicTime)
    /// The lane was killed from outside: what it had and has not reported is lost, and none of it runs any more.
    case laneDied(Int)
    /// The launcher is gone with all its lanes; the last event there is.
    case launcherDied
}

/// A moment of the machine's own clock, which nobody can set; every process here reads the same one.
///
/// - Unit: nanoseconds of CLOCK_MONOTONIC.
package struct MonotonicTime: Sendable, Hashable {
    package var nanoseconds: Int64

    package init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }
}

/// How an attempt ended, as its lane saw it.
package struct LaunchEnd: Sendable, Hashable {
    package var attempt: AttemptIdentifier
    package var lane: Int
    /// 0 when no process was started.
    package var process: Int
    package var startedAt: MonotonicTime?
    package var endedAt: MonotonicTime
    package var cause: Cause
    package var status: Status
    package var usage: Usage
    package var standardOutput: OutputRange
    package var standardError: OutputRange

    package enum Cause: Sendable, Hashable {
        /// Nobody had asked for its end.
        case own
        case wallTime
        /// `end` was asked for.
        case stopped
        case outOfMemory
        case startFailed(StartFailure)
    }

    package enum Status: Sendable, Hashable {
        case exited(Int)
        case signalled(Int)
    }

    /// Bytes of one of the lane's files.
    package struct OutputRange: Sendable, Hashable {
        package var generation: Int
        package var offset: Int64
        package var count: Int64

        package init(generation: Int, offset: Int64, count: Int64) {
            self.generation = generation
            self.offset = offset
            self.count = count
        }

        /// In the launcher's output folder.
        package func fileName(lane: Int, isError: Bool) -> String {
            "lane-\(lane).\(generation).\(isError ? "err" : "out")"
        }
    }
}
