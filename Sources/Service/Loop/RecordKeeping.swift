internal import Ledger
internal import Posix

/// What is done for a run's record beside writing it: the index hears how far it reaches, and when the run is over the
/// record is made smaller.
///
/// Nothing of it is needed, so whatever fails is left; the record itself says everything.
final class RecordKeeping {
    private let state: StateFolder
    private let folder: RunFolder
    private let token: UInt64
    private var index: LedgerIndex?
    private let condenser: Condenser?
    private var notedAt = Clock.monotonicNanoseconds()

    // 5 s: a note costs some milliseconds, so a thousandth of the time at most.
    private static let noteNanoseconds: Int64 = 5_000_000_000
    // 1 MiB: below it there is nothing worth saving.
    private static let worthwhileSize: Int64 = 1 << 20

    /// Nothing is opened before the first note.
    ///
    /// - Parameter condenser: writes the record anew while it grows; none: only at its end.
    init(_ state: StateFolder, _ folder: RunFolder, token: UInt64, condenser: Condenser? = nil) {
        self.condenser = condenser
        self.state = state
        self.folder = folder
        self.token = token
    }

    /// Notes the highest sequence number that is durable, when the last note is old enough.
    func note(_ sequence: Int, _ writer: LedgerWriter) {
        condenser?.look(at: writer)
        let now = Clock.monotonicNanoseconds()
        guard now - notedAt >= Self.noteNanoseconds else { return }
        notedAt = now
        write(sequence)
    }

    /// The run is over, or stopped; its lock is still held.
    func conclude(_ sequence: Int, isComplete: Bool) {
        condenser?.stop()
        write(sequence)
        guard isComplete, let size = try? folder.size(), size.bytes >= Self.worthwhileSize else { return }
        _ = try? Compaction.run(folder)
    }

    private func write(_ sequence: Int) {
        let index = index ?? LedgerIndex(state)
        self.index = index
        index.note(folder.number, token: token, sequence: sequence)
    }
}
