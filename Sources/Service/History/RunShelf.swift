internal import Ledger
internal import Model
package import Posix

/// The runs of a state folder, for those who look at them.
package struct RunShelf {
    let files: RunFiles

    /// - Parameter statePath: as `--state` gave it; none: the environment, or the nearest `.rota` here or above.
    package init(statePath: String?, directory: String) {
        files = RunFiles(option: statePath, directory: directory)
    }

    package var path: String { files.state.path }

    /// Every run, in the order of their numbers.
    package func all() throws(SystemFailure) -> [RunRecord] {
        try files.folders().map(record)
    }

    /// The run of that number, if there is one; the last one for none.
    package func run(_ number: Int?) throws(SystemFailure) -> RunRecord? {
        try files.state.run(number).map(record)
    }

    /// The number of the last run that is not over and that nobody works on, if this command line began it here.
    package func unfinishedRun(of arguments: [String], in directory: String) throws -> Int? {
        guard let folder = try? files.folderToResume(nil), let frame = try folder.reader().next() else { return nil }
        let begun = frame.facts.lazy.compactMap { fact in
            if case .runOpened(let run, _) = fact { run } else { nil }
        }
        guard let run = begun.first, run.arguments == arguments, run.directory == directory else { return nil }
        return folder.number
    }

    private func record(_ folder: RunFolder) -> RunRecord {
        let holder = (try? RunLock.holder(of: folder.path)) ?? nil
        return RunRecord(folder, in: files.state, isGoing: holder != nil)
    }
}
