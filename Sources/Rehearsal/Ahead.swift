import Model

/// What a forecast expects of attempts that have not ended: when they end, and who follows them on their cores.
struct Ahead: Sendable {
    private struct Entry: Sendable {
        var at: Instant
        /// In the order they were put down.
        var number: Int
        var attempt: AttemptIdentifier

        static func < (left: Entry, right: Entry) -> Bool { (left.at, left.number) < (right.at, right.number) }
    }

    private struct Course: Sendable {
        var follower: AttemptIdentifier?
        var endsAt: Instant?
        /// While it is paused: how long it still runs.
        var rest: Duration?
    }

    /// A heap; what is not due at the time its course says is passed over.
    private var heap: [Entry] = []
    private var courses: [AttemptIdentifier: Course] = [:]
    private var count = 0

    var first: Instant? { heap.first?.at }

    func isKnown(_ attempt: AttemptIdentifier) -> Bool { courses[attempt] != nil }

    /// These run after it, behind those that follow it already.
    mutating func follow(_ attempt: AttemptIdentifier, by followers: [AttemptIdentifier]) {
        var last = attempt
        while let next = courses[last]?.follower { last = next }
        courses[last] = courses[last] ?? Course()
        for follower in followers {
            courses[last]?.follower = follower
            courses[follower] = Course()
            last = follower
        }
    }

    mutating func expect(_ attempt: AttemptIdentifier, at: Instant) {
        courses[attempt, default: Course()].endsAt = at
        count += 1
        insert(Entry(at: at, number: count, attempt: attempt))
    }

    /// It is paused, and still has so long to run.
    mutating func rest(_ attempt: AttemptIdentifier, for duration: Duration) {
        courses[attempt, default: Course()].rest = duration
    }

    mutating func pause(_ attempt: AttemptIdentifier, at now: Instant) {
        guard let endsAt = courses[attempt]?.endsAt else { return }
        courses[attempt]?.endsAt = nil
        courses[attempt]?.rest = endsAt - now
    }

    /// How long it still has to run; none when it is not paused.
    mutating func goOn(_ attempt: AttemptIdentifier) -> Duration? {
        guard let rest = courses[attempt]?.rest else { return nil }
        courses[attempt]?.rest = nil
        return rest
    }

    /// Forgets an attempt; answers who runs next on its cores.
    mutating func remove(_ attempt: AttemptIdentifier) -> AttemptIdentifier? {
        courses.removeValue(forKey: attempt)?.follower
    }

    mutating func removeFollowers(of attempt: AttemptIdentifier) -> [AttemptIdentifier] {
        var removed: [AttemptIdentifier] = []
        var next = courses[attempt]?.follower
        courses[attempt]?.follower = nil
        while let follower = next {
            removed.append(follower)
            next = courses.removeValue(forKey: follower)?.follower
        }
        return removed
    }

    /// The next that ends by now.
    mutating func removeDue(at now: Instant) -> AttemptIdentifier? {
        while let entry = heap.first, entry.at <= now {
            removeFirst()
            if courses[entry.attempt]?.endsAt == entry.at { return entry.attempt }
        }
        return nil
    }

    private mutating func insert(_ entry: Entry) {
        var position = heap.count
        heap.append(entry)
        while position > 0, entry < heap[(position - 1) / 2] {
            heap[position] = heap[(position - 1) / 2]
            position = (position - 1) / 2
        }
        heap[position] = entry
    }

    private mutating func removeFirst() {
        guard let last = heap.popLast(), !heap.isEmpty else { return }
        var position = 0
        while true {
            var child = 2 * position + 1
            guard child < heap.count else { break }
            if child + 1 < heap.count, heap[child + 1] < heap[child] { child += 1 }
            guard heap[child] < last else { break }
            heap[position] = heap[child]
            position = child
        }
        heap[position] = last
    }
}
