package import Model
package import Posix

/// What a batch system did not say, or said in a way that can't be understood.
package struct BatchFailure: Error, Sendable, Hashable {
    /// The command that was run, or the variable that was read.
    package var source: String
    package var problem: Problem

    package enum Problem: Sendable, Hashable {
        /// No such program along the PATH.
        case notInstalled
        case system(SystemFailure)
        case timeIsUp(Model.Duration)
        /// The command said no; with the first line of its reason.
        case ended(Posix.Process.End, words: String)
        case unset
        case unreadable(String)
        /// The command speaks for this cluster, and the job is of another.
        case strangeCluster(String)
    }

    package init(source: String, problem: Problem) {
        self.source = source
        self.problem = problem
    }
}

extension BatchFailure: CustomStringConvertible {
    /// `squeue --jobs=7 failed with exit code 1: slurm_load_jobs error: Unable to contact slurm controller`.
    package var description: String {
        switch problem {
        case .notInstalled: "\(source) can't be run: there is no such program on the PATH"
        case .system(let failure): "\(source) can't be run: \(failure)"
        case .timeIsUp(let patience): "\(source) did not answer within \(patience)"
        case .ended(.exited(let code), let words): "\(source) failed with exit code \(code)\(Self.after(words))"
        case .ended(.signalled(let number), let words):
            "\(source) was ended by \(Signal.name(of: number))\(Self.after(words))"
        case .unset: "\(source) is not set, though other variables of the batch system are"
        case .unreadable(let text): "\(source) can't be understood: \"\(text)\""
        case .strangeCluster(let name): "\(source) speaks for the cluster \"\(name)\", which is not the job's"
        }
    }

    private static func after(_ words: String) -> String { words.isEmpty ? "" : ": \(words)" }
}
