package import Model

/// The states that QCG's reports and clients know.
package enum QCGState: String, Sendable, Hashable, CaseIterable {
    case queued = "QUEUED"
    case scheduled = "SCHEDULED"
    case executing = "EXECUTING"
    case succeeded = "SUCCEED"
    case failed = "FAILED"
    case cancelled = "CANCELED"
    case omitted = "OMITTED"

    package var isFinal: Bool {
        switch self {
        case .queued, .scheduled, .executing: false
        case .succeeded, .failed, .cancelled, .omitted: true
        }
    }

    package init(_ state: TaskState) {
        self =
            switch state {
            case .waiting, .ready: .queued
            case .starting: .scheduled
            // A paused task has started; the old program knew no pause.
            case .running, .paused: .executing
            case .succeeded: .succeeded
            case .failed: .failed
            case .cancelled: .cancelled
            case .skipped: .omitted
            }
    }

    /// The state of a job with iterations: final when all of them are, and a success only if none went otherwise.
    package static func job(of tasks: some Sequence<TaskState>) -> QCGState {
        var hasStarted = false
        var isEnded = true
        var worst = QCGState.succeeded
        for state in tasks {
            let state = QCGState(state)
            switch state {
            case .queued, .scheduled: isEnded = false
            case .executing:
                isEnded = false
                hasStarted = true
            case .succeeded: hasStarted = true
            case .failed:
                hasStarted = true
                worst = .failed
            case .cancelled: if worst != .failed { worst = .cancelled }
            case .omitted: if worst == .succeeded { worst = .omitted }
            }
        }
        if isEnded { return worst }
        return hasStarted ? .executing : .queued
    }
}
