internal import Model
internal import Plan
internal import Posix
internal import Sockets
internal import Wire

/// Executors elsewhere, each behind a link that may break; their tasks outlive this process.
final class RemoteHands: Hands {
    private var links: ExecutorLinks
    private let socket: Socket
    private let clock: RunClock
    private var questions: [UInt64: (question: OutputQuestion, askedAt: Instant)] = [:]
    private var nextQuestion: UInt64 = 0
    private var isBusy = false
    /// Who was told to go.
    private var dismissed: Set<Peer> = []
    private let watch: BatchWatch?
    private var fetcher: OutputFetcher?

    // 1,000: what is taken at once, so that signals and clients get their turn.
    private static let messagesAtOnce = 1000
    // 10 s: an executor that is heard answers within one.
    private static let answerLimit = Duration.seconds(10)

    /// - Parameter socket: a router, bound.
    /// - Parameter watch: asked about allocations whose executors are silent; none: they are all in this one.
    /// - Parameter fetcher: brings what tasks print; none: everybody sees the same folder.
    init(_ links: ExecutorLinks, socket: Socket, watch: BatchWatch?, fetcher: OutputFetcher?, clock: RunClock) {
        self.links = links
        self.watch = watch
        self.fetcher = fetcher
        self.socket = socket
        self.clock = clock
    }

    var descriptors: [FileDescriptor] { [socket.signal] }
    var hasFacts: Bool { !links.unasked.isEmpty || ((try? socket.hasInput()) ?? false) }
    var isWellSupplied: Bool { isBusy }
    var mayGrow: Bool { true }
    var wakeAt: Instant? { links.wakeAt }
    var owesAnswers: Bool { links.owesAnswers }

    func perform(_ order: Order, _ planner: Planner) { links.perform(order, planner) }

    func collect(_ planner: Planner, at now: Instant) throws(SystemFailure) -> [Fact] {
        var facts = links.takeUnasked()
        do throws(SocketFailure) {
            try socket.drain(atMost: Self.messagesAtOnce) { message in
                guard let peer = message.peer, let bytes = message.parts.first, message.parts.count == 1 else { return }
                facts += links.take(bytes, from: peer, planner, at: now)
            }
        } catch { throw error.system }
        facts += links.look(planner, at: now)
        if let watch, links.hasNewSilence { watch.follow(links.silentAllocations(planner)) }
        for piece in links.takePieces() where fetcher?.take(piece, at: now) != true { settle(piece) }
        giveUpQuestions(at: now)
        fetch(at: now)
        return facts
    }

    func committed(_ facts: [Fact], _ planner: Planner, at now: Instant) {
        links.committed(facts, planner, at: now)
        // Chains keep every executor busy for longer than a commit waits.
        isBusy = planner.attemptsInMotion >= 16 * max(1, planner.chainsInMotion)
    }

    func send() -> [FileDescriptor] {
        for message in links.takeOutgoing() {
            // Whoever is gone says hello when it is back, and is told everything then.
            _ = try? socket.send(message.bytes, to: message.peer)
        }
        return []
    }

    func ask(_ question: OutputQuestion) {
        nextQuestion += 1
        let place: OutputRequest.Place = question.location.map { .kept($0) } ?? .live
        let request = OutputRequest(
            number: nextQuestion, attempt: question.attempt, stream: question.stream == .output ? .output : .error,
            place: place, offset: question.offset, count: question.count)
        guard links.ask(request, of: question.node) else {
            return question.answer(.failure(.init(reason: "its executor is not there")))
        }
        questions[nextQuestion] = (question, clock.now)
    }

    /// Asks for more of what was printed elsewhere.
    private func fetch(at now: Instant) {
        for news in links.takeOutputNews() {
            switch news {
            case .came(let hello): fetcher?.begin(hello)
            case .ended(let end, let executor): fetcher?.ended(end, on: executor)
            case .went(let executor): fetcher?.forget(executor)
            }
        }
        fetcher?.look(at: now)
        while let (executor, request) = fetcher?.next(number: nextQuestion + 1, at: now) {
            nextQuestion += 1
            if !links.ask(request, ofExecutor: executor) { fetcher?.abandon(nextQuestion) }
        }
    }

    private func settle(_ piece: OutputPiece) {
        guard let (question, _) = questions.removeValue(forKey: piece.request) else { return }
        switch piece.standing {
        case .failed(let reason): question.answer(.failure(.init(reason: reason)))
        case .goesOn, .complete: question.answer(.success(piece.bytes))
        }
    }

    private func giveUpQuestions(at now: Instant) {
        for (number, asked) in questions where now - asked.askedAt > Self.answerLimit {
            questions[number] = nil
            asked.question.answer(.failure(.init(reason: "its executor does not answer")))
        }
    }

    /// Tells everybody to go who is there or comes just now; waits a moment for more of them.
    func dismiss(_ reason: String) {
        let farewell = ServiceMessage.stop(reason).packed()
        for peer in links.peers where dismissed.insert(peer).inserted { _ = try? socket.send(farewell, to: peer) }
        // 20 ms: between two looks whether they have gone.
        _ = try? Readiness.wait(for: [(socket.signal, .readable)], nanoseconds: 20_000_000)
        _ = try? socket.drain(atMost: Self.messagesAtOnce) { message in
            guard let peer = message.peer, dismissed.insert(peer).inserted else { return }
            _ = try? socket.send(farewell, to: peer)
        }
    }

    func synchronizeOutput() throws(SystemFailure) {}
    func readLiveOutput(_ passOn: (AttemptIdentifier, OutputStreamName, [UInt8]) -> Void) {}

    func close() {
        for (_, asked) in questions { asked.question.answer(.failure(.init(reason: "the service is ending"))) }
        questions.removeAll()
        watch?.end()
        socket.close()
    }
}

extension SocketFailure {
    var system: SystemFailure { SystemFailure(call: call, errorNumber: errorNumber, path: address) }
}
