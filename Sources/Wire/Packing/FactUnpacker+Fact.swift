package import Model

extension FactUnpacker {
    /// The next fact, or none when all were read.
    package mutating func next() throws(PackingProblem) -> Fact? { isAtEnd ? nil : try fact() }

    mutating func fact() throws(PackingProblem) -> Fact {
        let raw = try byte()
        guard let tag = FactTag(rawValue: raw) else { throw .unknownFact(tag: raw, version: version) }
        switch tag {
        case .attemptEnded: return .attemptEnded(try attemptEnd())
        case .attemptsHandedOver: return .attemptsHandedOver(try handOver())
        case .attemptStarted: return .attemptStarted(try attempt(), at: try instant())
        case .attemptsTakenBack:
            return .attemptsTakenBack(first: try attempt(), count: try count(), at: try instant())
        case .adjustmentDecided: return .adjustmentDecided(try attempt(), try adjustment(), at: try instant())
        case .attemptAdjusted: return .attemptAdjusted(try attempt(), number: try count(), at: try instant())
        case .adjustmentFailed:
            return .adjustmentFailed(
                try attempt(), number: try count(), errorNumber: try count(), at: try instant())
        case .runOpened: return .runOpened(try run(), at: try instant())
        case .runClosed: return .runClosed(try choice(RunEnd.self, "a run's end"), at: try instant())
        case .planningConfigured: return .planningConfigured(try planningRules(), at: try instant())
        case .planned: return .planned(at: try instant())
        case .plainNodeJoined: return .nodeJoined(try plainNode(), at: try instant())
        case .endingNodeJoined: return .nodeJoined(try node(), at: try instant())
        case .undividedNodeJoined: return .nodeJoined(try undividedNode(), at: try instant())
        case .nodeJoined: return .nodeJoined(try wholeNode(), at: try instant())
        case .nodeLost: return .nodeLost(NodeIdentifier(try count()), at: try instant())
        case .nodeSilent: return .nodeSilent(NodeIdentifier(try count()), at: try instant())
        case .nodeHeard: return .nodeHeard(NodeIdentifier(try count()), at: try instant())
        case .nodeDraining: return .nodeDraining(NodeIdentifier(try count()), at: try instant())
        case .nodeAvailable: return .nodeAvailable(NodeIdentifier(try count()), at: try instant())
        case .coresKeptByOthers:
            return .coresKeptByOthers(NodeIdentifier(try count()), positions: try positions(), at: try instant())
        case .plainJobsSubmitted: return try plainJobsSubmitted()
        case .gracedJobsSubmitted:
            return try jobsSubmitted { unpacker throws(PackingProblem) in try unpacker.job() }
        case .jobsSubmitted:
            return try jobsSubmitted { unpacker throws(PackingProblem) in try unpacker.wholeJob() }
        case .jobsPaused: return .jobsPaused(try jobs(), at: try instant())
        case .jobsUnpaused: return .jobsUnpaused(try jobs(), at: try instant())
        case .jobsFrozen: return .jobsFrozen(try jobs(), at: try instant())
        case .jobsRemoved: return .jobsRemoved(try jobs(), at: try instant())
        case .plainJobChanged:
            return .jobChanged(JobIdentifier(try count()), try plainJobChange(), at: try instant())
        case .jobChanged:
            return .jobChanged(JobIdentifier(try count()), try jobChange(), at: try instant())
        case .taskReturned: return .taskReturned(try task(), readyAt: try instant(), memory: try memory())
        case .taskFailed: return .taskFailed(try task(), at: try instant())
        case .tasksSkipped: return .tasksSkipped(try taskRange(), because: try task(), at: try instant())
        case .tasksReleased: return .tasksReleased(try taskRange(), at: try instant())
        case .tasksCancelled: return .tasksCancelled(try taskRange(), at: try instant())
        case .retryRequested: return .retryRequested(JobIdentifier(try count()), at: try instant())
        case .tasksRetried: return .tasksRetried(try taskRange(), at: try instant())
        case .heldBack: return .heldBack(at: try instant())
        case .resumed: return .resumed(at: try instant())
        case .recordCondensed:
            return .recordCondensed(jobs: try count(), attempts: try count(), at: try instant())
        case .tasksSettled: return .tasksSettled(try taskRange(), as: try choice(TaskState.self, "a task's state"))
        }
    }

    private mutating func jobs() throws(PackingProblem) -> [JobIdentifier] {
        try list { unpacker throws(PackingProblem) in JobIdentifier(try unpacker.count()) }
    }

    private mutating func plainJobsSubmitted() throws(PackingProblem) -> Fact {
        let first = JobIdentifier(try count())
        let jobs = try list { unpacker throws(PackingProblem) in try unpacker.plainJob() }
        return .jobsSubmitted(first: first, jobs: jobs, at: try instant())
    }

    private mutating func jobsSubmitted(
        _ job: (inout FactUnpacker) throws(PackingProblem) -> Job
    ) throws(PackingProblem) -> Fact {
        let first = JobIdentifier(try count())
        let jobs = try list(job)
        return .jobsSubmitted(first: first, jobs: jobs, key: try text(), at: try instant())
    }
}
