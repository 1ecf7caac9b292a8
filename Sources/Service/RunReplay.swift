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
    let files: RunFiles
    let folder: RunFolder
    /// Beyond everything that was ever seen of the record, so that the numbers of what was cut off stay missing.
    let nextSequence: Int
    let lock: RunLock
    /// Whether the record's last word is that every task has ended.
    let isClosed: Bool
    private let state: Planner

    /// - Parameter number: none: the last run that is not over.
    /// - Parameter replayed: told every fact, in the order of the record.
    /// - Throws: a `Refusal` when there is nothing to go on with, or somebody else does; else `RunFailure`.
    package static func open(
        _ number: Int?, statePath: String?, directory: String, replayed: (Fact) -> Void
    ) throws -> RunReplay {
        let files = RunFiles(option: statePath, directory: directory)
        let folder = try files.folderToResume(number)
        let lock = try takeLock(folder)
        do {
            return try read(files, folder, lock, directory: directory, replayed)
        } catch {
            try? lock.release()
            throw error
        }
    }

    /// Gives the run back as it was, when nothing came of going on with it.
    package func abandon() { try? lock.release() }

    private static func read(
        _ files: RunFiles, _ folder: RunFolder, _ lock: RunLock, directory: String, _ replayed: (Fact) -> Void
    ) throws -> RunReplay {
        var planner = Planner()
        var opened: Run?
        var isClosed = false
        var setAside = 0
        let reader = folder.reader()
        let damage: [Damage]
        var highestSeen: Int?
        do throws(ReadingProblem) {
            while let frame = try reader.next() {
                for fact in frame.facts {
                    switch fact {
                    case .runOpened(let run, _): (opened, isClosed) = (run, false)
                    case .runClosed(let end, _): isClosed = end == .complete
                    default: break
                    }
                    if !planner.apply(fact) { setAside += 1 }
                    replayed(fact)
                }
            }
            // Either may be damaged: the segment's own header, or the fact that introduces the run.
            if let token = reader.token ?? opened?.token {
                highestSeen = LedgerIndex(files.state).highestSequence(of: folder.number, token: token)
            }
            damage = try reader.conclude(highestSeen: highestSeen)
        } catch { throw RunFailure.reading(error) }
        guard reader.nextSequence > 0 else { throw Refusal.emptyRecord(folder.number) }
        let run =
            opened
            ?? Run(
                number: folder.number, token: reader.token ?? 0, arguments: [], directory: directory,
                host: Machine.hostName(), version: "")
        return RunReplay(
            run: run, damage: damage.filter(\.losesFacts).map(\.description), factsSetAside: setAside, files: files,
            folder: folder, nextSequence: max(reader.nextSequence, (highestSeen ?? -1) + 1), lock: lock,
            isClosed: isClosed, state: planner)
    }

    private static func takeLock(_ folder: RunFolder) throws -> RunLock {
        do throws(LockProblem) { return try RunLock.take(folder.path) } catch {
            if case .held(let owner) = error { throw Refusal.held(folder.number, by: owner) }
            throw RunFailure.lock(error)
        }
    }

    /// The jobs that the record has, by name.
    package func job(named name: String) -> Job? { state.job(named: name).map(state.job) }

    /// The jobs some of whose tasks have not succeeded, in the order they were submitted.
    package var unfinishedJobs: [Job] {
        (0..<state.jobCount).map(JobIdentifier.init).filter { job in
            let counts = state.endedCounts(of: job)
            return counts.succeeded < counts.total
        }.map(state.job)
    }

    /// As the record rebuilds it, under the rules that the last life planned by.
    var planner: Planner { state }
}
