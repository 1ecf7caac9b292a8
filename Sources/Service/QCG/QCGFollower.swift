internal import Dialects
internal import Model
internal import Posix
internal import Sockets
internal import Synchronization

/// Follows the record for QCG's users: publishes what changes, and keeps the files of the stable family's services.
///
/// What it writes and says is durable before; it is told by the loop, and works on a thread of its own.
final class QCGFollower: RunObserver, Sendable {
    private struct State {
        var facts: [Fact] = []
        /// So much waits to be fetched by executors that may not have heard of it.
        var waiting = 0
        var isClosing = false
        var thread: Posix.Thread?
    }

    private let replica: Replica
    private let offer: QCGOffer
    private let state = Mutex(State())
    private let bell: FileDescriptor
    private let ringing: FileDescriptor

    init(_ offer: QCGOffer, replica: Replica) throws(SystemFailure) {
        self.offer = offer
        self.replica = replica
        (bell, ringing) = try FileDescriptor.pipe()
        try ringing.setNonblocking()
    }

    /// - Parameter publisher: nobody else uses it from now on.
    /// - Parameter entries: have taken what the record says already.
    func open(_ publisher: sending Socket?, _ entries: sending QCGReportEntries) throws {
        let chronicle = try QCGChronicle(offer, entries: entries, publisher: publisher)
        let thread = try Thread.start { [self] in
            follow(chronicle)
            chronicle.close()
        }
        state.withLock { $0.thread = thread }
    }

    /// When everything it was told has been written.
    func close() {
        let thread = state.withLock { state in
            state.isClosing = true
            defer { state.thread = nil }
            return state.thread
        }
        ring()
        thread?.join()
        bell.close()
        ringing.close()
    }

    private func follow(_ chronicle: QCGChronicle) {
        while true {
            var bytes = [UInt8](repeating: 0, count: 64)
            _ = try? bell.read(into: &bytes)
            let (facts, waiting, isClosing) = state.withLock { state in
                defer {
                    state.facts.removeAll()
                    state.waiting = 0
                }
                return (state.facts, state.waiting, state.isClosing)
            }
            if waiting > 0 { chronicle.remind(waiting) }
            do { try chronicle.take(facts) } catch { replica.troubled("\(error)") }
            if isClosing { return }
        }
    }

    /// Has executors told again that so much waits for them.
    func remind(_ waiting: Int) {
        state.withLock { $0.waiting = waiting }
        ring()
    }

    /// A full pipe rings already.
    private func ring() { try? ringing.writeAll([1]) }

    var followsOutput: Bool { replica.followsOutput }

    func recorded(_ facts: [Fact], at now: Instant) {
        replica.recorded(facts, at: now)
        guard !facts.isEmpty else { return }
        let isFirst = state.withLock { state in
            state.facts += facts
            return state.facts.count == facts.count
        }
        if isFirst { ring() }
    }

    func tick(_ progress: RunProgress, at now: Instant) { replica.tick(progress, at: now) }
    func printed(_ bytes: [UInt8], _ stream: OutputStreamName, by attempt: AttemptIdentifier) {
        replica.printed(bytes, stream, by: attempt)
    }
    func troubled(_ sentence: String) { replica.troubled(sentence) }
}
