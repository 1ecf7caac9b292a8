package import Ledger
package import Posix

/// Why a run could not go on; what was recorded before stays recorded.
package enum RunFailure: Error {
    case system(SystemFailure)
    case record(LedgerFailure)
    case reading(ReadingProblem)
    case lock(LockProblem)
    /// A person stopped it while the disk was full.
    case interruptedWhileWaiting
    case noLauncher(lookedIn: [String])
    case noSuchRun(number: Int?, folder: String)
}

extension RunFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .system(let failure): "\(failure)."
        case .record(let failure): "\(failure). Make room or repair the disk, then go on with `rota run --resume`."
        case .reading(let problem): "\(problem)."
        case .lock(let problem): "\(problem)."
        case .interruptedWhileWaiting:
            "stopped while the disk was full; what could not be recorded will run again with `rota run --resume`."
        case .noLauncher(let places):
            "rota-launcher was found in none of \(places.joined(separator: ", ")). Set ROTA_LAUNCHER to where it is."
        case .noSuchRun(let number?, let folder): "there is no run \(number) in \(folder). See `rota list --run all`."
        case .noSuchRun(nil, let folder): "there is no unfinished run in \(folder). See `rota list --run all`."
        }
    }
}
