import Model

/// What the planner keeps of one job.
struct JobState: Sendable, Hashable {
    /// Apart: planning asks for little of it, and who looks ahead copies all jobs.
    private var asked: Kept<Job>
    let indices: Range<Int>
    let submittedAt: Instant
    /// Its place among all jobs: the larger goes first, the first come among equals.
    var standing: Int
    /// Whether the date it waits for has come.
    var isReleased: Bool

    var succeeded: IterationSet
    var failed: IterationSet
    var cancelled: IterationSet
    var skipped: IterationSet

    /// Dependencies on whole jobs or single iterations that are not met yet.
    var unmet = 0
    /// Whom its dependencies name, in their order; names can be given anew when a job was removed.
    var dependedOn: [JobIdentifier?] = []
    /// The jobs whose iteration of the same number must have ended first, in the order they were named.
    var parents: [Parent] = []
    /// Who waits for this job, and for what of it.
    var dependants: [Dependant] = []
    var iterationDependants: [Int: [Dependant]] = [:]

    /// Ready tasks with the job's own request.
    var ready = ReadyLine()
    /// Ready tasks that ask for more memory than the job did, by how much.
    var grown: [Bytes: ReadyLine] = [:]
    /// Tasks of which an attempt did not succeed, until they do.
    var trouble: [Int: Trouble] = [:]
    /// The class its own request belongs to, once a task was ready.
    var requestClass: Int?
    /// The attempts that are handed over and have not ended, by iteration.
    var moving = PagedTable<AttemptIdentifier>()
    /// Iterations in motion whose end was asked for: unless they succeed before, they are cancelled.
    var cancelling: IterationSet
    var measured = Measure()
    /// Whether all its tasks are to be skipped.
    var isDoomed = false
    /// Whether nothing new of it may start.
    var isPaused = false
    /// Whether what runs of it is to be paused as well.
    var isFrozen = false
    var isRemoved = false

    struct Parent: Sendable, Hashable {
        var job: JobIdentifier
        var condition: Dependency.Condition
    }

    struct Dependant: Sendable, Hashable {
        var job: JobIdentifier
        var condition: Dependency.Condition
        /// Each iteration of it waits for the same one of ours.
        var sameIteration = false
        /// Whether what it waits for has come true; it does not come true a second time.
        var isMet = false
    }

    /// What went wrong with a task so far.
    struct Trouble: Sendable, Hashable {
        var exitCode = 0
        var signal = 0
        var outOfMemory = 0
        var wallTime = 0
        var startFailure = 0
        var lost = 0
        var memory: Bytes
        /// While it rests before the next attempt.
        var readyAt: Instant?
    }

    var job: Job {
        get { asked.value }
        set { asked = Kept(newValue) }
    }

    /// - Parameter expected: how long a task of it should run.
    init(job: Job, submittedAt: Instant, order: Policy.Order, expected: Duration) {
        self.submittedAt = submittedAt
        indices = job.iterations.indices
        isReleased = job.startAt == nil
        succeeded = IterationSet(base: indices.lowerBound)
        failed = IterationSet(base: indices.lowerBound)
        cancelled = IterationSet(base: indices.lowerBound)
        skipped = IterationSet(base: indices.lowerBound)
        cancelling = IterationSet(base: indices.lowerBound)
        standing = Self.standing(of: job, submittedAt: submittedAt, order, expected: expected)
        asked = Kept(job)
    }

    // 10^9: more can't be told apart, and nothing overflows.
    private static let highest = 1_000_000_000

    /// The larger goes first; it never changes with time, so that nothing is sorted again.
    ///
    /// - Source: ageing that is linear with one rate keeps the order of any two: priority - rate × submission.
    static func standing(
        of job: Job, submittedAt: Instant, _ order: Policy.Order, expected: Duration
    ) -> Int {
        let time = Int(expected.nanoseconds)
        switch order {
        case .firstCome: return 0
        case .roundRobin: return -Int(submittedAt.nanoseconds)
        case .priority(let ageing):
            let priority = min(max(job.priority, -highest), highest)
            guard let step = ageing.map({ max(1, Int($0.nanoseconds / 1_000_000_000)) }) else { return priority }
            let (steps, isTooLarge) = priority.multipliedReportingOverflow(by: step)
            let submitted = Int(submittedAt.nanoseconds / 1_000_000_000)
            return isTooLarge ? (priority < 0 ? -Int.max / 2 : Int.max / 2) : steps - submitted
        case .due(let stretch, let within):
            let (waits, isTooLong) = time.multipliedReportingOverflow(by: stretch)
            let longest = min(Int((within ?? longestDelay).nanoseconds), Int(longestDelay.nanoseconds))
            return -(Int(submittedAt.nanoseconds) + (isTooLong ? longest : min(waits, longest)))
        case .shortest: return -time
        case .longest: return time
        case .smallest: return -width(of: job) * (time / 1_000_000_000)
        case .largest: return width(of: job) * (time / 1_000_000_000)
        case .fewestCores: return -width(of: job)
        case .mostCores: return width(of: job)
        }
    }

    private static func width(of job: Job) -> Int {
        min(Int(job.request.asked.thousandths), highest) * min(job.request.nodes.upperBound, highest)
    }

    // A hundred years, as long as a wall time may be: with the present, it stays within 64 bits.
    private static let longestDelay = Duration.seconds(36_500 * 86_400)
    // 1 h: as the design says of what nobody has said or seen.
    static let unknownTime = Duration.seconds(3600)

    var endedCount: Int { succeeded.count + failed.count + cancelled.count + skipped.count }
    var hasEnded: Bool { endedCount == indices.count }
    var hasSucceeded: Bool { succeeded.count == indices.count }
    /// Whether its tasks wait for nothing but their own parents and capacity.
    var isOpen: Bool { unmet == 0 && isReleased }

    func hasEnded(_ iteration: Int) -> Bool {
        succeeded.contains(iteration) || failed.contains(iteration) || cancelled.contains(iteration)
            || skipped.contains(iteration)
    }

    func finalState(of iteration: Int) -> TaskState? {
        if succeeded.contains(iteration) { return .succeeded }
        if failed.contains(iteration) { return .failed }
        if cancelled.contains(iteration) { return .cancelled }
        return skipped.contains(iteration) ? .skipped : nil
    }

    /// An iteration that ended without success; none while all that ended succeeded.
    var firstUnsuccessful: Int? {
        guard endedCount > succeeded.count else { return nil }
        return indices.first { hasEnded($0) && !succeeded.contains($0) }
    }

    func memory(of iteration: Int) -> Bytes { trouble[iteration]?.memory ?? job.request.memory }
}

/// A running mean of run times, in integers.
struct Measure: Sendable, Hashable {
    private(set) var mean = Duration.zero
    private(set) var count = 0

    mutating func take(_ duration: Duration) {
        count += 1
        // An eighth of the way towards each new value: follows a change within some twenty tasks, ignores one outlier.
        let weight = Int64(min(count, 8))
        mean += Duration(nanoseconds: (duration - mean).nanoseconds / weight)
    }
}
