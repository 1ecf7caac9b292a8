import Model

/// What a forecast expects of attempts that have not ended: when they end, and who follows them on their cores.
struct Ahead: Sendable {
    private struct Course: Sendable {
        var follower: AttemptIdentifier?
        var endsAt: Instant?
        /// While it is paused: how long it still runs.
        var rest: Duration?
    }

    /// What is not due at the time its course says is passed over.
    private var ends = MomentQueue<AttemptIdentifier>()
    private var courses: [AttemptIdentifier: Course] = [:]

    var first: Instant? { ends.first }

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
        ends.insert(attempt, at: at)
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
        while let due = ends.first, due <= now, let (attempt, at) = ends.removeFirst() {
            if courses[attempt]?.endsAt == at { return attempt }
        }
        return nil
    }
}
