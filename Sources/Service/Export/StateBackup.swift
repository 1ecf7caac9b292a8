internal import Ledger
internal import Model
internal import Posix

/// What a copy of a state folder holds.
package struct StateBackup: Sendable, Hashable {
    package let runs: Int
    package let files: Int
    package let bytes: Int64
}

extension RunShelf {
    /// Copies the whole folder, also while a service or a run writes in it.
    ///
    /// - Throws: a refusal when the target exists or there is nothing to copy.
    package func backUp(to target: String) throws -> StateBackup {
        guard files.state.exists else {
            throw Refusal.document(
                DocumentProblem(
                    document: "command line", path: "--state", problem: "is \(path), which does not exist",
                    remedy: "Name the state folder of a service, or a folder `.rota`."))
        }
        guard !FileSystem.exists(target) else {
            throw Refusal.document(
                DocumentProblem(
                    document: "command line", path: "TARGET", problem: "is \(target), which exists already",
                    remedy: "Name a new folder for each backup."))
        }
        let copy = try StateCopy.make(of: files.state, at: target)
        return StateBackup(runs: copy.runs, files: copy.files, bytes: copy.bytes)
    }
}
