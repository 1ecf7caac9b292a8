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
    /// Nothing runs, nothing can start, no date is waited for, and yet tasks are left; a sentence for some of them.
    case stuck([String])
    /// The same, but for tasks that only other nodes, or nodes for longer, could run.
    case lacksNodes([String])
}

extension RunFailure {
    static func system<Value>(_ body: () throws(SystemFailure) -> Value) throws(RunFailure) -> Value {
        do throws(SystemFailure) { return try body() } catch { throw .system(error) }
    }
}

extension RunFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .system(let failure): "\(failure)."
        case .record(let failure): "\(failure)"
        case .reading(let problem): "\(problem)."
        case .lock(let problem): "\(problem)"
        case .interruptedWhileWaiting:
            "stopped while the disk was full; what could not be recorded will run again with `rota run --resume`."
        case .stuck(let sentences):
            """
            nothing runs and nothing can start, but tasks are left, which must not happen; please report it. \
            \(sentences.joined(separator: " ")) Go on with `rota run --resume`.
            """
        case .lacksNodes(let sentences):
            """
            what is left fits none of the nodes that are left, for as long as they are there. \
            \(sentences.joined(separator: " ")) Go on in a longer or larger allocation: by the same line there, or \
            with `rota run --resume`.
            """
        }
    }
}
