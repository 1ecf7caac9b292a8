import Model

/// What attempts went through, by the facts alone.
struct PlayedAttempts {
    /// In the order they ended.
    private(set) var ended: [PlayedTask] = []
    private var arrivals: [Instant] = []
    private var going = PagedTable<Going>()
    /// Of those that were asked to pause or to change their width.
    private var courses: [AttemptIdentifier: Course] = [:]

    private struct Going: Sendable, Hashable {
        var task: TaskIdentifier
        var width: Cores
        var startedAt: Instant?
    }

    private struct Course {
        var width: Cores
        /// Since when it has this width, or is paused.
        var since: Instant?
        var asked: Adjustment?
        var pauses = 0
        var pausedFor = Duration.zero
        var isPaused = false
        /// Thousandths of a core, times nanoseconds.
        var served: Int128 = 0

        init(width: Cores, since: Instant?) {
            self.width = width
            self.since = since
        }

        mutating func pass(until now: Instant) {
            guard let since else { return }
            if isPaused {
                pausedFor += now - since
            } else {
                served += Int128(width.thousandths) * Int128((now - since).nanoseconds)
            }
            self.since = now
        }

        mutating func adjust(at now: Instant) {
            guard let asked else { return }
            pass(until: now)
            if asked.isPaused, !isPaused { pauses += 1 }
            isPaused = asked.isPaused
            if !isPaused { width = asked.placement.width }
            self.asked = nil
        }
    }

    mutating func take(_ fact: Fact) {
        switch fact {
        case .jobsSubmitted(_, let jobs, _, let at): arrivals += repeatElement(at, count: jobs.count)
        case .attemptsHandedOver(let handOver):
            var attempt = handOver.firstAttempt
            let width = handOver.placement.width
            for tasks in handOver.tasks {
                for iteration in tasks.iterations {
                    let task = TaskIdentifier(job: tasks.job, iteration: iteration)
                    going.insert(Going(task: task, width: width), at: attempt.number)
                    attempt.number += 1
                }
            }
        case .attemptStarted(let attempt, let at): going.update(attempt.number) { $0.startedAt = at }
        case .adjustmentDecided(let attempt, let adjustment, _):
            guard let begun = going[attempt.number] else { break }
            courses[attempt, default: Course(width: begun.width, since: begun.startedAt)].asked = adjustment
        case .attemptAdjusted(let attempt, let number, let at):
            if courses[attempt]?.asked?.number == number { courses[attempt]?.adjust(at: at) }
        case .attemptsTakenBack(let first, let count, _):
            for number in first.number..<first.number + count { _ = going.remove(at: number) }
        case .attemptEnded(let end): take(end)
        default: break
        }
    }

    private mutating func take(_ end: AttemptEnd) {
        let course = courses.isEmpty ? nil : courses.removeValue(forKey: end.attempt)
        guard let begun = going.remove(at: end.attempt.number), let startedAt = end.startedAt else { return }
        var task = PlayedTask(
            task: begun.task, arrivedAt: arrivals[begun.task.job.number], startedAt: startedAt, endedAt: end.endedAt,
            width: begun.width)
        if var course {
            course.pass(until: end.endedAt)
            task.pauses = course.pauses
            task.pausedFor = course.pausedFor
            let ran = Int128(task.runTime.nanoseconds)
            if ran > 0 { task.width = Cores(thousandths: Int64(course.served / ran)) }
        }
        ended.append(task)
    }
}
