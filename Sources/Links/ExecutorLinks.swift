package import Model
package import Plan
package import Wire

/// The service's side of every link to an executor: what each message means as facts, and what is said in answer.
///
/// Pure; a socket stands before it, which knows who is who as a `Peer`. What must not be said before the record is
/// durable waits until `committed`.
///
/// - Cost: of a message, what it carries; of a look for silence, the number of executors, once a second.
package struct ExecutorLinks<Peer: Hashable & Sendable>: Sendable {
    /// What every welcome says.
    package struct Greeting: Sendable {
        package var speaker: Speaker
        package var token: UInt64
        package var directory: String
        package var host: String
        /// The longest output of one stream that is asked for by itself, in bytes; 0: none.
        package var fetchingLimit: Int64

        package init(speaker: Speaker, token: UInt64, directory: String, host: String, fetchingLimit: Int64 = 0) {
            self.speaker = speaker
            self.token = token
            self.directory = directory
            self.host = host
            self.fetchingLimit = fetchingLimit
        }
    }

    /// Something to say, in the order it is to be said.
    package struct Message: Sendable {
        package var peer: Peer
        package var bytes: [UInt8]

        package init(peer: Peer, bytes: [UInt8]) {
            self.peer = peer
            self.bytes = bytes
        }
    }

    /// What matters to who fetches output.
    package enum OutputNews: Sendable {
        case came(Hello)
        case ended(AttemptEnd, executor: UInt64)
        case went(UInt64)
    }

    let greeting: Greeting
    /// Answers, of a process on this machine that it knows, how to see whether it lives.
    let lifeSign: @Sendable (Hello) -> (@Sendable () -> Bool)?
    var links: [UInt64: ExecutorLink<Peer>] = [:]
    var executorOfPeer: [Peer: UInt64] = [:]
    var executorOfNode: [NodeIdentifier: UInt64] = [:]
    /// Nodes of the record whose executors have not been heard since the service began.
    var awaited: [UInt64: NodeIdentifier] = [:]
    /// Since when a node without attempts is silent; it is given up after a while.
    var silentSince: [NodeIdentifier: Instant] = [:] {
        didSet { hasNewSilence = hasNewSilence || silentSince.count != oldValue.count }
    }
    /// Whether nodes fell silent or were heard again since `silentAllocations` was asked.
    package private(set) var hasNewSilence = true
    var welcomes: [(executor: UInt64, peer: Peer)] = []
    var newlyReady: [UInt64] = []
    /// Executors that this round's orders are for.
    var withOrders: [UInt64] = []
    /// Nodes that hellos of this round will join; their numbers are promised.
    var joining = 0
    var lookedAt: Instant?

    var outgoing: [Message] = []
    var pieces: [OutputPiece] = []
    /// Answers in place of executors too old to be asked.
    package internal(set) var unasked: [Fact] = []
    /// Who came and went, and the ends of attempts that printed something, in their order.
    var outputNews: [OutputNews] = []

    // 8 s: with the second between two signs of life a silence is noticed within ten.
    static var silenceLimit: Duration { .seconds(8) }
    static var aliveEvery: Duration { .seconds(1) }
    // 1 min: an executor that comes back later joins anew, which costs it nothing when it held nothing.
    static var emptyNodeLimit: Duration { .seconds(60) }

    /// - Parameter present: the nodes of the record that were not lost.
    /// - Parameter lifeSign: how to see whether the process that said this hello lives; none: it can't be seen.
    package init(
        _ greeting: Greeting, present: [Node], at now: Instant,
        lifeSign: @escaping @Sendable (Hello) -> (@Sendable () -> Bool)?
    ) {
        self.greeting = greeting
        self.lifeSign = lifeSign
        for node in present {
            awaited[node.executor] = node.identifier
            silentSince[node.identifier] = now
        }
    }

    package var wakeAt: Instant? { links.isEmpty && silentSince.isEmpty ? nil : lookedAt.map { $0 + Self.aliveEvery } }
    package var owesAnswers: Bool {
        !welcomes.isEmpty || !newlyReady.isEmpty || links.values.contains(where: \.owesAcknowledgement)
    }

    package mutating func takeOutgoing() -> [Message] {
        defer { outgoing.removeAll(keepingCapacity: true) }
        return outgoing
    }

    package mutating func takeUnasked() -> [Fact] {
        defer { unasked.removeAll() }
        return unasked
    }

    /// What executors answered to who asks what tasks printed.
    package mutating func takePieces() -> [OutputPiece] {
        defer { pieces.removeAll() }
        return pieces
    }

    package mutating func takeOutputNews() -> [OutputNews] {
        defer { outputNews.removeAll() }
        return outputNews
    }

    /// Puts a question to a node's executor; false when it is not there.
    package mutating func ask(_ request: OutputRequest, of node: NodeIdentifier) -> Bool {
        executorOfNode[node].map { ask(request, ofExecutor: $0) } ?? false
    }

    package mutating func ask(_ request: OutputRequest, ofExecutor executor: UInt64) -> Bool {
        guard let link = links[executor], link.stage == .ready else { return false }
        outgoing.append(Message(peer: link.peer, bytes: ServiceMessage.output(request).packed()))
        return true
    }

    /// The allocations of the nodes that are silent.
    package mutating func silentAllocations(_ planner: Planner) -> [NodeIdentifier: String] {
        hasNewSilence = false
        var allocations: [NodeIdentifier: String] = [:]
        for node in silentSince.keys {
            guard let allocation = planner.node(node)?.allocation, !allocation.isEmpty else { continue }
            allocations[node] = allocation
        }
        return allocations
    }

    /// Everybody who can be spoken to.
    package var peers: [Peer] { links.values.map(\.peer) }

    /// What was offered with a node's hello; none when it was not heard yet.
    package func hello(of node: NodeIdentifier) -> Hello? { executorOfNode[node].flatMap { links[$0]?.hello } }
    package func heardAt(_ node: NodeIdentifier) -> Instant? { executorOfNode[node].flatMap { links[$0]?.heardAt } }
}
