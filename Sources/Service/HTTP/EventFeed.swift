internal import Dialects
internal import Model
internal import Posix
internal import Synchronization
internal import Web

/// One reader of events, as they are recorded.
///
/// What is no longer remembered is read from the record, no faster than it is taken.
final class EventFeed: Follower {
    private struct State {
        /// The number of the last event that was passed on whole.
        var number: Int
        /// Whether some thread is passing on just now; what comes meanwhile is seen by it or by the next.
        var isBusy = false
        /// What the reader had left at the last beat.
        var unread = 0
    }

    // 500: about 100 kB, a tenth of what a reader may leave unread.
    private static let batch = 500
    // 256 KiB: a quarter of what a reader may leave unread.
    private static let unreadLimit = 256 << 10
    // 30 s: longer than any network's hiccup.
    private static let patience: Int64 = 30_000_000_000

    // 2: half of the threads; so whoever reads a year's events holds up nobody who asks.
    static let mostOldReaders = 2
    // 100 ms: how long one waits before it asks again whether it may read the record.
    private static let turn = Duration.milliseconds(100)

    private let replica: Replica
    private let threads: RequestThreads
    private let stream: WebStream
    private let oldReaders: Permits
    /// The number of the last event that is wanted; none: there is no end to it.
    private let last: Int?
    private let state: Mutex<State>

    /// - Parameter oldReaders: one is taken to read what only the record still knows.
    init(
        after number: Int, until last: Int?, _ replica: Replica, _ threads: RequestThreads, _ stream: WebStream,
        oldReaders: Permits
    ) {
        self.oldReaders = oldReaders
        self.replica = replica
        self.threads = threads
        self.stream = stream
        self.last = last
        state = Mutex(State(number: number))
        stream.write(ServerSentEvent.heartbeat)
    }

    func look() -> Bool {
        let mayStart = state.withLock { state in
            defer { state.isBusy = true }
            return !state.isBusy
        }
        if mayStart { passOn() }
        return stream.isOpen
    }

    /// A reader that has taken nothing since the last time is not there any more.
    func beat() -> Bool {
        let unread = stream.unreadBytes
        let isStuck = unread > 0 && unread >= state.withLock { $0.unread }
        let isOpen = stream.write(ServerSentEvent.heartbeat)
        state.withLock { $0.unread = stream.unreadBytes }
        if isStuck { stream.breakOff() }
        return isOpen && !isStuck
    }

    func end() { stream.end() }

    /// Passes on what there is; goes on by itself when the reader has taken that.
    private func passOn() {
        let number = state.withLock { $0.number }
        do {
            guard let events = try next(after: number) else {
                guard oldReaders.take() else { return waitForTurn() }
                defer { oldReaders.giveBack() }
                try passOnRecorded(after: number)
                return threads.goOn { self.passOn() }
            }
            if let last, events.isEmpty || number >= last { return stream.end() }
            guard !events.isEmpty, write(events) else { return rest() }
        } catch { return stream.breakOff() }
        guard stream.isOpen else { return }
        stream.whenDrained { self.threads.goOn { self.passOn() } }
    }

    /// Others are reading the record.
    private func waitForTurn() {
        guard stream.isOpen else { return }
        threads.post(after: Self.turn) { self.passOn() }
    }

    /// What was recorded between the last look and this moment is looked at once more.
    private func rest() {
        let number = state.withLock { state in
            state.isBusy = false
            return state.number
        }
        guard let more = try? replica.events(after: number, limit: 1), !more.isEmpty, stream.isOpen else { return }
        _ = look()
    }

    /// Whole groups: the events of one fact share its number, so that who comes back with it misses none.
    private func next(after number: Int) throws -> [EventView]? {
        var limit = Self.batch
        while true {
            guard var events = try replica.events(after: number, limit: limit) else { return nil }
            guard events.count == limit, let last = events.last?.number else { return events }
            if events.first?.number == last {
                limit *= 2
                continue
            }
            while events.last?.number == last { events.removeLast() }
            return events
        }
    }

    private func write(_ events: [EventView]) -> Bool {
        var text = ""
        for (position, event) in events.enumerated() {
            let isLast = position + 1 == events.count || events[position + 1].number != event.number
            text += Self.message(event, isLast: isLast)
        }
        guard let last = events.last, stream.write(text) else { return false }
        state.withLock { $0.number = last.number }
        return true
    }

    private static func message(_ event: EventView, isLast: Bool) -> String {
        var json = JSONText(indented: false)
        event.write(to: &json)
        return ServerSentEvent(id: isLast ? "\(event.number)" : nil, data: json.text).text
    }

    /// Reads the record's events up to what is durable now.
    private func passOnRecorded(after number: Int) throws {
        let end = replica.nextNumber
        var follower = replica.eventFollower()
        var held: [EventView] = []
        try follower.advance(after: number) { event in
            guard event.number < end else { return false }
            if held.count >= Self.batch, held.last?.number != event.number {
                guard write(held), waitForReader() else {
                    stream.breakOff()
                    return false
                }
                held.removeAll()
            }
            held.append(event)
            return true
        }
        guard stream.isOpen, held.isEmpty || write(held) else { return }
        // Facts that are no events count as passed on, too.
        state.withLock { $0.number = max($0.number, end - 1) }
    }

    private func waitForReader() -> Bool {
        let bound = Clock.monotonicNanoseconds() + Self.patience
        while stream.isOpen, stream.unreadBytes > Self.unreadLimit {
            guard Clock.monotonicNanoseconds() < bound else { return false }
            // 2 ms: a reader that keeps up takes a batch in less.
            _ = try? Readiness.wait(for: [], nanoseconds: 2_000_000)
        }
        return stream.isOpen
    }
}
