import Model

/// What virtual executors know of the attempts they were handed.
struct Lanes {
    struct Lane {
        var task: TaskIdentifier
        var after: AttemptIdentifier?
        var startedAt: Instant?
        /// The first of them speaks for it.
        var nodes: [NodeIdentifier]
        /// Over all nodes, as it was handed over.
        var width: Cores
        var isAdjustable = true
        var outcome = Outcome.succeeded
        /// Of the last adjustment that was carried out.
        var adjustment = 0
        /// Once it has started.
        var progress: Progress?
        /// When it is on the agenda to end.
        var endsAt: Instant?
    }

    private var lanes: [AttemptIdentifier: Lane] = [:]
    /// Of each attempt, those that wait right behind it.
    private var followers: [AttemptIdentifier: [AttemptIdentifier]] = [:]

    subscript(attempt: AttemptIdentifier) -> Lane? { lanes[attempt] }

    func speaker(of attempt: AttemptIdentifier) -> NodeIdentifier? { lanes[attempt]?.nodes.first }

    mutating func insert(_ lane: Lane, for attempt: AttemptIdentifier) {
        var lane = lane
        if let after = lane.after {
            if lanes[after] == nil { lane.after = nil } else { followers[after, default: []].append(attempt) }
        }
        lanes[attempt] = lane
    }

    mutating func update(_ attempt: AttemptIdentifier, _ change: (inout Lane) -> Void) {
        guard var lane = lanes[attempt] else { return }
        change(&lane)
        lanes[attempt] = lane
    }

    /// - Returns: those whose cores are free with its going, in the order of their numbers.
    mutating func remove(_ attempt: AttemptIdentifier) -> [AttemptIdentifier] {
        guard let lane = lanes.removeValue(forKey: attempt) else { return [] }
        let behind = followers.removeValue(forKey: attempt)?.sorted() ?? []
        for follower in behind { lanes[follower]?.after = lane.after }
        guard let before = lane.after else { return behind }
        followers[before, default: []].removeAll { $0 == attempt }
        followers[before, default: []] += behind
        return []
    }

    /// Forgets all that a node would have spoken for.
    mutating func removeAll(spokenForBy node: NodeIdentifier) {
        lanes = lanes.filter { $0.value.nodes.first != node }
        followers = followers.filter { lanes[$0.key] != nil }.mapValues { $0.filter { lanes[$0] != nil } }
    }

    func all(spokenForBy node: NodeIdentifier) -> [AttemptIdentifier] {
        lanes.filter { $0.value.nodes.first == node }.keys.sorted()
    }

    /// Those that wait behind an attempt and have not started, in the order of their numbers.
    func waiting(behind first: AttemptIdentifier) -> [AttemptIdentifier] {
        var behind = followers[first] ?? []
        var position = 0
        while position < behind.count {
            behind += followers[behind[position]] ?? []
            position += 1
        }
        return behind.filter { lanes[$0]?.startedAt == nil }.sorted()
    }
}
