package import Model

extension FactPacker {
    package mutating func put(_ fact: Fact) {
        switch fact {
        case .attemptEnded(let end): put(.attemptEnded, end)
        case .attemptsHandedOver(let handOver): put(.attemptsHandedOver, handOver)
        case .attemptStarted(let attempt, let at):
            put(.attemptStarted)
            put(attempt: attempt)
            put(instant: at)
        case .attemptsTakenBack(let first, let count, let at):
            put(.attemptsTakenBack)
            put(attempt: first)
            put(count: count)
            put(instant: at)
        case .adjustmentDecided, .attemptAdjusted, .adjustmentFailed: put(aboutAdjustments: fact)
        case .runOpened(let run, let at):
            put(.runOpened)
            put(run)
            put(instant: at)
        case .runClosed(let end, let at):
            put(.runClosed)
            put(byte: end.rawValue)
            put(instant: at)
        case .heldBack(let at):
            put(.heldBack)
            put(instant: at)
        case .resumed(let at):
            put(.resumed)
            put(instant: at)
        case .nodeJoined, .nodeLost, .nodeSilent, .nodeHeard, .nodeDraining, .nodeAvailable, .coresKeptByOthers:
            put(aboutNodes: fact)
        case .jobsSubmitted, .jobsPaused, .jobsUnpaused, .jobsFrozen, .jobChanged, .jobsRemoved, .retryRequested:
            put(aboutJobs: fact)
        case .taskReturned, .taskFailed, .tasksSkipped, .tasksReleased, .tasksCancelled, .tasksSettled,
            .tasksRetried:
            put(aboutTasks: fact)
        case .planningConfigured(let rules, let at):
            put(.planningConfigured)
            put(rules)
            put(instant: at)
        case .planned(let at):
            put(.planned)
            put(instant: at)
        case .recordCondensed(let jobs, let attempts, let at):
            put(.recordCondensed)
            put(count: jobs)
            put(count: attempts)
            put(instant: at)
        }
    }

    private mutating func put(aboutNodes fact: Fact) {
        switch fact {
        case .nodeJoined(let node, let at):
            put(.nodeJoined)
            put(node)
            put(text: node.containerProblem)
            put(domains: node)
            put(instant: at)
        case .nodeLost(let node, let at): put(.nodeLost, node, at)
        case .nodeSilent(let node, let at): put(.nodeSilent, node, at)
        case .nodeHeard(let node, let at): put(.nodeHeard, node, at)
        case .nodeDraining(let node, let at): put(.nodeDraining, node, at)
        case .nodeAvailable(let node, let at): put(.nodeAvailable, node, at)
        case .coresKeptByOthers(let node, let positions, let at):
            put(.coresKeptByOthers)
            put(count: node.number)
            put(positions: positions)
            put(instant: at)
        default: preconditionFailure("only facts about nodes come here")
        }
    }

    private mutating func put(_ tag: FactTag, _ node: NodeIdentifier, _ at: Instant) {
        put(tag)
        put(count: node.number)
        put(instant: at)
    }

    private mutating func put(aboutJobs fact: Fact) {
        switch fact {
        case .jobsSubmitted(let first, let jobs, let key, let at):
            put(.jobsSubmitted)
            put(count: first.number)
            put(list: jobs) { $0.put(whole: $1) }
            put(text: key)
            put(instant: at)
        case .jobsPaused(let jobs, let at): put(.jobsPaused, jobs, at)
        case .jobsUnpaused(let jobs, let at): put(.jobsUnpaused, jobs, at)
        case .jobsFrozen(let jobs, let at): put(.jobsFrozen, jobs, at)
        case .jobsRemoved(let jobs, let at): put(.jobsRemoved, jobs, at)
        case .jobChanged(let job, let change, let at):
            put(.jobChanged)
            put(count: job.number)
            put(change)
            put(instant: at)
        case .retryRequested(let job, let at):
            put(.retryRequested)
            put(count: job.number)
            put(instant: at)
        default: preconditionFailure("only facts about jobs come here")
        }
    }

    private mutating func put(_ tag: FactTag, _ jobs: [JobIdentifier], _ at: Instant) {
        put(tag)
        put(list: jobs) { $0.put(count: $1.number) }
        put(instant: at)
    }

    private mutating func put(aboutTasks fact: Fact) {
        switch fact {
        case .taskReturned(let task, let readyAt, let memory):
            put(.taskReturned)
            put(task)
            put(instant: readyAt)
            put(memory: memory)
        case .taskFailed(let task, let at):
            put(.taskFailed)
            put(task)
            put(instant: at)
        case .tasksSkipped(let range, let because, let at):
            put(.tasksSkipped)
            put(range)
            put(because)
            put(instant: at)
        case .tasksReleased(let range, let at):
            put(.tasksReleased)
            put(range)
            put(instant: at)
        case .tasksCancelled(let range, let at):
            put(.tasksCancelled)
            put(range)
            put(instant: at)
        case .tasksRetried(let range, let at):
            put(.tasksRetried)
            put(range)
            put(instant: at)
        case .tasksSettled(let range, let state):
            put(.tasksSettled)
            put(range)
            put(byte: state.rawValue)
        default: preconditionFailure("only facts about tasks come here")
        }
    }

    mutating func put(_ tag: FactTag) { put(byte: tag.rawValue) }
}
