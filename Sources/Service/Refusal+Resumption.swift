internal import Ledger
internal import Model

/// Why `rota run --resume` has nothing to go on with, or may not.
extension Refusal {
    static func noSuchRun(_ number: Int, in folder: String) -> Refusal {
        resumption("is \(number), and \(folder) has no such run", "See `rota list --run all`.")
    }

    static func nothingToResume(in folder: String, last: Int?) -> Refusal {
        guard let last else {
            return resumption(
                "finds no run in \(folder)", "Start one with `rota run`, or name another folder with --state.")
        }
        return resumption(
            "finds no unfinished run in \(folder)",
            "Start a new one; `rota run --resume \(last)` tries again what failed in run \(last).")
    }

    static func everythingSucceeded(_ number: Int) -> Refusal {
        resumption(
            "finds nothing left to do: every task of run \(number) has succeeded",
            "Start a new run, or add jobs to its files.")
    }

    static func emptyRecord(_ number: Int) -> Refusal {
        resumption(
            "is \(number), and nothing can be read in that run's record",
            "See `rota ledger check --run \(number)`, or start a new run.")
    }

    static func held(_ number: Int, by owner: LockOwner?) -> Refusal {
        guard let owner else {
            return resumption("finds that another process is just taking up run \(number)", "Try again in a minute.")
        }
        return resumption(
            "finds run \(number) still going, in process \(owner.process) on \(owner.host)",
            "Wait for it, or end that process first.")
    }

    private static func resumption(_ problem: String, _ remedy: String) -> Refusal {
        .document(DocumentProblem(document: "command line", path: "--resume", problem: problem, remedy: remedy))
    }
}
