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
        case .runOpened: return .runOpened(try run(), at: try instant())
        case .runClosed: return .runClosed(try choice(RunEnd.self, "a run's end"), at: try instant())
        case .nodeJoined: return .nodeJoined(try node(), at: try instant())
        case .nodeLost: return .nodeLost(NodeIdentifier(try count()), at: try instant())
        case .jobsSubmitted: return try jobsSubmitted()
        case .taskReturned: return .taskReturned(try task(), readyAt: try instant(), memory: try memory())
        case .taskFailed: return .taskFailed(try task(), at: try instant())
        case .tasksSkipped: return .tasksSkipped(try taskRange(), because: try task(), at: try instant())
        case .tasksReleased: return .tasksReleased(try taskRange(), at: try instant())
        case .tasksCancelled: return .tasksCancelled(try taskRange(), at: try instant())
        case .retryRequested: return .retryRequested(JobIdentifier(try count()), at: try instant())
        case .heldBack: return .heldBack(at: try instant())
        case .resumed: return .resumed(at: try instant())
        }
    }

    private mutating func jobsSubmitted() throws(PackingProblem) -> Fact {
        let first = JobIdentifier(try count())
        let jobs = try list { unpacker throws(PackingProblem) in try unpacker.job() }
        return .jobsSubmitted(first: first, jobs: jobs, at: try instant())
    }
}
