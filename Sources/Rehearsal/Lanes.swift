import Model

/// What virtual executors know of the attempts they were handed.
struct Lanes {
    struct Lane {
        var task: TaskIdentifier
        var after: AttemptIdentifier?
        var startedAt: Instant?
        /// The node that speaks for it, and on how many it is.
        var speaker: NodeIdentifier
        var nodeCount: Int
        /// Over all nodes, as it was handed over.
        var width: Cores
        var isAdjustable = true
        var outcome = Outcome.succeeded
        /// Of the last adjustment that was carried out.
        var adjustment = 0
        /// Once it has started.
        var progress: Progress?
        /// When it is on the agenda to end, and as what.
        var endsAt: Instant?
        var end: Agenda.Number?

        fileprivate mutating func change(by change: (inout Lane) -> Void) { change(&self) }
    }

    /// From attempt `base` on, as they were handed over; attempts are numbered one after another.
    private var lanes: [Lane?] = []
    private var base = 0
    /// How many of the first are gone.
    private var gone = 0
    /// Of each attempt, those that wait right behind it.
    private var followers: [AttemptIdentifier: [AttemptIdentifier]] = [:]

    private(set) subscript(attempt: AttemptIdentifier) -> Lane? {
        get { lanes.indices.contains(attempt.number - base) ? lanes[attempt.number - base] : nil }
        set { lanes[attempt.number - base] = newValue }
    }

    private var present: [AttemptIdentifier] {
        lanes.indices.lazy.filter { lanes[$0] != nil }.map { AttemptIdentifier($0 + base) }
    }

    func isKnown(_ attempt: AttemptIdentifier) -> Bool {
        lanes.indices.contains(attempt.number - base) && lanes[attempt.number - base] != nil
    }

    func speaker(of attempt: AttemptIdentifier) -> NodeIdentifier? {
        lanes.indices.contains(attempt.number - base) ? lanes[attempt.number - base]?.speaker : nil
    }

    mutating func insert(_ lane: Lane, for attempt: AttemptIdentifier) {
        var lane = lane
        if let after = lane.after {
            if self[after] == nil { lane.after = nil } else { followers[after, default: []].append(attempt) }
        }
        let missing = attempt.number - base - lanes.count
        if missing > 0 { lanes.append(contentsOf: repeatElement(nil, count: missing)) }
        if missing >= 0 { lanes.append(lane) } else { self[attempt] = lane }
    }

    mutating func update(_ attempt: AttemptIdentifier, _ change: (inout Lane) -> Void) {
        guard lanes.indices.contains(attempt.number - base) else { return }
        lanes[attempt.number - base]?.change(by: change)
    }

    /// - Returns: those whose cores are free with its going, in the order of their numbers.
    mutating func remove(_ attempt: AttemptIdentifier) -> [AttemptIdentifier] {
        guard isKnown(attempt) else { return [] }
        let after = lanes[attempt.number - base]?.after
        self[attempt] = nil
        forgetGone()
        guard !followers.isEmpty else { return [] }
        let behind = followers.removeValue(forKey: attempt)?.sorted() ?? []
        for follower in behind { update(follower) { $0.after = after } }
        guard let before = after else { return behind }
        followers[before, default: []].removeAll { $0 == attempt }
        followers[before, default: []] += behind
        return []
    }

    /// Drops the first that are gone once they are half of all, so that each is moved about once.
    private mutating func forgetGone() {
        while gone < lanes.count, lanes[gone] == nil { gone += 1 }
        guard gone > 1000, gone * 2 > lanes.count else { return }
        lanes.removeFirst(gone)
        base += gone
        gone = 0
    }

    /// Forgets all that a node would have spoken for.
    mutating func removeAll(spokenForBy node: NodeIdentifier) {
        for attempt in all(spokenForBy: node) { self[attempt] = nil }
        followers = followers.filter { self[$0.key] != nil }.mapValues { $0.filter { self[$0] != nil } }
    }

    func all(spokenForBy node: NodeIdentifier) -> [AttemptIdentifier] {
        present.filter { self[$0]?.speaker == node }
    }

    /// Those that wait behind an attempt and have not started, in the order of their numbers.
    func waiting(behind first: AttemptIdentifier) -> [AttemptIdentifier] {
        var behind = followers[first] ?? []
        var position = 0
        while position < behind.count {
            behind += followers[behind[position]] ?? []
            position += 1
        }
        return behind.filter { self[$0]?.startedAt == nil }.sorted()
    }
}
