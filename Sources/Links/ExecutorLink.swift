internal import Model
internal import Wire

/// What the service knows of one executor and of the link it speaks through.
struct ExecutorLink<Peer: Hashable & Sendable>: Sendable {
    var hello: Hello
    let node: NodeIdentifier
    /// How its messages are addressed; changes with every connection.
    var peer: Peer
    var heardAt: Instant
    var spokenAt: Instant
    var stage: Stage
    var inbox: Inbox
    /// The last number that was acknowledged, or that the hello showed to need none.
    var acknowledged: UInt64
    /// Everything the executor was told in this link.
    var mentionedJobs: Set<JobIdentifier> = []
    var mentionedNodes: Set<NodeIdentifier> = []
    /// What it held when it said hello, has not reported since, and was not told to abandon.
    var held: Set<AttemptIdentifier> = []
    /// Ends and recalls that were not answered yet; said again in the next link.
    var pending: [AttemptIdentifier: Order] = [:]
    var isDraining = false
    /// It may go, and hears so once that is recorded; what it says meanwhile is passed over.
    var isLeaving = false
    /// Decided in this round, to be said together when it is durable.
    var unsaid: [Order] = []
    /// Whether its process still lives, when it runs on this machine, to know at once that it ended.
    let isAlive: (@Sendable () -> Bool)?

    enum Stage: Sendable {
        /// Welcomed; what it is to do waits until it is ready.
        case greeted
        case ready
        /// Not heard for too long, or its link broke; whatever it does, it does alone.
        case silent
    }

    /// Whether facts are waiting to be acknowledged.
    var owesAcknowledgement: Bool { inbox.taken > acknowledged }

    /// An attempt that ended needs no end any more, and is not held.
    mutating func settle(_ fact: Fact) {
        switch fact {
        case .attemptEnded(let end): settle(end.attempt)
        case .attemptsTakenBack(let first, let count, _):
            for number in first.number..<first.number + count { settle(AttemptIdentifier(number)) }
        default: break
        }
    }

    private mutating func settle(_ attempt: AttemptIdentifier) {
        pending[attempt] = nil
        held.remove(attempt)
    }
}
