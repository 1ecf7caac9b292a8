package import Posix

/// Why a run was stopped before every task had ended.
package enum RunStop: Sendable, Hashable {
    case signal(Signal)
    /// A task failed, and the run was to stop at the first.
    case failure
}
