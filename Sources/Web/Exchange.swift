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
        var whenClosed: [@Sendable () -> Void] = []
        var whenDrained: (@Sendable () -> Void)?
    }

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
        let limit = limits.streamBytes
        var isCutOff = false
        let isTaken = change { state in
            guard case .streaming = state.phase, !state.stream.isEnded else { return false }
            if state.stream.count > 0, state.stream.count + bytes.count > limit {
                state.phase = .over
                isCutOff = true
                return true
            }
            state.stream.append(bytes)
            return true
        }
        if isCutOff { giveUp() }
        return isTaken && !isCutOff
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
        let isBroken = change { state in
            switch state.phase {
            case .open, .answered: return false
            case .streaming: if state.stream.isEnded { return false }
            case .over: return false
            }
            state.phase = .over
            return true
        }
        if isBroken { giveUp() }
    }

    /// The server's thread hears of it also where it waits for nothing but the reader.
    private func giveUp() {
        inbox.post(number)
        tellClosed()
    }

    var isStreamOpen: Bool {
        state.withLock { state in
            if case .streaming = state.phase { !state.stream.isEnded } else { false }
        }
    }

    var unread: Int { state.withLock { $0.stream.count } }

    func whenDrained(_ act: @escaping @Sendable () -> Void) {
        let isDrained = state.withLock { state in
            guard case .streaming = state.phase, state.stream.count > 0 else { return true }
            state.whenDrained = act
            return false
        }
        if isDrained { act() }
    }

    func whenClosed(_ act: @escaping @Sendable () -> Void) {
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
        let (reading, drained): (Reading, (@Sendable () -> Void)?) = state.withLock { state in
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

    /// The connection is done with it, or must be; answers whether a suspended request is to be resumed.
    @discardableResult
    func close() -> Bool {
        let (isCut, wasSuspended, hadStream) = state.withLock { state in
            defer {
                state.phase = .over
                state.isSuspended = false
                state.hasStream = false
                state.stream.isEnded = true
            }
            let isCut =
                switch state.phase {
                case .open: true
                case .streaming: !state.stream.isEnded
                case .answered, .over: false
                }
            return (isCut, state.isSuspended, state.hasStream)
        }
        if hadStream { inbox.closeStream() }
        if isCut { tellClosed() } else { forget() }
        return wasSuspended
    }

    private func tellClosed() {
        let acts = state.withLock { state in
            defer {
                state.whenClosed = []
                state.whenDrained = nil
            }
            return state.whenClosed + (state.whenDrained.map { [$0] } ?? [])
        }
        for act in acts { act() }
    }

    private func forget() {
        state.withLock { state in
            state.whenClosed = []
            state.whenDrained = nil
        }
    }
}
