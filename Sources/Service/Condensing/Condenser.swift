internal import Ledger
internal import Model
internal import Posix
internal import Synchronization

/// Has the record of a living service written anew without what concerns removed jobs, on a thread of its own.
///
/// The loop is asked for one thing: to end the segment it writes to, which it does between two commits.
final class Condenser: Sendable {
    private let folder: RunFolder
    private let replica: Replica
    private let mailbox: Mailbox
    private let policy: CondensingPolicy
    private let note: @Sendable (ServiceNote) -> Void
    /// Readable when there may be something to do, an answer of the loop's, or the end.
    private let bell: Bell
    private let state = Mutex(State())

    private struct State {
        var thread: Thread?
        var isStopping = false
        /// Whether a job was removed since the last look.
        var isRung = true
        var wantsBorder = false
        var border: Int?
        /// Attempts of removed jobs that are not in the record any more, though the replica still counts them.
        var gone = 0
    }

    /// It was told to end in the midst of its work.
    private struct Stopped: Error {}

    init(
        _ folder: RunFolder, _ replica: Replica, _ mailbox: Mailbox, policy: CondensingPolicy,
        note: @escaping @Sendable (ServiceNote) -> Void
    ) throws(SystemFailure) {
        self.folder = folder
        self.replica = replica
        self.mailbox = mailbox
        self.policy = policy
        self.note = note
        bell = try Bell()
    }

    deinit { bell.close() }

    func start() throws(SystemFailure) {
        let thread = try Thread.start { self.work() }
        state.withLock { $0.thread = thread }
    }

    /// A job was removed.
    func ring() {
        state.withLock { $0.isRung = true }
        bell.ring()
    }

    /// Called by the loop's thread, between two commits.
    func look(at writer: LedgerWriter) {
        guard state.withLock({ $0.wantsBorder }) else { return }
        let border = writer.endSegment()
        state.withLock { state in
            state.wantsBorder = false
            state.border = border
        }
        bell.ring()
    }

    /// Ends what goes on, and waits for that; the record is whole then.
    func stop() {
        let thread = state.withLock { state in
            state.isStopping = true
            return state.thread.take()
        }
        bell.ring()
        thread?.join()
    }

    private var isStopping: Bool { state.withLock { $0.isStopping } }

    private func work() {
        try? Condensation.sweep(folder)
        while !isStopping {
            let isRung = state.withLock { state in
                defer { state.isRung = false }
                return state.isRung
            }
            guard isRung else {
                bell.wait()
                continue
            }
            do { try look() } catch is Stopped { return } catch {
                note(ServiceNote(.warning, "the record can't be condensed: \(error)"))
            }
            let next = Clock.monotonicNanoseconds() + policy.pause.nanoseconds
            while !isStopping, Clock.monotonicNanoseconds() < next {
                bell.wait(nanoseconds: next - Clock.monotonicNanoseconds())
            }
        }
    }

    private func look() throws {
        let size = try folder.size().bytes
        guard size >= policy.leastBytes else { return }
        let (removed, all) = try replica.attemptCounts()
        let gone = state.withLock { $0.gone }
        guard policy.isWorthwhile(dropped: removed - gone, of: all - gone) else { return }
        let border = try border()
        guard let condensation = try Condensation(of: folder, before: border) else {
            return note(ServiceNote(.warning, "the record is damaged, and stays as it is"))
        }
        // What can't go yet is not looked at again before more is removed.
        state.withLock { $0.gone = removed }
        guard policy.isWorthwhile(dropped: condensation.droppedFacts, of: condensation.facts) else { return }
        try write(condensation)
        try replica.replaceRecord(before: condensation.nextSequence, by: condensation.replace)
        try replica.indexAnew()
        let now = try folder.size().bytes
        note(
            ServiceNote(
                .info,
                "the record was condensed from \(Bytes(size)) to \(Bytes(now)); removed jobs had "
                    + "\(condensation.droppedFacts) of its \(condensation.facts) facts"))
    }

    private func write(_ condensation: Condensation) throws {
        var ended = EndedTasks(of: condensation.stubs)
        let outputs = RemovedOutputs(run: folder.path)
        let isWhole = try condensation.write { fact in
            ended.take(fact)
        } dropped: { ends in
            outputs.drop(ends)
            return !self.isStopping
        }
        guard isWhole else { throw Stopped() }
        outputs.finish()
    }

    /// The first segment that may still grow.
    private func border() throws -> Int {
        state.withLock { state in
            state.wantsBorder = true
            state.border = nil
        }
        // The loop may sleep.
        guard mailbox.post(Change(facts: { _, _ in [] }, answer: { _ in })) else { throw Stopped() }
        while true {
            let (border, isStopping) = state.withLock { ($0.border, $0.isStopping) }
            if isStopping { throw Stopped() }
            if let border { return border }
            bell.wait()
        }
    }
}
