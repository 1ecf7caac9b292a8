import Links
import Model
import Plan
import Wire

/// One life of the service in a rehearsal of faults: `Loop` and `RemoteHands` around the real planner and the real
/// links, without threads, sockets and files.
///
/// - Order: `hear` and `wish` at any time; `decide` unless it commits; `conclude` when its decision is durable.
struct RehearsedService: Sendable {
    /// Counts its lives from 1.
    let life: Int
    /// How far scheduler time is ahead of true time, until it dies.
    let offset: Duration
    let flaw: Flaw?
    private(set) var planner: Planner
    /// As it was rebuilt from the record.
    let replayed: Planner
    private var links: ExecutorLinks<Int>
    private var heard: [(connection: Int, bytes: [UInt8])] = []
    private var wishes: [Wish] = []
    private var unanswered: [Wish] = []
    /// Whose executors became ready in this round.
    private var ready: Set<Int> = []
    private var isDirty = true
    private var plannedWake: Instant?

    /// What is being made durable; meanwhile whatever comes waits.
    private(set) var committing: (decision: Decision, at: Instant)?
    /// Since when the disk is full, if it is and somebody waits for it.
    var isOutOfSpace = false

    private(set) var outgoing: [ExecutorLinks<Int>.Message] = []
    private(set) var answers: [(wish: Wish, answer: Answer)] = []
    private(set) var shown: [Fact] = []
    private(set) var findings: [String] = []

    enum Answer: Sendable, Hashable {
        case done
        case refused(Refusal)
        case diskFull
    }

    /// - Parameter recorded: everything that is durable, in its order.
    init(
        life: Int, recorded: [Fact], _ configuration: Planner.Configuration, token: UInt64, offset: Duration,
        flaw: Flaw?, at trueTime: Instant
    ) {
        self.life = life
        self.offset = offset
        self.flaw = flaw
        let now = trueTime + offset
        var strays: [Fact] = []
        var planner = Planner()
        for fact in recorded where !planner.apply(fact) { strays.append(fact) }
        let greeting = ExecutorLinks<Int>.Greeting(
            speaker: Speaker(software: "rehearsal"), token: token, directory: "/", host: "service")
        links = ExecutorLinks(greeting, present: planner.presentNodes, at: now) { _ in nil }
        self.planner = planner
        replayed = planner
        findings = strays.map { "a replayed fact is about nothing: \($0)" }
        let run = Run(number: 1, token: token, arguments: [], directory: "/", host: "service", version: "0")
        take(.runOpened(run, at: now), at: now)
        take(.planningConfigured(configuration, at: now), at: now)
        guard flaw != .trustsOldNodes else { return }
        // A silence counts anew: nobody could be heard while no service was there.
        for node in planner.presentNodes { take(.nodeSilent(node.identifier, at: now), at: now) }
    }

    /// When to look although nothing has come, in true time.
    func wakeAt() -> Instant? {
        let planned = flaw == .missesItsTimer ? nil : plannedWake
        return [planned, links.wakeAt].compactMap(\.self).min().map { $0 + (.zero - offset) }
    }

    mutating func hear(_ bytes: [UInt8], over connection: Int) { heard.append((connection, bytes)) }

    mutating func wish(_ wish: Wish) {
        // Nothing is taken in while nothing can be written.
        if isOutOfSpace { answers.append((wish, .diskFull)) } else { wishes.append(wish) }
    }

