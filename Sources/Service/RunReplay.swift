internal import Ledger
package import Model
internal import Plan
internal import Posix

/// A run as its record tells it, locked, to go on with.
package struct RunReplay {
    package let run: Run
    /// Sentences about what of the record was lost, and what that may concern.
    package let damage: [String]
    /// Facts about what was lost with damaged frames; they were not applied.
    package let factsSetAside: Int
    let folder: RunFolder
    let nextSequence: Int
    let lock: RunLock
    private let state: Planner

    /// - Parameter number: none: the last run that is not over.
    /// - Parameter replayed: told every fact, in the order of the record.
    package static func open(
        _ number: Int?, statePath: String?, directory: String, replayed: (Fact) -> Void
    ) throws(RunFailure) -> RunReplay {
        let files = RunFiles(option: statePath, directory: directory)
        guard let folder = try files.folderToResume(number) else {
            throw .noSuchRun(number: number, folder: files.state.path)
        }
        let lock = try RunSession.takeLock(folder)
        var planner = Planner()
        var opened: Run?
        var setAside = 0
        let reader = folder.reader()
        let damage: [Damage]
        do throws(ReadingProblem) {
            while let frame = try reader.next() {
                for fact in frame.facts {
                    if case .runOpened(let run, _) = fact { opened = run }
                    if !planner.apply(fact) { setAside += 1 }
                    replayed(fact)
                }
            }
            damage = try reader.conclude()
        } catch { throw .reading(error) }
        let run =
            opened
            ?? Run(
                number: folder.number, token: reader.token ?? 0, arguments: [], directory: directory,
                host: Machine.hostName(), version: "")
        return RunReplay(
            run: run, damage: damage.map(\.description), factsSetAside: setAside, folder: folder,
            nextSequence: reader.nextSequence, lock: lock, state: planner)
    }

    /// The jobs that the record has, by name.
    package func job(named name: String) -> Job? { state.job(named: name).map(state.job) }

    func planner(_ configuration: Planner.Configuration) -> Planner { state.configured(configuration) }
}
