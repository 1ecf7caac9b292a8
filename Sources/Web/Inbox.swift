internal import Posix
internal import Synchronization

/// How other threads reach the server's: which exchanges go on, and whether to stop.
final class Inbox: Sendable {
    private struct State {
        var numbers: [Int] = []
        var isStopping = false
        var streams = 0
    }

    /// Readable when there is something in it.
    let bell: FileDescriptor
    private let ringing: FileDescriptor
    private let state = Mutex(State())

    init() throws(SystemFailure) {
        (bell, ringing) = try FileDescriptor.pipe()
        try? bell.setNonblocking()
        try? ringing.setNonblocking()
    }

    deinit {
        bell.close()
        ringing.close()
    }

    /// The exchange of this number was waiting and need not any more.
    func post(_ number: Int) {
        let isFirst = state.withLock { state in
            state.numbers.append(number)
            return state.numbers.count == 1
        }
        if isFirst { ring() }
    }

    func stop() {
        state.withLock { $0.isStopping = true }
        ring()
    }

    func take() -> (numbers: [Int], isStopping: Bool) {
        var buffer = [UInt8](repeating: 0, count: 64)
        // Before the numbers, so that a ring in between is heard again and not lost.
        _ = try? bell.read(into: &buffer)
        return state.withLock { state in
            defer { state.numbers = [] }
            return (state.numbers, state.isStopping)
        }
    }

    /// Whether one more stream is within the limit; it then counts until `closeStream`.
    func openStream(limit: Int) -> Bool {
        state.withLock { state in
            guard state.streams < limit else { return false }
            state.streams += 1
            return true
        }
    }

    func closeStream() { state.withLock { $0.streams -= 1 } }

    /// A full pipe rings already.
    private func ring() { try? ringing.writeAll([1]) }
}
