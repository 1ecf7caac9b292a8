internal import Dialects
internal import Model
internal import Plan
internal import Synchronization

/// The executors of the global queue's old program: what each is to fetch, and what it says.
///
/// In the record they are nodes like others. Used on the loop's thread alone, where both orders and requests come.
final class QCGExecutors: Sendable {
    struct State {
        var outboxes: [String: QCGOutbox] = [:]
        var nameOfNode: [NodeIdentifier: String] = [:]
        /// What orders made true at once.
        var facts: [Fact] = []
        var lookedAt: Instant?
        var remindedAt: Instant?
        /// Tells executors that so much is to be fetched.
        var remind: (@Sendable (Int) -> Void)?
    }

    /// Where relative folders begin.
    let directory: String
    /// Told what executors say beside their reports.
    let note: @Sendable (ServiceNote) -> Void
    let state: Mutex<State>

    // 120 s: the old program's own threshold, four of its heartbeats.
    static let silenceLimit = Duration.seconds(120)
    // 1 min: after it a silent executor that holds nothing is given up; heard again it joins anew.
    static let emptyNodeLimit = Duration.seconds(60)
    // 5 s: who missed an event, since it had just begun to listen, hears of the work then.
    static let reminderPause = Duration.seconds(5)
    // 100: lost executors that may come back.
    static let lostLimit = 100

    /// Goes on with those that the record knows.
    init(
        _ planner: Planner, directory: String, at now: Instant, note: @escaping @Sendable (ServiceNote) -> Void
    ) {
        self.directory = directory
        self.note = note
        var state = State()
        for (name, nodes) in Dictionary(grouping: planner.presentNodes, by: { Self.name(of: $0) ?? "" })
        where !name.isEmpty {
            let executor = QCGExecutor(name: name, address: "", kind: "", nodes: nodes)
            var outbox = QCGOutbox(executor, identity: nodes[0].executor, heardAt: now)
            outbox.silentSince = now
            outbox.nodes = nodes.map(\.identifier)
            for node in nodes {
                state.nameOfNode[node.identifier] = name
                for case .start(let handOver) in planner.outstandingOrders(on: node.identifier) {
                    outbox.add(handOver, planner)
                }
            }
            state.outboxes[name] = outbox
        }
        self.state = Mutex(state)
    }

    /// The executor that a node belongs to; none: it is one of ours.
    static func name(of node: Node) -> String? { QCGExecutor.name(ofAllocation: node.allocation) }

    func has(_ node: NodeIdentifier) -> Bool { state.withLock { $0.nameOfNode[node] != nil } }
    /// When to look again for those that are not heard; none while nobody is there.
    var wakeAt: Instant? {
        state.withLock { state in
            guard state.outboxes.values.contains(where: { !$0.nodes.isEmpty }) else { return nil }
            return state.lookedAt.map { $0 + .seconds(1) }
        }
    }
    var hasFacts: Bool { state.withLock { !$0.facts.isEmpty } }

    func whenWaiting(_ remind: @escaping @Sendable (Int) -> Void) { state.withLock { $0.remind = remind } }

    func perform(_ order: Order, on node: NodeIdentifier, _ planner: Planner, at now: Instant) {
        state.withLock { state in
            guard let name = state.nameOfNode[node], var outbox = state.outboxes[name] else { return }
            switch order {
            case .start(let handOver): outbox.add(handOver, planner)
            case .end(let attempt, let outcome, _): state.facts += outbox.end(attempt, as: outcome, at: now)
            // The old program knows neither pauses nor other widths; 95: "operation not supported".
            case .adjust(let attempt, let adjustment):
                state.facts.append(
                    .adjustmentFailed(attempt, number: adjustment.number, errorNumber: 95, at: now))
            case .takeBack(let attempt, _): state.facts += outbox.takeBack(behind: attempt, at: now)
            }
            state.outboxes[name] = outbox
        }
    }

    /// What orders made true, and who fell silent.
    func collect(_ planner: Planner, at now: Instant) -> [Fact] {
        let (facts, reminder) = state.withLock { state in
            defer { state.facts.removeAll() }
            let facts = state.facts.filter { Self.isNews($0, planner) } + state.look(planner, at: now)
            return (facts, state.reminder(planner, at: now))
        }
        reminder?()
        return facts
    }

    /// A range is refused for its first; an attempt that was given up meanwhile is no news.
    private static func isNews(_ fact: Fact, _ planner: Planner) -> Bool {
        guard case .attemptsTakenBack(let attempt, _, _) = fact else { return true }
        return planner.task(of: attempt) != nil
    }

    func committed(_ facts: [Fact]) {
        state.withLock { state in
            for fact in facts { state.follow(fact) }
        }
    }
}

extension QCGExecutors.State {
    mutating func follow(_ fact: Fact) {
        switch fact {
        case .attemptEnded(let end):
            for name in outboxes.keys { outboxes[name]?.forget(end.attempt) }
        case .nodeLost(let node, _):
            guard let name = nameOfNode.removeValue(forKey: node) else { return }
            outboxes[name]?.nodes.removeAll { $0 == node }
        default: break
        }
    }

    /// Looks once a second for executors that are not heard.
    fileprivate mutating func look(_ planner: Planner, at now: Instant) -> [Fact] {
        if let lookedAt, now - lookedAt < .seconds(1) { return [] }
        lookedAt = now
        var facts: [Fact] = []
        for name in outboxes.keys.sorted() {
            guard let outbox = outboxes[name], !outbox.nodes.isEmpty else { continue }
            if let since = outbox.silentSince {
                guard now - since > QCGExecutors.emptyNodeLimit else { continue }
                facts += outbox.nodes.filter { planner.attempts(on: $0).isEmpty }.map { .nodeLost($0, at: now) }
            } else if now - outbox.heardAt > QCGExecutors.silenceLimit {
                outboxes[name]?.silentSince = now
                facts += outbox.nodes.filter { !planner.isSilent($0) }.map { .nodeSilent($0, at: now) }
            }
        }
        return facts
    }

    /// Says again, now and then, that something is to be fetched.
    fileprivate mutating func reminder(_ planner: Planner, at now: Instant) -> (@Sendable () -> Void)? {
        if let remindedAt, now - remindedAt < QCGExecutors.reminderPause { return nil }
        remindedAt = now
        let waiting = outboxes.values.reduce(0) { sum, outbox in
            sum + (outbox.silentSince == nil ? outbox.readyCount(planner) : 0)
        }
        guard waiting > 0, let remind else { return nil }
        return { remind(waiting) }
    }
}
