internal import Dialects
internal import Model
internal import Posix

/// The connections of the old clients, and what is said on each.
struct TensorFlowClientDesk {
    private let listener: FileDescriptor
    private let identify: TensorFlowClients.Identification
    private let patience: Duration
    private var strangers: [Stranger] = []
    private var connections: [Connection] = []
    private var conversations: [AttemptIdentifier: TensorFlowConversation] = [:]
    private var admission = Budget(limit: identificationsPerSecond)

    /// Somebody of whom it is not known yet that it is a container of ours; a client may be faster than the news of it.
    private struct Stranger {
        let descriptor: FileDescriptor
        let peer: String
        let until: Instant
    }

    private struct Connection {
        let descriptor: FileDescriptor
        let attempt: AttemptIdentifier
        var reader = TensorFlowClientReader()
        var unsent: [UInt8] = []
        var budget = Budget(limit: messagesPerSecond)
        var isOver = false
    }

    /// How much of something is left in this second.
    private struct Budget {
        let limit: Int
        private var second: Int64 = 0
        private var used = 0

        init(limit: Int) { self.limit = limit }

        mutating func take(_ count: Int, at now: Instant) -> Bool {
            let present = now.nanoseconds / 1_000_000_000
            if present != second { (second, used) = (present, 0) }
            used += count
            return used <= limit
        }
    }

    // 0.1 s: a width is told before anybody could have got used to the former one.
    private static let roundNanoseconds: Int64 = 100_000_000
    // 100: each asks the engine about every container.
    private static let identificationsPerSecond = 100
    // 32: beyond, somebody is knocking who is none of ours.
    private static let mostStrangers = 32
    // 100: a client says something every few seconds.
    private static let messagesPerSecond = 100
    // 64 KiB: nobody who reads leaves so much unread.
    private static let mostUnsent = 64 << 10
    private static let bytesAtOnce = 8 << 10

    /// - Parameter patience: how long somebody may be unknown.
    init(
        _ listener: FileDescriptor, patience: Duration, _ identify: @escaping TensorFlowClients.Identification
    ) {
        self.listener = listener
        self.patience = patience
        self.identify = identify
    }

    /// A round: returns when somebody may have said something, or after a while.
    mutating func serve(_ standings: [TensorFlowClients.Standing]) -> [TensorFlowClients.Verdict] {
        let now = Instant(nanoseconds: Clock.monotonicNanoseconds())
        forget(allBut: standings)
        admit(standings, at: now)
        for position in connections.indices { hear(position, at: now) }
        let verdicts = talk(standings, at: now)
        for position in connections.indices { send(position) }
        let over = connections.filter(\.isOver)
        connections.removeAll(where: \.isOver)
        for connection in over { connection.descriptor.close() }
        let readable = ([listener] + connections.map(\.descriptor)).map { ($0, Readiness.readable) }
        _ = try? Readiness.wait(for: readable, nanoseconds: Self.roundNanoseconds)
        return verdicts
    }

    func close() {
        for descriptor in strangers.map(\.descriptor) + connections.map(\.descriptor) { descriptor.close() }
        listener.close()
    }

    private mutating func forget(allBut standings: [TensorFlowClients.Standing]) {
        let present = Set(standings.map(\.attempt))
        conversations = conversations.filter { present.contains($0.key) }
        for position in connections.indices where !present.contains(connections[position].attempt) {
            connections[position].isOver = true
        }
    }

    /// Lets in whoever comes from one of the containers.
    private mutating func admit(_ standings: [TensorFlowClients.Standing], at now: Instant) {
        while let (descriptor, peer) = try? listener.accept() {
            let stranger = Stranger(descriptor: descriptor, peer: peer, until: now + patience)
            if strangers.count < Self.mostStrangers { strangers.append(stranger) } else { descriptor.close() }
        }
        var left: [Stranger] = []
        for stranger in strangers {
            if admission.take(1, at: now), let standing = identify(stranger.peer, standings) {
                welcome(stranger.descriptor, standing, at: now)
            } else if now < stranger.until {
                left.append(stranger)
            } else {
                stranger.descriptor.close()
            }
        }
        strangers = left
    }

    /// Who comes again takes the place of its former connection.
    private mutating func welcome(
        _ descriptor: FileDescriptor, _ standing: TensorFlowClients.Standing, at now: Instant
    ) {
        for position in connections.indices where connections[position].attempt == standing.attempt {
            connections[position].isOver = true
        }
        connections.append(Connection(descriptor: descriptor, attempt: standing.attempt))
        conversations[standing.attempt] = TensorFlowConversation(
            container: standing.container, cores: standing.cores, at: now)
    }

    private mutating func hear(_ position: Int, at now: Instant) {
        guard !connections[position].isOver else { return }
        var buffer = [UInt8](repeating: 0, count: Self.bytesAtOnce)
        let count: Int
        do throws(SystemFailure) { count = try connections[position].descriptor.read(into: &buffer) } catch {
            connections[position].isOver = !error.wouldBlock
            return
        }
        guard count > 0, let heard = try? connections[position].reader.take(buffer[..<count]),
            connections[position].budget.take(heard.count, at: now)
        else { return connections[position].isOver = true }
        for status in heard { conversations[connections[position].attempt]?.hear(status, at: now) }
    }

    /// Says what is to be said, also to who has hung up: it is as dead as who does not answer.
    private mutating func talk(
        _ standings: [TensorFlowClients.Standing], at now: Instant
    ) -> [TensorFlowClients.Verdict] {
        standings.compactMap { standing in
            guard var conversation = conversations[standing.attempt], conversation.verdict == nil else {
                return verdict(of: standing)
            }
            let orders = conversation.say(cores: standing.cores, isPaused: standing.isPaused, at: now)
            conversations[standing.attempt] = conversation
            if let position = connections.lastIndex(where: { $0.attempt == standing.attempt && !$0.isOver }) {
                for order in orders { connections[position].unsent += order.frame(container: standing.container) }
            }
            return verdict(of: standing)
        }
    }

    /// Told once: nothing more is said to it.
    private mutating func verdict(of standing: TensorFlowClients.Standing) -> TensorFlowClients.Verdict? {
        guard let verdict = conversations[standing.attempt]?.verdict else { return nil }
        conversations[standing.attempt] = nil
        return TensorFlowClients.Verdict(container: standing.container, verdict: verdict)
    }

    private mutating func send(_ position: Int) {
        guard !connections[position].isOver, !connections[position].unsent.isEmpty else { return }
        do throws(SystemFailure) {
            let count = try connections[position].descriptor.send(connections[position].unsent, from: 0)
            connections[position].unsent.removeFirst(count)
        } catch { connections[position].isOver = true }
        if connections[position].unsent.count > Self.mostUnsent { connections[position].isOver = true }
    }
}
