import Model

/// What a forecast expects of attempts that have not ended: when they end, and who follows them on their cores.
struct Ahead: Sendable {
    private struct Course: Sendable, Hashable {
        var follower: AttemptIdentifier?
        var endsAt: Instant?
        /// While it is paused: how long it still runs.
        var rest: Duration?
    }

    /// What is not due at the time its course says is passed over.
    private var ends = MomentQueue<AttemptIdentifier>()
    /// By attempt.
    private var courses = PagedTable<Course>()

    var first: Instant? { ends.first }

    func isKnown(_ attempt: AttemptIdentifier) -> Bool { courses[attempt.number] != nil }

    /// These run after it, behind those that follow it already.
    mutating func follow(_ attempt: AttemptIdentifier, by followers: [AttemptIdentifier]) {
        var last = attempt
        while let next = courses[last.number]?.follower { last = next }
        change(last) { $0.follower = followers.first }
        for (position, follower) in followers.enumerated() {
            let next = position + 1 < followers.count ? followers[position + 1] : nil
            courses.insert(Course(follower: next), at: follower.number)
        }
    }

    mutating func expect(_ attempt: AttemptIdentifier, at: Instant) {
        change(attempt) { $0.endsAt = at }
        ends.insert(attempt, at: at)
    }

    /// It is paused, and still has so long to run.
    mutating func rest(_ attempt: AttemptIdentifier, for duration: Duration) { change(attempt) { $0.rest = duration } }

    mutating func pause(_ attempt: AttemptIdentifier, at now: Instant) {
        courses.update(attempt.number) { course in
            guard let endsAt = course.endsAt else { return }
            course.endsAt = nil
            course.rest = endsAt - now
        }
    }

    /// How long it still has to run; none when it is not paused.
    mutating func goOn(_ attempt: AttemptIdentifier) -> Duration? {
        let rest = courses[attempt.number]?.rest
        courses.update(attempt.number) { $0.rest = nil }
        return rest
    }

    /// Forgets an attempt; answers who runs next on its cores.
    mutating func remove(_ attempt: AttemptIdentifier) -> AttemptIdentifier? {
        courses.remove(at: attempt.number)?.follower
    }

    mutating func removeFollowers(of attempt: AttemptIdentifier) -> [AttemptIdentifier] {
        var removed: [AttemptIdentifier] = []
        var next = courses[attempt.number]?.follower
        courses.update(attempt.number) { $0.follower = nil }
        while let follower = next {
            removed.append(follower)
            next = courses.remove(at: follower.number)?.follower
        }
        return removed
    }

    /// The next that ends by now.
    mutating func removeDue(at now: Instant) -> AttemptIdentifier? {
        while let due = ends.first, due <= now, let (attempt, at) = ends.removeFirst() {
            if courses[attempt.number]?.endsAt == at { return attempt }
        }
        return nil
    }

    private mutating func change(_ attempt: AttemptIdentifier, _ change: (inout Course) -> Void) {
        var course = courses[attempt.number] ?? Course()
        change(&course)
        courses.insert(course, at: attempt.number)
    }
}
