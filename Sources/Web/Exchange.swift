internal import Synchronization

/// One request's way to its answer, shared by the server's thread and whoever answers.
///
/// The server's thread alone suspends and resumes; the others leave what they have here and post the number.
final class Exchange: Sendable {
    private enum Phase {
        case open
        case answered(Reply)
        case streaming(Reply)
        case over
    }

    private struct State {
        var phase = Phase.open
        /// Whether the server's thread waits for a post.
        var isSuspended = false
        var stream = Backlog()
        var hasStream = false
        var whenClosed: [Act] = []
        var whenDrained: Act?

        /// Answers those to be told, once.
        mutating func giveUp() -> [Act] {
            defer {
                whenClosed = []
                whenDrained = nil
            }
            phase = .over
            return whenClosed + (whenDrained.map { [$0] } ?? [])
        }
    }

    typealias Act = @Sendable () -> Void

    /// What the server's thread does next.
    enum Turn {
        case suspend
        case answer(Reply)
        case stream(Reply)
        case giveUp
    }

    enum Reading {
        case bytes(Int)
        case suspend
        case end
        case giveUp
    }

    let number: Int
    private let inbox: Inbox
    private let limits: WebLimits
    private let state = Mutex(State())

    init(number: Int, inbox: Inbox, limits: WebLimits) {
        self.number = number
        self.inbox = inbox
        self.limits = limits
    }

    // MARK: by whoever answers

    /// Answers whether it was still open.
    @discardableResult
    func complete(_ reply: Reply) -> Bool {
        change { state in
            guard case .open = state.phase else { return false }
            state.phase = .answered(reply)
            return true
        }
    }

    func openStream(_ head: Reply) -> Bool {
        guard inbox.openStream(limit: limits.streams) else {
            complete(.refusal(503, "too many streams are being followed", ["Retry-After": "5"]))
            return false
        }
        let isOpen = change { state in
            guard case .open = state.phase else { return false }
            state.phase = .streaming(head)
            state.hasStream = true
            return true
        }
        if !isOpen { inbox.closeStream() }
        return isOpen
    }

    /// False when nobody reads any more, or too slowly, or after the end.
    func write(_ bytes: some Collection<UInt8>) -> Bool {
        var isCutOff = false
        let isTaken = change { state in
            guard case .streaming = state.phase, !state.stream.isEnded else { return false }
            let left = state.stream.count
            isCutOff = left > 0 && left + bytes.count > limits.streamBytes
            if !isCutOff { state.stream.append(bytes) }
            return !isCutOff
        }
        if isCutOff { breakOff() }
        return isTaken
    }

    func endStream() {
        change { state in
            guard case .streaming = state.phase else { return false }
            state.stream.isEnded = true
            return true
        }
    }

    /// Ends it so that the reader sees that something is missing.
    func breakOff() {
        let acts: [Act]? = state.withLock { state in
            guard case .streaming = state.phase, !state.stream.isEnded else { return nil }
            state.isSuspended = false
            return state.giveUp()
        }
        guard let acts else { return }
        for act in acts { act() }
        // Also where the server's thread waits for nothing but the reader.
        inbox.post(number)
    }

    var isStreamOpen: Bool {
        state.withLock { state in
            if case .streaming = state.phase { !state.stream.isEnded } else { false }
        }
    }

    var unread: Int { state.withLock { $0.stream.count } }

    func whenDrained(_ act: @escaping Act) {
        let isDrained = state.withLock { state in
            guard case .streaming = state.phase, state.stream.count > 0 else { return true }
            state.whenDrained = act
            return false
        }
        if isDrained { act() }
    }

    func whenClosed(_ act: @escaping Act) {
        let isOver = state.withLock { state in
            if case .over = state.phase { return true }
            state.whenClosed.append(act)
            return false
        }
        if isOver { act() }
    }

    /// Changes the state and tells the server's thread when it waits for that.
    @discardableResult
    private func change(_ act: (inout State) -> Bool) -> Bool {
        let (isChanged, mustPost) = state.withLock { state in
            guard act(&state) else { return (false, false) }
            defer { state.isSuspended = false }
            return (true, state.isSuspended)
        }
        if mustPost { inbox.post(number) }
        return isChanged
    }
}

/// By the server's thread.
extension Exchange {
    /// After `suspend` the number is posted once.
    func next() -> Turn {
        state.withLock { state in
            switch state.phase {
            case .open:
                state.isSuspended = true
                return .suspend
            case .answered(let reply): return .answer(reply)
            case .streaming(let head): return .stream(head)
            case .over: return .giveUp
            }
        }
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) -> Reading {
        let (reading, drained): (Reading, Act?) = state.withLock { state in
            guard case .streaming = state.phase else { return (.giveUp, nil) }
            let count = state.stream.move(into: buffer)
            if count > 0 {
                guard state.stream.count == 0 else { return (.bytes(count), nil) }
                defer { state.whenDrained = nil }
                return (.bytes(count), state.whenDrained)
            }
            if state.stream.isEnded { return (.end, nil) }
            state.isSuspended = true
            return (.suspend, nil)
        }
        drained?()
        return reading
    }

    var isOver: Bool {
        state.withLock { state in
            if case .over = state.phase { true } else { false }
        }
    }

    /// Whether an answer is on its way that will end by itself.
    var isFinishing: Bool {
        state.withLock { state in
            switch state.phase {
            case .answered: true
            case .streaming: state.stream.isEnded
            case .open, .over: false
            }
        }
    }

    /// The connection is done with it, or must be.
    func close() {
        let (acts, hadStream): ([Act], Bool) = state.withLock { state in
            let isCut =
                switch state.phase {
                case .open: true
                case .streaming: !state.stream.isEnded
                case .answered, .over: false
                }
            defer { state.hasStream = false }
            state.isSuspended = false
            let acts = state.giveUp()
            return (isCut ? acts : [], state.hasStream)
        }
        if hadStream { inbox.closeStream() }
        for act in acts { act() }
    }
}
