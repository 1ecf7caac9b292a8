internal import Dialects
internal import Posix
internal import Sockets
internal import Synchronization

/// Where QCG's clients come: takes their requests on a thread of its own, has them answered by others, and sends the
/// answers in whatever order they are ready.
final class QCGDesk: Sendable {
    private struct State {
        /// Who waits for an answer, by the number of the request.
        var waiting: [Int: (socket: Int, peer: Peer)] = [:]
        var answers: [(number: Int, answer: QCGReception.Answer)] = []
        var next = 0
        var isClosing = false
        var thread: Posix.Thread?
    }

    private let reception: QCGReception
    private let threads: RequestThreads
    private let state = Mutex(State())
    private let bell: Bell

    // 64: what is read before answers are sent again.
    private static let batch = 64

    init(_ reception: QCGReception, threads: RequestThreads) throws(SystemFailure) {
        self.reception = reception
        self.threads = threads
        bell = try Bell()
    }

    /// Begins to serve on sockets that nobody else uses from now on.
    func open(_ sockets: sending [Socket]) throws(SystemFailure) {
        let thread = try Thread.start { [self] in
            do throws(SocketFailure) { try serve(sockets) } catch {
                // A socket that fails serves nobody any more; the others of the service go on.
                reception.replica.troubled("clients of QCG are not served any more: \(error)")
            }
            for socket in sockets { socket.close() }
        }
        state.withLock { $0.thread = thread }
    }

    /// Tells those who still wait that nothing more comes. What was answered is sent before.
    func close() {
        let thread = state.withLock { state in
            state.isClosing = true
            defer { state.thread = nil }
            return state.thread
        }
        bell.ring()
        thread?.join()
        bell.close()
    }

    private func serve(_ sockets: [Socket]) throws(SocketFailure) {
        while true {
            let (ready, _) = try Socket.wait(
                for: sockets.map { ($0, .readable) }, descriptors: [(bell.descriptor, .readable)], nanoseconds: nil)
            bell.hear()
            for (index, socket) in sockets.enumerated() where ready[index].contains(.readable) {
                try socket.drain(atMost: Self.batch) { take($0, index) }
            }
            let isClosing = state.withLock { $0.isClosing }
            try send(sockets)
            if isClosing { break }
        }
        let left = state.withLock { $0.waiting.values.map { $0 } }
        let text = Array(QCGRequestProblem.stopped.reply.utf8)
        for (socket, peer) in left { _ = try sockets[socket].send(text, to: peer) }
    }

    private func take(_ message: SocketMessage, _ socket: Int) {
        guard let peer = message.peer else { return }
        let number = state.withLock { state in
            state.next += 1
            state.waiting[state.next] = (socket, peer)
            return state.next
        }
        let bytes = message.parts.count == 1 ? message.parts[0] : Array(message.parts.joined())
        let isTaken = threads.post { [self] in
            reception.answer(bytes) { [self] in put($0, number) }
        }
        if !isTaken {
            let problem = reception.problem("too many requests wait; try again", reception.offer.dialect)
            put(.init(text: problem.reply), number)
        }
    }

    private func put(_ answer: QCGReception.Answer, _ number: Int) {
        let isFirst = state.withLock { state in
            state.answers.append((number, answer))
            return state.answers.count == 1
        }
        if isFirst { bell.ring() }
    }

    private func send(_ sockets: [Socket]) throws(SocketFailure) {
        let answers = state.withLock { state in
            let found = state.answers.map { (peer: state.waiting.removeValue(forKey: $0.number), answer: $0.answer) }
            state.answers.removeAll()
            return found
        }
        for (place, answer) in answers {
            // Who has left needs no answer.
            if let place { _ = try sockets[place.socket].send(Array(answer.text.utf8), to: place.peer) }
            if let end = answer.end { reception.mailbox.requestEnd(end) }
        }
    }
}
