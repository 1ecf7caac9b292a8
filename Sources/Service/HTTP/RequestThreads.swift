internal import Model
internal import Posix
internal import Synchronization

/// The threads that answer what takes longer than the server's own thread may take.
///
/// - Order: what was posted first begins first; several go on at once.
final class RequestThreads: Sendable {
    typealias Act = @Sendable () -> Void

    private struct State {
        var acts = Acts()
        /// Later ones, the earliest last.
        var delayed: [(at: Int64, act: Act)] = []
        var isStopping = false
        var isClosed = false
    }

    /// In their order, taken out without moving the others.
    private struct Acts {
        private var acts: [Act?] = []
        private var head = 0

        var count: Int { acts.count - head }

        mutating func append(_ act: @escaping Act) { acts.append(act) }

        mutating func removeFirst() -> Act? {
            guard head < acts.count else { return nil }
            let act = acts[head]
            acts[head] = nil
            head += 1
            // 64: below it there is nothing worth moving for.
            if head > 64, head * 2 > acts.count {
                acts.removeFirst(head)
                head = 0
            }
            return act
        }
    }

    // 1,000: some seconds of work; whoever comes then is told to come back.
    private static let limit = 1000
    // 4: two may wait for a disk or a reader while two others answer.
    private static let threadCount = 4

    /// Readable while something may wait.
    private let bell: FileDescriptor
    private let ringing: FileDescriptor
    private let state = Mutex(State())
    private let threads = Mutex<[Thread]>([])

    init() throws(SystemFailure) {
        (bell, ringing) = try FileDescriptor.pipe()
        try bell.setNonblocking()
        try ringing.setNonblocking()
        for _ in 0..<Self.threadCount {
            let thread = try Thread.start { self.work() }
            threads.withLock { $0.append(thread) }
        }
    }

    /// False, and nothing will happen, when too much waits already.
    func post(_ act: @escaping Act) -> Bool {
        change { state in
            guard state.acts.count < Self.limit else { return false }
            state.acts.append(act)
            return true
        }
    }

    /// The same for what has begun already and must go on.
    func goOn(_ act: @escaping Act) {
        _ = change { state in
            state.acts.append(act)
            return true
        }
    }

    func post(after delay: Duration, _ act: @escaping Act) {
        let at = Clock.monotonicNanoseconds() + delay.nanoseconds
        // Whoever sleeps may have to wake up earlier now.
        _ = change { state in
            let place = state.delayed.firstIndex { $0.at <= at } ?? state.delayed.endIndex
            state.delayed.insert((at, act), at: place)
            return true
        }
    }

    /// Ends what goes on and forgets what waits. Not from one of the threads.
    func stop() {
        state.withLock { state in
            state.isStopping = true
            state.acts = Acts()
            state.delayed = []
            ring(state)
        }
        let threads = threads.withLock { threads in
            defer { threads = [] }
            return threads
        }
        for thread in threads { thread.join() }
        state.withLock { state in
            guard !state.isClosed else { return }
            state.isClosed = true
            bell.close()
            ringing.close()
        }
    }

    private func change(_ body: (inout State) -> Bool) -> Bool {
        state.withLock { state in
            guard !state.isStopping, body(&state) else { return false }
            ring(state)
            return true
        }
    }

    private func work() {
        while true {
            let now = Clock.monotonicNanoseconds()
            let (act, wakeAt, isStopping): (Act?, Int64?, Bool) = state.withLock { state in
                while let last = state.delayed.last, last.at <= now {
                    state.delayed.removeLast()
                    state.acts.append(last.act)
                    ring(state)
                }
                return (state.acts.removeFirst(), state.delayed.last?.at, state.isStopping)
            }
            if isStopping { break }
            if let act {
                act()
                continue
            }
            _ = try? Readiness.wait(for: [(bell, .readable)], nanoseconds: wakeAt.map { $0 - now })
            var byte: [UInt8] = [0]
            _ = try? bell.read(into: &byte)
        }
        // The next one must hear it, too.
        state.withLock { ring($0) }
    }

    /// A full pipe rings already.
    private func ring(_ state: borrowing State) {
        if !state.isClosed { try? ringing.writeAll([1]) }
    }
}