    /// Takes what has come and plans, when there is reason to.
    ///
    /// - Returns: whether something is to be made durable, after which it is concluded.
    mutating func decide(at trueTime: Instant) -> Bool {
        let now = trueTime + offset
        var facts: [Fact] = []
        for (connection, bytes) in heard {
            note(bytes, from: connection)
            facts += links.take(bytes, from: connection, planner, at: now)
        }
        heard.removeAll()
        facts += links.look(planner, at: now)
        for fact in facts {
            if flaw == .givesUpAtOnce, case .nodeSilent(let node, let at) = fact {
                take(.nodeLost(node, at: at), at: now)
            } else {
                take(fact, at: now)
            }
        }
        isDirty = isDirty || links.owesAnswers
        for wish in wishes { take(wish, at: now) }
        wishes.removeAll()
        send()
        let isDue = flaw != .missesItsTimer && plannedWake.map { $0 <= now } ?? false
        guard isDirty || isDue else { return false }
        let decision = planner.plan(at: now)
        committing = (decision, now)
        isDirty = false
        if flaw == .ordersBeforeCommit { perform(decision, at: now) }
        if flaw == .answersBeforeCommit { answer() }
        if flaw == .showsBeforeCommit { shown += decision.record }
        return true
    }

    /// What it decided is durable: it is performed, answered and shown.
    mutating func conclude() {
        guard let (decision, now) = committing else { return }
        committing = nil
        if flaw != .ordersBeforeCommit { perform(decision, at: now) }
        if flaw != .answersBeforeCommit { answer() }
        if flaw != .showsBeforeCommit { shown += decision.record }
        plannedWake = decision.wakeAt
        guard flaw == .freesBeforeTheAnswer else { return }
        for case .adjustmentDecided(let attempt, let adjustment, _) in decision.record {
            take(.attemptAdjusted(attempt, number: adjustment.number, at: now), at: now)
        }
    }

    private mutating func perform(_ decision: Decision, at now: Instant) {
        for order in decision.orders { links.perform(order, planner) }
        links.committed(decision.record, planner, at: now)
        send()
        ready.removeAll()
    }

    private mutating func send() {
        for message in links.takeOutgoing() {
            if flaw == .forgetsWhatIsOutstanding, ready.contains(message.peer), message.isOrders { continue }
            outgoing.append(message)
        }
    }

    private mutating func note(_ bytes: [UInt8], from connection: Int) {
        guard flaw != nil, let message = try? ExecutorMessage(unpacking: bytes) else { return }
        switch message {
        case .ready: ready.insert(connection)
        case .facts(let batch) where flaw == .acknowledgesBeforeCommit:
            let word = ServiceMessage.acknowledged(batch.last).packed()
            outgoing.append(ExecutorLinks.Message(peer: connection, bytes: word))
        default: break
        }
    }

    private mutating func take(_ fact: Fact, at now: Instant) {
        do {
            try planner.take(fact, at: now)
            isDirty = true
            if flaw == .forgetsOthers, case .coresKeptByOthers(let node, _, let at) = fact {
                planner.apply(.coresKeptByOthers(node, positions: [], at: at))
            }
        } catch {
            // A fact about an attempt that was given up already is no news.
            if case .unknownAttempt = error { return }
            findings.append("an executor reported what cannot be: \(error)")
        }
    }

    private mutating func take(_ wish: Wish, at now: Instant) {
        do {
            for fact in wish.facts(planner, at: now, forgetsKeys: flaw == .forgetsKeys) {
                try planner.take(fact, at: now)
                isDirty = true
            }
        } catch { return answers.append((wish, .refused(error))) }
        // What is true already may not be durable yet.
        if isDirty { unanswered.append(wish) } else { answers.append((wish, .done)) }
    }

    private mutating func answer() {
        answers += unanswered.map { ($0, .done) }
        unanswered.removeAll()
    }

    mutating func takeOutgoing() -> [ExecutorLinks<Int>.Message] {
        defer { outgoing.removeAll() }
        return outgoing
    }

    mutating func takeAnswers() -> [(wish: Wish, answer: Answer)] {
        defer { answers.removeAll() }
        return answers
    }

    mutating func takeShown() -> [Fact] {
        defer { shown.removeAll() }
        return shown
    }

    mutating func takeFindings() -> [String] {
        defer { findings.removeAll() }
        return findings
    }
}

extension ExecutorLinks.Message {
    fileprivate var isOrders: Bool {
        if case .orders? = try? ServiceMessage(unpacking: bytes) { true } else { false }
    }
}
