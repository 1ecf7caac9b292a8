internal import Model
internal import Posix
internal import Synchronization

/// All those who wait for something new to be durable; looked after on the threads that answer requests.
///
/// - Cost: a fifth of one thread at most, however often something is recorded.
final class Followers: Sendable {
    private struct State {
        var followers: [Int: any Follower] = [:]
        var next = 0
        var isScheduled = false
        var wasRung = false
        var isOver = false
    }

    private let threads: RequestThreads
    private let state = Mutex(State())

    init(_ threads: RequestThreads) { self.threads = threads }

    /// Something new is durable.
    func ring() {
        let mustPost = state.withLock { state in
            guard !state.followers.isEmpty else { return false }
            state.wasRung = true
            defer { state.isScheduled = true }
            return !state.isScheduled
        }
        if mustPost { threads.goOn { self.look() } }
    }

    /// Answers the number by which it is removed; it is looked after from now on.
    func add(_ follower: some Follower) -> Int {
        let (number, isOver) = state.withLock { state in
            state.next += 1
            if !state.isOver { state.followers[state.next] = follower }
            return (state.next, state.isOver)
        }
        if isOver { follower.end() } else { ring() }
        return number
    }

    func remove(_ number: Int) { state.withLock { _ = $0.followers.removeValue(forKey: number) } }

    /// Called now and then.
    func beat() {
        for (number, follower) in all where !follower.beat() { remove(number) }
    }

    /// Tells everyone that nothing more will come.
    func end() {
        state.withLock { $0.isOver = true }
        for (number, follower) in all {
            follower.end()
            remove(number)
        }
    }

    private var all: [(Int, any Follower)] { state.withLock { state in state.followers.map { ($0.key, $0.value) } } }

    private func look() {
        state.withLock { $0.wasRung = false }
        let start = Clock.monotonicNanoseconds()
        for (number, follower) in all where !follower.look() { remove(number) }
        let spent = Clock.monotonicNanoseconds() - start
        let mustGoOn = state.withLock { state in
            state.isScheduled = state.wasRung && !state.followers.isEmpty
            return state.isScheduled
        }
        if mustGoOn { threads.post(after: Duration(nanoseconds: spent * 4)) { self.look() } }
    }
}
