import Model
import Wire

/// An executor of a rehearsal of faults: `NodeLoop` and `Executor` without sockets and processes.
///
/// It speaks the real messages, packed, and keeps what it tells in the real `Outbox`. What it does to attempts is told
/// as deeds, which the rehearsal watches and puts on its agenda.
struct RehearsedExecutor: Sendable {
    let identity: UInt64
    let offered: Node
    let flaw: Flaw?
    /// How far its machine's clock is ahead of true time.
    let skew: Duration
    private let behaviour: @Sendable (TaskIdentifier, AttemptIdentifier) -> AttemptBehaviour

    /// How many messages its connection still takes.
    var room = Int.max
    var outgoing: [[UInt8]] = []
    var deeds: [Deed] = []
    var findings: [String] = []
    var outbox = Outbox()
    /// What was told and not acknowledged, by number; to see that it is durable when it is acknowledged.
    private var told: [UInt64: Fact] = [:]
    var jobs: [JobIdentifier: Job] = [:]
    var runs: [AttemptIdentifier: RehearsedRun] = [:]
    var heldAtHello: Set<AttemptIdentifier> = []
    var abandoned: Set<AttemptIdentifier> = []
    var stage = Stage.unknown
    var greetings: UInt64 = 0
    var greetedAt: Instant
    var heardAt: Instant
    var spokenAt = Instant.zero
    var aliveEvery = Duration.seconds(1)
    var silenceLimit = Duration.seconds(8)
    var clock = ClockEstimate()
    var token: UInt64 = 0
    var welcome: Welcome?
    var isEnding = false
    /// Whether it was told to go, which no draining that is undone undoes.
    var isDismissed = false
    /// Whether the service has let it go.
    var isReleased = false
    /// Since when the service is not heard; none: it is.
    var silentSince: Instant?
    var endingSince = Instant.zero
    /// None: all that it lends is ours.
    var others: RehearsedOthers?

    enum Stage: Sendable { case unknown, abandoning, ready }

    /// What it does that others see.
    enum Deed: Sendable {
        case begins(AttemptIdentifier)
        case stops(AttemptIdentifier)
        /// Where it runs has changed, or whether it does.
        case changes(AttemptIdentifier)
        case wakes(AttemptIdentifier, generation: Int, at: Instant)
        /// The service has said that these are durable.
        case settles([Fact])
        case flushes
        case isReady
        case seeks
        /// Whether it was to ask before.
        case goes(isInOrder: Bool)
    }

    // 2 s, 10 s: as in NodeLoop.
    private static let helloAgain = Duration.seconds(2)
    private static let farewell = Duration.seconds(10)

    init(
        identity: UInt64, offered: Node, skew: Duration, flaw: Flaw?, at now: Instant,
        behaviour: @escaping @Sendable (TaskIdentifier, AttemptIdentifier) -> AttemptBehaviour
    ) {
        self.identity = identity
        self.offered = offered
        self.skew = skew
        self.flaw = flaw
        self.behaviour = behaviour
        heardAt = now
        greetedAt = now
    }

    /// Scheduler time, as far as it knows.
    func instant(at now: Instant) -> Instant {
        now + skew + (flaw == .tellsItsOwnTime ? .zero : clock.offset)
    }

    func local(_ now: Instant) -> Int64 { (now + skew).nanoseconds }

    func behaviour(of attempt: AttemptIdentifier, _ task: TaskIdentifier) -> AttemptBehaviour {
        behaviour(task, attempt)
    }

    @discardableResult
    mutating func say(_ message: ExecutorMessage, at now: Instant) -> Bool {
        guard room > 0 else { return false }
        room -= 1
        outgoing.append(message.packed())
        spokenAt = now
        return true
    }

    /// What its loop does twice a second, whatever happens.
    mutating func look(at now: Instant) {
        finishAbandoning(at: now)
        if stage != .ready, now - greetedAt >= Self.helloAgain { sayHello(at: now) }
        if now - heardAt > silenceLimit {
            silentSince = silentSince ?? heardAt
            heardAt = now
            deeds.append(.seeks)
            sayHello(at: now)
        }
        if stage == .ready, now - spokenAt >= aliveEvery { say(.alive, at: now) }
        watchCores(at: now)
        flush(at: now)
        leaveWhenDone(at: now)
    }

    private mutating func watchCores(at now: Instant) {
        let mine = runs.values.flatMap(\.placement.parts).filter { $0.node == welcome?.node }
        others?.act(cores: offered.cores.count, ours: Set(mine.flatMap(\.cores).map(\.position)))
        guard let others, others.areUntold, stage == .ready else { return }
        if say(.coresKept(others.kept), at: now) { self.others?.areUntold = false }
    }

    mutating func flush(at now: Instant) {
        guard stage == .ready else { return }
        sendFacts(at: now)
    }

    mutating func sendFacts(at now: Instant) {
        while let batch = outbox.next(), say(.facts(batch), at: now) {
            outbox.sent(batch)
            if flaw == .forgetsWhatItSent { _ = outbox.acknowledge(through: batch.last) }
        }
    }

    mutating func leaveWhenDone(at now: Instant) {
        guard isEnding, runs.isEmpty else { return }
        guard outbox.isEmpty || now - endingSince > Self.farewell else { return }
        let isUnheard = welcome == nil || now - (silentSince ?? heardAt) > Self.farewell
        guard isReleased || isUnheard || flaw == .leavesUnasked else {
            if stage == .ready { say(.leaveRequested, at: now) }
            return
        }
        if stage == .ready, !isReleased { say(.leaving, at: now) }
        deeds.append(.goes(isInOrder: !isUnheard))
    }

    /// Told to go: what has not started is handed back, what runs is interrupted.
    mutating func handBack(at now: Instant) {
        if !isEnding { endingSince = now }
        isEnding = true
        isDismissed = true
        if stage == .ready { say(.drainRequested(true), at: now) }
        for attempt in runs.keys.sorted() where runs[attempt]?.after == nil {
            takeBack(behind: attempt, at: now)
            end(attempt, as: .interrupted, grace: .seconds(10), at: now)
        }
    }

    /// Keeps facts until they are acknowledged, but for those about attempts that the service gave up.
    mutating func tell(_ facts: [Fact]) {
        var wanted: [Fact] = []
        for fact in facts where !isAbandoned(fact) { wanted.append(fact) }
        guard !wanted.isEmpty else { return }
        for (offset, fact) in wanted.enumerated() { told[outbox.last + UInt64(offset) + 1] = fact }
        outbox.append(wanted)
        deeds.append(.flushes)
    }

    mutating func acknowledge(through number: UInt64) {
        let first = outbox.firstUnacknowledged
        guard outbox.acknowledge(through: number) else {
            return findings.append("the service acknowledged facts that were never told")
        }
        guard number >= first else { return }
        deeds.append(.settles((first...number).compactMap { told.removeValue(forKey: $0) }))
    }

    private mutating func isAbandoned(_ fact: Fact) -> Bool {
        switch fact {
        case .attemptStarted(let attempt, _): return abandoned.contains(attempt)
        case .attemptEnded(let end): return abandoned.remove(end.attempt) != nil
        case .attemptsTakenBack(let first, let count, _):
            var isGone = false
            for number in first.number..<first.number + count {
                isGone = abandoned.remove(AttemptIdentifier(number)) != nil || isGone
            }
            return isGone
        default: return false
        }
    }
}
