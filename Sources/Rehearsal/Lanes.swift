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

    subscript(attempt: AttemptIdentifier) -> Lane? { lanes[attempt] }

    func speaker(of attempt: AttemptIdentifier) -> NodeIdentifier? { lanes[attempt]?.nodes.first }

    mutating func insert(_ lane: Lane, for attempt: AttemptIdentifier) {
        var lane = lane
        if let after = lane.after, lanes[after] == nil { lane.after = nil }
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
        let followers = lanes.filter { $0.value.after == attempt }.keys.sorted()
        for follower in followers { lanes[follower]?.after = lane.after }
        return lane.after == nil ? followers : []
    }

    /// Forgets all that a node would have spoken for.
    mutating func removeAll(spokenForBy node: NodeIdentifier) {
        lanes = lanes.filter { $0.value.nodes.first != node }
    }

    func all(spokenForBy node: NodeIdentifier) -> [AttemptIdentifier] {
        lanes.filter { $0.value.nodes.first == node }.keys.sorted()
    }

    /// Those that wait behind an attempt and have not started.
    func waiting(behind first: AttemptIdentifier) -> [AttemptIdentifier] {
        lanes.keys.sorted().filter { lanes[$0]?.startedAt == nil && isBehind($0, first) }
    }

    private func isBehind(_ attempt: AttemptIdentifier, _ first: AttemptIdentifier) -> Bool {
        var current = lanes[attempt]?.after
        while let before = current {
            if before == first { return true }
            current = lanes[before]?.after
        }
        return false
    }
}
