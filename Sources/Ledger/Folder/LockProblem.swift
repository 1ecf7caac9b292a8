package import Posix

/// Why a run's lock could not be had, or kept.
package enum LockProblem: Error, Sendable, Hashable {
    /// Somebody else holds it; none when it does not say who.
    case held(by: LockOwner?)
    /// It was taken away: this process was silent for so long that another took it for dead.
    case lost
    case system(SystemFailure)
}

extension LockProblem: CustomStringConvertible {
    package var description: String {
        switch self {
        case .held(let owner?):
            "the run is still going, in process \(owner.process) on \(owner.host). Wait for it, or end it first."
        case .held(nil): "another process is just taking up the run. Try again in a minute."
        case .lost: "another process took up this run, since this one gave no sign of life for a minute."
        case .system(let failure): failure.description
        }
    }
}
