internal import Model
internal import Plan
internal import Synchronization

/// Has jobs removed that ended long ago, so that a queue that lives for years does not fill with what is over.
final class Keep: Sendable {
    private let time: Duration
    private let replica: Replica
    private let mailbox: Mailbox
    private let clock: RunClock
    /// Since when jobs with cancelled or skipped tasks were seen to be over: the history does not say when those ended.
    private let seen = Mutex<[JobIdentifier: Instant]>([:])

    // 1 h: how often it looks at most; a day more or less is no matter where days are kept.
    private static let longestPause = Duration.seconds(3600)
    // 10,000: removed at once at most, so that the loop is not held up; the next look takes the rest.
    private static let mostAtOnce = 10_000

    /// - Parameter time: how long a job stays after its last task has ended.
    init(_ time: Duration, replica: Replica, mailbox: Mailbox, clock: RunClock) {
        self.time = time
        self.replica = replica
        self.mailbox = mailbox
        self.clock = clock
    }

    /// Looks now, and again and again until the threads stop.
    func begin(on threads: RequestThreads) {
        look()
        let pause = min(Self.longestPause, max(.seconds(1), Duration(nanoseconds: time.nanoseconds / 10)))
        threads.post(after: pause) { [weak threads] in
            if let threads { self.begin(on: threads) }
        }
    }

    private func look() {
        // Each by itself: one that another still needs keeps nobody else. The later first, since they need the earlier.
        for job in overLongEnough().reversed() {
            let change = Change(facts: { _, now in [.jobsRemoved([job], at: now)] }, answer: { _ in })
            guard mailbox.post(change) else { return }
        }
    }

    private func overLongEnough() -> [JobIdentifier] {
        let now = clock.now
        let before = seen.withLock { $0 }
        let found = try? replica.answer(at: now) { [time] views in
            var seen: [JobIdentifier: Instant] = [:]
            var over: [JobIdentifier] = []
            for job in views.history.jobs where job.isOver && !job.isRemoved {
                var end = max(job.lastEnd ?? job.submittedAt, job.submittedAt)
                if job.counts[.cancelled] + job.counts[.skipped] > 0 {
                    end = before[job.identifier] ?? now
                    seen[job.identifier] = end
                }
                if now - end > time, over.count < Self.mostAtOnce { over.append(job.identifier) }
            }
            return (seen, over)
        }
        guard let found else { return [] }
        seen.withLock { $0 = found.0 }
        return found.1
    }
}
