internal import Model

/// Lets through what of a record must stay, and rewrites what must stay in part.
///
/// - Order: what stays keeps its order; how stubs' tasks ended is told before the next fact that stays.
struct FactSieve {
    private let forgotten: Set<Int>
    private let stubs: Set<Int>
    private var chains = OpenChains()
    private var settled = SettledTasks()
    /// One more than the last numbers given.
    private var jobCount = 0
    private var attemptCount = 0
    /// The latest moment of the session.
    private var latest: Instant?
    /// Ends of attempts that do not stay.
    private(set) var droppedEnds: [AttemptEnd] = []

    init(_ survey: CondensationSurvey) {
        forgotten = survey.forgotten
        stubs = survey.stubs
    }

    /// What of a fact stays.
    ///
    /// - Parameter ended: tasks that have ended with it, and how.
    mutating func sieve(_ fact: Fact, ended: [(TaskIdentifier, TaskState)]) -> [Fact] {
        var kept = rest(of: fact)
        if !kept.isEmpty { kept = settled.takeFacts() + kept }
        for (task, state) in ended where stubs.contains(task.job.number) { settled.add(task, as: state) }
        note(fact)
        return kept
    }

    /// What is to be told when all was read.
    mutating func finish() -> [Fact] {
        settled.takeFacts() + [.recordCondensed(jobs: jobCount, attempts: attemptCount, at: latest ?? .zero)]
    }

    mutating func takeDroppedEnds() -> [AttemptEnd] {
        defer { droppedEnds.removeAll(keepingCapacity: true) }
        return droppedEnds
    }

    private mutating func note(_ fact: Fact) {
        switch fact {
        case .runOpened(_, let at): latest = at
        case .jobsSubmitted(let first, let jobs, _, _): jobCount = max(jobCount, first.number + jobs.count)
        case .attemptsHandedOver(let handOver):
            attemptCount = max(attemptCount, handOver.firstAttempt.number + handOver.count)
        case .recordCondensed(let jobs, let attempts, _):
            jobCount = max(jobCount, jobs)
            attemptCount = max(attemptCount, attempts)
        default: break
        }
        if let moment = fact.moment { latest = max(latest ?? moment, moment) }
    }

    private func isKept(_ job: JobIdentifier) -> Bool {
        !forgotten.contains(job.number) && !stubs.contains(job.number)
    }

    private func isTold(_ job: JobIdentifier) -> Bool { !forgotten.contains(job.number) }

    private mutating func rest(of fact: Fact) -> [Fact] {
        switch fact {
        case .runOpened:
            // The session before it keeps its last moment, whatever that was about.
            latest.map { [.recordCondensed(jobs: jobCount, attempts: attemptCount, at: $0), fact] } ?? [fact]
        case .jobsSubmitted(let first, let jobs, let key, let at):
            submitted(jobs, first: first, key, at).map { [$0] } ?? []
        case .jobsPaused(let jobs, let at): jobs.filter(isKept).ifAny { .jobsPaused($0, at: at) }
        case .jobsUnpaused(let jobs, let at): jobs.filter(isKept).ifAny { .jobsUnpaused($0, at: at) }
        case .jobsFrozen(let jobs, let at): jobs.filter(isKept).ifAny { .jobsFrozen($0, at: at) }
        case .jobsRemoved(let jobs, let at): jobs.filter(isTold).ifAny { .jobsRemoved($0, at: at) }
        case .jobChanged(let job, _, _): isKept(job) ? [fact] : []
        case .retryRequested(let job, _): isTold(job) ? [fact] : []
        case .tasksRetried(let range, _): isTold(range.job) ? [fact] : []
        case .attemptsHandedOver(let handOver): parts(of: handOver)
        case .attemptStarted(let attempt, _), .adjustmentDecided(let attempt, _, _),
            .attemptAdjusted(let attempt, _, _),
            .adjustmentFailed(let attempt, _, _, _):
            chains.job(of: attempt.number).map { isKept(JobIdentifier($0)) } ?? true ? [fact] : []
        case .attemptEnded(let end): remove(end.attempt.number) ? [fact] : dropped(end)
        case .attemptsTakenBack(let first, let count, let at): parts(takenBackFrom: first, count, at)
        case .taskReturned(let task, _, _), .taskFailed(let task, _): isKept(task.job) ? [fact] : []
        case .tasksReleased(let range, _), .tasksSkipped(let range, _, _), .tasksCancelled(let range, _),
            .tasksSettled(let range, _):
            isKept(range.job) ? [fact] : []
        // Nobody plans again what has been condensed.
        case .recordCondensed, .planned: []
        case .planningConfigured, .runClosed, .nodeJoined, .nodeLost, .nodeSilent, .nodeHeard, .nodeDraining,
            .nodeAvailable, .coresKeptByOthers, .heldBack, .resumed:
            [fact]
        }
    }

    private func submitted(_ jobs: [Job], first: JobIdentifier, _ key: String, _ at: Instant) -> Fact? {
        let numbers = first.number..<first.number + jobs.count
        if numbers.allSatisfy(forgotten.contains) { return nil }
        let told = zip(jobs, numbers).map { stubs.contains($1) ? $0.stub : $0 }
        return .jobsSubmitted(first: first, jobs: told, key: key, at: at)
    }

    /// The runs of attempts that stay, each behind the last one before it that does and has not ended.
    private mutating func parts(of handOver: HandOver) -> [Fact] {
        var after = handOver.after.flatMap { chains.last(before: $0) { isKept(JobIdentifier($0)) } }
        chains.insert(handOver)
        var parts: [HandOver] = []
        var attempt = handOver.firstAttempt
        for range in handOver.tasks where !range.iterations.isEmpty {
            let next = AttemptIdentifier(attempt.number + range.iterations.count)
            defer { attempt = next }
            guard isKept(range.job) else { continue }
            if let last = parts.last, last.firstAttempt.number + last.count == attempt.number {
                parts[parts.count - 1].tasks.append(range)
            } else {
                var part = handOver
                part.firstAttempt = attempt
                part.after = after
                part.tasks = [range]
                parts.append(part)
            }
            after = AttemptIdentifier(next.number - 1)
        }
        return parts.map { .attemptsHandedOver($0) }
    }

    private mutating func parts(takenBackFrom first: AttemptIdentifier, _ count: Int, _ at: Instant) -> [Fact] {
        var parts: [Range<Int>] = []
        for attempt in first.number..<first.number + max(count, 0) where remove(attempt) {
            if let last = parts.last, last.upperBound == attempt {
                parts[parts.count - 1] = last.lowerBound..<attempt + 1
            } else {
                parts.append(attempt..<attempt + 1)
            }
        }
        return parts.map { .attemptsTakenBack(first: AttemptIdentifier($0.lowerBound), count: $0.count, at: at) }
    }

    /// An attempt is over; answers whether what tells of it stays.
    private mutating func remove(_ attempt: Int) -> Bool {
        chains.remove(attempt).map { isKept(JobIdentifier($0)) } ?? true
    }

    private mutating func dropped(_ end: AttemptEnd) -> [Fact] {
        droppedEnds.append(end)
        return []
    }
}

extension Job {
    /// What is left of it when only its tasks' ends are asked for.
    fileprivate var stub: Job {
        var stub = Job(name: name, command: Command(action: .script("")))
        stub.iterations = Iterations(range: iterations.indices)
        return stub
    }
}

extension [JobIdentifier] {
    fileprivate func ifAny(_ fact: ([JobIdentifier]) -> Fact) -> [Fact] { isEmpty ? [] : [fact(self)] }
}
