package import Model
package import Plan

/// When what waits should start and end, if everything runs as long as it is expected to and nothing else comes.
///
/// - Cost: that of planning all of it; bounded by `limit`.
package struct Forecast: Sendable {
    /// When tasks of a job should start and end.
    package struct Span: Sendable, Hashable {
        /// Tasks that start from now on.
        package var starts = 0
        /// The first start from now on.
        package var firstStart: Instant?
        /// Of those that run already as well.
        package var lastEnd: Instant?
    }

    package struct Times: Sendable, Hashable {
        package var startsAt: Instant
        package var endsAt: Instant

        package init(startsAt: Instant, endsAt: Instant) {
            self.startsAt = startsAt
            self.endsAt = endsAt
        }
    }

    /// By job; none: no task of it should start or end.
    package private(set) var spans: [Span?]
    /// Of the job that was asked for: what starts from now on.
    package private(set) var times: [Int: Times] = [:]
    /// Whether more waits than was looked at.
    package private(set) var isCut = false

    // 1,000,000: some seconds of work; what comes after that many ends is not known today.
    package static let limit = 1_000_000
    // 10,000: up to there every moment is told apart.
    private static let exactlyKnown = 10_000

    private var planner: Planner
    private let begin: Instant
    private let detailed: JobIdentifier?
    private var now: Instant
    private var ahead = Ahead()
    private let isExact: Bool

    /// - Parameter planner: as it stands at `now`; nothing was taken since it planned last.
    /// - Parameter detailed: the job whose tasks are looked at one by one.
    package init(
        of planner: Planner, at now: Instant, detailed: JobIdentifier? = nil, atMost ends: Int = Forecast.limit
    ) {
        self.planner = planner
        self.detailed = detailed
        begin = now
        self.now = now
        spans = Array(repeating: nil, count: planner.jobCount)
        var open = 0
        for number in 0..<planner.jobCount { open += planner.openCounts(of: JobIdentifier(number)).open }
        isExact = open <= Self.exactlyKnown
        resume()
        look(atMost: ends)
    }

    /// What is in motion goes on.
    private mutating func resume() {
        for course in planner.courses(at: now) {
            ahead.follow(course.attempt, by: course.followers)
            if let pending = course.pending {
                take(.attemptAdjusted(course.attempt, number: pending.number, at: now))
            }
            if course.isBeingEnded {
                end(course.attempt, .cancelled)
            } else if course.pending?.isPaused ?? course.isPaused {
                ahead.rest(course.attempt, for: course.rest)
            } else {
                expect(course.attempt, in: course.rest)
                if let task = planner.task(of: course.attempt) { note(task, endsAt: now + course.rest) }
            }
        }
    }

    private mutating func look(atMost ends: Int) {
        var rest = ends
        // Wakings that change nothing are bounded as well.
        var passes = 2 * ends
        while rest > 0, passes > 0 {
            passes -= 1
            let decision = planner.plan(at: now)
            for order in decision.orders { perform(order) }
            guard let next = Instant.earliest(ahead.first, decision.wakeAt, nil) else { return }
            now = max(now, next)
            while let attempt = ahead.removeDue(at: now) {
                rest -= 1
                end(attempt, .succeeded)
            }
        }
        isCut = true
    }

    private mutating func perform(_ order: Order) {
        switch order {
        case .start(let handOver):
            var attempt = handOver.firstAttempt
            var members: [AttemptIdentifier] = []
            for _ in 0..<handOver.count {
                members.append(attempt)
                attempt.number += 1
            }
            if let after = handOver.after, ahead.isKnown(after) {
                ahead.follow(after, by: members)
            } else if let first = members.first {
                ahead.follow(first, by: Array(members.dropFirst()))
                start(first)
            }
        case .end(let attempt, let outcome, _): end(attempt, outcome)
        case .takeBack(let attempt, _):
            for taken in ahead.removeFollowers(of: attempt) {
                take(.attemptsTakenBack(first: taken, count: 1, at: now))
            }
        case .adjust(let attempt, let adjustment):
            guard ahead.isKnown(attempt) else { return }
            take(.attemptAdjusted(attempt, number: adjustment.number, at: now))
            if adjustment.isPaused {
                ahead.pause(attempt, at: now)
            } else if let rest = ahead.goOn(attempt) {
                expect(attempt, in: rest)
                if let task = planner.task(of: attempt) { note(task, endsAt: now + rest) }
            }
        }
    }

    private mutating func start(_ attempt: AttemptIdentifier) {
        guard let task = planner.task(of: attempt) else { return }
        let length = max(planner.expectedRunTime(of: task), .milliseconds(1))
        take(.attemptStarted(attempt, at: now))
        expect(attempt, in: length)
        var span = spans[task.job.number] ?? Span()
        span.starts += 1
        span.firstStart = span.firstStart ?? now
        spans[task.job.number] = span
        note(task, endsAt: now + length)
        if task.job == detailed { times[task.iteration] = Times(startsAt: now, endsAt: now + length) }
    }

    private mutating func note(_ task: TaskIdentifier, endsAt: Instant) {
        var span = spans[task.job.number] ?? Span()
        span.lastEnd = max(span.lastEnd ?? endsAt, endsAt)
        spans[task.job.number] = span
    }

    private mutating func end(_ attempt: AttemptIdentifier, _ outcome: Outcome) {
        let startedAt = planner.startedAt(attempt)
        let follower = ahead.remove(attempt)
        take(.attemptEnded(AttemptEnd(attempt: attempt, startedAt: startedAt, endedAt: now, outcome: outcome)))
        if let follower { start(follower) }
    }

    /// With very many tasks, ends that differ by a thousandth of what lies between are planned for together.
    private mutating func expect(_ attempt: AttemptIdentifier, in length: Duration) {
        let distance = (now + length - begin).nanoseconds
        guard !isExact, distance > 1 << 20 else { return ahead.expect(attempt, at: now + length) }
        let grain = Int64(1) << (Int64.bitWidth - 1 - distance.leadingZeroBitCount - 10)
        let rounded = (distance + grain - 1) / grain * grain
        ahead.expect(attempt, at: begin + Duration(nanoseconds: rounded))
    }

    /// What is known of an attempt can't be refused but by one that has ended meanwhile, which is no news.
    private mutating func take(_ fact: Fact) { try? planner.take(fact, at: now) }
}
