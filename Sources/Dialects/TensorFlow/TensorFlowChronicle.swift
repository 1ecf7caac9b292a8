package import Model

/// What became of the containers of one execution, from the facts of its record.
package struct TensorFlowChronicle: Sendable {
    /// In the order they were asked for.
    package private(set) var stories: [TensorFlowStory] = []
    package private(set) var events: [Event] = []
    private let requests: [TensorFlowRequest]
    private let mostCores: Int
    private var jobs: [JobIdentifier: Int] = [:]
    private var open: [AttemptIdentifier: Open] = [:]
    private var updatesSeen: [Int: Int] = [:]

    /// A request in the scheduler's words, and when it was served.
    package struct Event: Sendable, Hashable {
        package var at: Instant
        package var kind: Kind
        package var container: Int
        package var cores: Int

        package enum Kind: String, Sendable, Hashable {
            case start = "Start"
            case update = "Update"
            case restart = "Restart"
            case pause = "Pause"
            case resume = "Resume"
            case finish = "Finish"
        }
    }

    private struct Open {
        var story: Int
        var cores: Int
        var hasStarted = false
        var pending: Adjustment?
        var isPaused = false
    }

    /// - Parameter mostCores: the widest that a container may become.
    package init(_ requests: [TensorFlowRequest], mostCores: Int) {
        self.requests = requests
        self.mostCores = mostCores
    }

    package mutating func take(_ fact: Fact) {
        switch fact {
        case .jobsSubmitted(let first, let jobs, _, let at): submit(jobs, first: first, at: at)
        case .jobChanged(let job, _, let at): change(job, at: at)
        case .attemptsHandedOver(let handOver):
            for (offset, task) in handOver.tasks.enumerated() {
                guard let story = jobs[task.job] else { continue }
                let attempt = AttemptIdentifier(handOver.firstAttempt.number + offset)
                open[attempt] = Open(story: story, cores: handOver.placement.width.touched)
            }
        case .attemptsTakenBack(let first, let count, _):
            for number in first.number..<first.number + count { open[AttemptIdentifier(number)] = nil }
        case .attemptStarted(let attempt, let at): start(attempt, at: at)
        case .adjustmentDecided(let attempt, let adjustment, _): open[attempt]?.pending = adjustment
        case .attemptAdjusted(let attempt, let number, let at): adjust(attempt, number, at: at)
        case .adjustmentFailed(let attempt, let number, _, _):
            if open[attempt]?.pending?.number == number { open[attempt]?.pending = nil }
        case .attemptEnded(let end): finish(end)
        case .tasksRetried(let tasks, let at):
            guard let story = jobs[tasks.job] else { return }
            stories[story].restart(at: at)
            tell(.restart, of: story, at: at)
        case .taskReturned(let task, let readyAt, _):
            guard let story = jobs[task.job] else { return }
            stories[story].restart(at: readyAt)
            tell(.restart, of: story, at: readyAt)
        default: break
        }
    }

    /// What a container told of its epochs.
    package mutating func tell(_ epochs: [TensorFlowEpoch], of story: Int) { stories[story].epochs = epochs }

    private mutating func submit(_ submitted: [Job], first: JobIdentifier, at: Instant) {
        for (offset, job) in submitted.enumerated() {
            let number = requests.firstIndex { $0.kind == .execution && $0.name == job.name }
            guard let number else { continue }
            jobs[JobIdentifier(first.number + offset)] = stories.count
            stories.append(TensorFlowStory(requests[number], number: number, requestedAt: at))
        }
    }

    /// The next update of that container; they are made in the order of the file.
    private mutating func change(_ job: JobIdentifier, at: Instant) {
        guard let story = jobs[job] else { return }
        let instance = stories[story].request.instance
        let updates = requests.indices.filter { requests[$0].kind == .update && requests[$0].instance == instance }
        let seen = updatesSeen[instance, default: 0]
        guard seen < updates.count else { return }
        updatesSeen[instance] = seen + 1
        let number = updates[seen]
        stories[story].ask(
            TensorFlowStory.Update(number: number, requestedAt: at, threads: requests[number].threads),
            mostCores: mostCores)
    }

    private mutating func start(_ attempt: AttemptIdentifier, at: Instant) {
        guard let one = open[attempt], !one.hasStarted else { return }
        open[attempt]?.hasStarted = true
        stories[one.story].start(at: at, cores: one.cores)
        tell(.start, of: one.story, at: at)
    }

    private mutating func adjust(_ attempt: AttemptIdentifier, _ number: Int, at: Instant) {
        guard let one = open[attempt], let pending = one.pending, pending.number == number else { return }
        open[attempt]?.pending = nil
        open[attempt]?.isPaused = pending.isPaused
        if pending.isPaused {
            stories[one.story].pause(at: at)
            return tell(.pause, of: one.story, at: at)
        }
        stories[one.story].adjust(to: pending.placement.width.touched, at: at)
        tell(one.isPaused ? .resume : .update, of: one.story, at: at)
    }

    private mutating func finish(_ end: AttemptEnd) {
        if let startedAt = end.startedAt { start(end.attempt, at: startedAt) }
        guard let one = open.removeValue(forKey: end.attempt) else { return }
        stories[one.story].end(at: end.endedAt, as: end.outcome)
        tell(.finish, of: one.story, at: end.endedAt)
    }

    private mutating func tell(_ kind: Event.Kind, of story: Int, at: Instant) {
        let cores = kind == .pause || kind == .finish ? 0 : stories[story].stretches.last?.cores ?? 0
        events.append(Event(at: at, kind: kind, container: stories[story].request.instance, cores: cores))
    }
}

extension TensorFlowChronicle {
    /// Those that run or stand still by now, in the order they were started.
    package var present: [(attempt: AttemptIdentifier, container: Int, cores: Int, isPaused: Bool)] {
        open.filter(\.value.hasStarted).sorted { $0.key < $1.key }.map { attempt, one in
            let story = stories[one.story]
            return (attempt, story.request.instance, story.stretches.last?.cores ?? 0, one.isPaused)
        }
    }

    /// How many cores its containers hold by now.
    package var coresInUse: Int {
        stories.reduce(0) { sum, story in
            guard let last = story.stretches.last, last.until == nil else { return sum }
            return sum + last.cores
        }
    }
}
