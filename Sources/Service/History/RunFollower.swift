internal import Ledger
internal import Model
internal import Posix

/// A run's history that grows with its record.
package struct RunFollower {
    package private(set) var history = History()
    /// Attempts that ended since the run was last opened.
    package private(set) var endedInSession = 0
    private let reader: LedgerReader
    private let folder: String

    init(folder: String) {
        self.folder = folder
        reader = LedgerReader(folder: folder)
    }

    /// Takes what was recorded since the last time.
    package mutating func advance(ended: (EndedAttempt) -> Void) throws {
        var count = endedInSession
        while let frame = try reader.next() {
            for fact in frame.facts {
                if case .runOpened = fact { count = 0 }
                history.take(fact) { attempt in
                    count += 1
                    ended(attempt)
                }
            }
        }
        endedInSession = count
    }

    /// Whether a living process holds the run.
    package var isGoing: Bool { ((try? RunLock.holder(of: folder)) ?? nil) != nil }
}
