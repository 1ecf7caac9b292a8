package import Model

/// What a run did so far, rebuilt from its facts in the order of the record.
///
/// A record may still be growing, or may have holes where it was damaged: a fact about something unknown is set aside
/// and counted, and everything else stands.
///
/// - Cost: a byte for each task, a record for each job, and whatever is in motion; nothing for what has ended.
package struct History: Sendable {
    /// As the last opening described it.
    package private(set) var run: Run?
    package private(set) var sessions = Sessions()
    package private(set) var nodes: [NodeRecord] = []
    package private(set) var jobs: [JobRecord] = []
    package private(set) var open = OpenAttempts()
    package private(set) var isHeldBack = false
    /// Facts about jobs, attempts or nodes that the record doesn't know.
    package private(set) var setAside = 0
    /// Tasks that rest before they are tried again, and until when.
    package private(set) var resting: [TaskIdentifier: Instant] = [:]
    /// The task that last started or ended.
    package private(set) var lastMoved: TaskIdentifier?
    private var submissions = Submissions()
    private var hasRemoved = false
    private var marks: [Mark] = []
    /// By position in `jobs`, apart from it since it is looked at for every fact.
    private var places: [Place] = []
    private var positions: [String: Int] = [:]
    /// Closed when their node was lost; a second word about them is no surprise.
    private var lostWithNode: Set<AttemptIdentifier> = []

    /// Where a job's tasks are among the marks.
    private struct Place: Sendable {
        var identifier: JobIdentifier
        var indices: Range<Int>
        var firstMark: Int

        func mark(of iteration: Int) -> Int? {
            indices.contains(iteration) ? firstMark + iteration - indices.lowerBound : nil
        }
    }

    /// A task's state and two notes, in a byte.
    private struct Mark: Sendable {
        private var bits: UInt8 = 0

        var state: TaskState {
            get { TaskState(rawValue: bits & 0x0f) ?? .waiting }
            set { bits = bits & 0xf0 | newValue.rawValue }
        }
        /// An attempt at it has ended before.
        var wasTried: Bool {
            get { bits & 0x10 != 0 }
            set { bits = newValue ? bits | 0x10 : bits & ~0x10 }
        }
        /// Its end was asked for while it was in motion.
        var isBeingCancelled: Bool {
            get { bits & 0x20 != 0 }
            set { bits = newValue ? bits | 0x20 : bits & ~0x20 }
        }
    }

    package init() {}

    /// Takes the next fact of the record, and tells of each attempt that ended with it.
    package mutating func take(_ fact: Fact, ended: (EndedAttempt) -> Void = { _ in }) {
        switch fact {
        case .runOpened(let run, let at):
            self.run = run
            sessions.open(at: at)
        case .runClosed(let end, let at): sessions.close(end, at: at)
        case .nodeJoined(let node, let at): join(node, at: at)
        case .nodeLost(let node, let at): lose(node, at: at, ended: ended)
        case .jobsSubmitted(let first, let jobs, let key, let at): submit(jobs, first: first, key: key, at: at)
        case .attemptsHandedOver(let handOver): handOverAttempts(handOver)
        case .attemptStarted(let attempt, let at):
            sessions.see(at)
            guard let task = open.start(attempt, at: at) else { return putAside() }
            lastMoved = task
            move(task, to: .running)
        case .attemptEnded(let end): take(end, ended: ended)
        case .attemptsTakenBack(let first, let count, let at): takeBack(first, count: count, at: at)
        case .taskReturned(let task, let readyAt, _):
            move(task, to: .waiting)
            if readyAt > sessions.last { resting[task] = readyAt }
        case .tasksReleased(let range, let at):
            sessions.see(at)
            if !resting.isEmpty { resting = resting.filter { !range.contains($0.key) } }
        case .taskFailed(let task, let at):
            sessions.see(at)
            move(task, to: .failed)
        case .tasksSkipped(let range, _, let at):
            sessions.see(at)
            for iteration in range.iterations {
                move(TaskIdentifier(job: range.job, iteration: iteration), to: .skipped)
            }
        case .tasksCancelled(let range, let at): cancel(range, at: at)
        case .retryRequested(let job, let at): retry(job, nil, at: at)
        case .tasksRetried(let range, let at): retry(range.job, range.iterations, at: at)
        case .heldBack(let at):
            sessions.see(at)
            isHeldBack = true
        case .resumed(let at):
            sessions.see(at)
            isHeldBack = false
        case .nodeSilent(let node, let at): change(node, at: at) { $0.silentSince = at }
        case .nodeHeard(let node, let at): change(node, at: at) { $0.silentSince = nil }
        case .nodeDraining(let node, let at): change(node, at: at) { $0.drainingSince = at }
        case .nodeAvailable(let node, let at): change(node, at: at) { $0.drainingSince = nil }
        case .coresKeptByOthers(let node, let positions, let at):
            change(node, at: at) { $0.coresKeptByOthers = positions.count }
        case .jobsPaused(let jobs, let at): change(jobs, at: at) { $0.isPaused = true }
        case .jobsFrozen(let jobs, let at): change(jobs, at: at) { $0.isPaused = true }
        case .adjustmentDecided(let attempt, let adjustment, let at):
            adjust(attempt, at: at) { changes in
                changes.decide(adjustment)
                return false
            }
        case .attemptAdjusted(let attempt, let number, let at):
            adjust(attempt, at: at) { $0.take(number, at: at) }
        case .adjustmentFailed(let attempt, let number, _, let at):
            adjust(attempt, at: at) { $0.fail(number) }
        case .jobsUnpaused(let jobs, let at): change(jobs, at: at) { $0.isPaused = false }
        case .jobChanged(let job, let change, let at):
            self.change([job], at: at) { $0.job = $0.job.changed(by: change) }
        case .jobsRemoved(let jobs, let at): remove(jobs, at: at)
        case .recordCondensed(_, _, let at), .planningConfigured(_, let at), .planned(let at): sessions.see(at)
        case .tasksSettled(let range, let state):
            for iteration in range.iterations { move(TaskIdentifier(job: range.job, iteration: iteration), to: state) }
        }
    }

    /// None for a task the record doesn't know.
    package func state(of task: TaskIdentifier) -> TaskState? {
        guard let (_, mark) = find(task) else { return nil }
        return marks[mark].state
    }

    /// None for a job the record doesn't know.
    package func record(of job: JobIdentifier) -> JobRecord? { position(of: job).map { jobs[$0] } }

    /// The last one of that name; names are unique, save after a resumption with an edited file.
    package func record(named name: String) -> JobRecord? { positions[name].map { jobs[$0] } }

    /// The jobs that were submitted together under a key; none when no such submission is remembered.
    package func jobs(submittedWith key: String) -> [JobRecord]? {
        submissions[key].map { $0.compactMap { record(of: JobIdentifier($0)) } }
    }

    package func node(_ identifier: NodeIdentifier) -> NodeRecord? {
        nodes.last { $0.node.identifier == identifier }
    }

    package var counts: StateCounts {
        var sum = StateCounts()
        for job in jobs where !job.isRemoved { sum += job.counts }
        return sum
    }

    /// The jobs that were not removed.
    package var present: [JobRecord] { hasRemoved ? jobs.filter { !$0.isRemoved } : jobs }
}

// One function for each kind of fact that does more than set a value.
extension History {
    private mutating func join(_ node: Node, at: Instant) {
        sessions.see(at)
        guard self.node(node.identifier) == nil else { return putAside() }
        nodes.append(NodeRecord(node: node, joinedAt: at))
    }

    private mutating func change(_ node: NodeIdentifier, at: Instant, _ body: (inout NodeRecord) -> Void) {
        sessions.see(at)
        guard let index = nodes.lastIndex(where: { $0.node.identifier == node }) else { return putAside() }
        body(&nodes[index])
    }

    private mutating func change(_ identifiers: [JobIdentifier], at: Instant, _ body: (inout JobRecord) -> Void) {
        sessions.see(at)
        for identifier in identifiers {
            guard let job = position(of: identifier) else {
                putAside()
                continue
            }
            body(&jobs[job])
        }
    }

    private mutating func remove(_ identifiers: [JobIdentifier], at: Instant) {
        change(identifiers, at: at) { $0.isRemoved = true }
        hasRemoved = true
        for identifier in identifiers {
            guard let job = position(of: identifier), positions[jobs[job].job.name] == job else { continue }
            positions[jobs[job].job.name] = nil
        }
        if let last = lastMoved, identifiers.contains(last.job) { lastMoved = nil }
    }

    private mutating func lose(_ node: NodeIdentifier, at: Instant, ended: (EndedAttempt) -> Void) {
        sessions.see(at)
        guard let index = nodes.firstIndex(where: { $0.node.identifier == node }) else { return putAside() }
        nodes[index].lostAt = at
        // Looked at all together: with the first of a chain gone, the next would seem to be the first.
        // Of an attempt on several nodes the first one speaks, and says how it ended when another was lost.
        let members = open.members().filter { $0.placement.parts.first?.node == node }
        let running = Set(members.map(\.attempt).filter(open.couldHaveStarted))
        for member in members {
            if running.contains(member.attempt) {
                take(
                    AttemptEnd(attempt: member.attempt, startedAt: member.startedAt, endedAt: at, outcome: .lost),
                    ended: ended)
            } else {
                takeBack(member.attempt)
            }
            lostWithNode.insert(member.attempt)
        }
    }

    private mutating func submit(_ submitted: [Job], first: JobIdentifier, key: String, at: Instant) {
        sessions.see(at)
        if let last = jobs.last, last.identifier >= first { return putAside() }
        if !key.isEmpty { submissions.append(key, first.number..<(first.number + submitted.count)) }
        for (offset, job) in submitted.enumerated() {
            let identifier = JobIdentifier(first.number + offset)
            var record = JobRecord(identifier: identifier, job: job, submittedAt: at)
            record.counts[.waiting] = job.iterations.count
            places.append(Place(identifier: identifier, indices: job.iterations.indices, firstMark: marks.count))
            marks.append(contentsOf: repeatElement(Mark(), count: job.iterations.count))
            positions[job.name] = jobs.count
            jobs.append(record)
        }
    }

    private mutating func handOverAttempts(_ handOver: HandOver) {
        sessions.see(handOver.at)
        guard open.insert(handOver) else { return putAside() }
        for range in handOver.tasks {
            guard let job = position(of: range.job) else {
                putAside()
                continue
            }
            jobs[job].attempts += range.iterations.count
            for iteration in range.iterations {
                guard let mark = places[job].mark(of: iteration) else {
                    putAside()
                    continue
                }
                move(mark, of: job, to: .starting)
                if !resting.isEmpty { resting[TaskIdentifier(job: range.job, iteration: iteration)] = nil }
            }
        }
    }

    private mutating func take(_ end: AttemptEnd, ended: (EndedAttempt) -> Void) {
        var end = end
        sessions.see(end.endedAt)
        if end.outcome == .lost, end.startedAt == nil {
            // Whoever says so may not know when it started; and what stood further behind on its cores never did.
            if let member = open.member(end.attempt), !open.couldHaveStarted(member.attempt) {
                return takeBack(end.attempt)
            }
            end.startedAt = open.member(end.attempt)?.startedAt
        }
        // What was killed with its run did not hold its cores until somebody resumed that.
        if end.outcome == .lost, let startedAt = end.startedAt {
            end.endedAt = min(end.endedAt, sessions.lastMoment(ofSessionAt: startedAt))
        }
        guard let member = open.close(end.attempt) else {
            if lostWithNode.remove(end.attempt) == nil { putAside() }
            return
        }
        lastMoved = member.task
        let attempt = EndedAttempt(
            task: member.task, placement: member.placement, handedOverAt: member.handedOverAt, end: end,
            changes: member.changes)
        if let (job, mark) = find(member.task) {
            jobs[job].add(attempt)
            if marks[mark].wasTried { jobs[job].retries += 1 }
            if end.outcome != .interrupted { marks[mark].wasTried = true }
            move(mark, of: job, to: state(after: end.outcome, isBeingCancelled: marks[mark].isBeingCancelled))
        }
        ended(attempt)
    }

    private mutating func adjust(
        _ attempt: AttemptIdentifier, at: Instant, _ body: (inout AttemptChanges) -> Bool
    ) {
        sessions.see(at)
        guard let (member, isNews) = open.change(attempt, body) else { return putAside() }
        if isNews { move(member.task, to: member.pausedAt == nil ? .running : .paused) }
    }

    /// What a task is between its attempt's end and the planner's word about it, which follows in the same commit.
    private func state(after outcome: Outcome, isBeingCancelled: Bool) -> TaskState {
        // Who succeeded before it could be ended has succeeded.
        if isBeingCancelled, outcome != .succeeded { return .cancelled }
        return switch outcome {
        case .succeeded: .succeeded
        case .cancelled: .cancelled
        default: .waiting
        }
    }

    private mutating func takeBack(_ first: AttemptIdentifier, count: Int, at: Instant) {
        sessions.see(at)
        // The bound keeps a nonsensical count from a long walk: a chain holds at most 256.
        for number in first.number..<(first.number + min(max(count, 0), 1 << 20)) {
            takeBack(AttemptIdentifier(number))
        }
    }

    private mutating func takeBack(_ attempt: AttemptIdentifier) {
        guard let member = open.close(attempt) else { return putAside() }
        guard let (job, mark) = find(member.task) else { return putAside() }
        jobs[job].attempts -= 1
        move(mark, of: job, to: marks[mark].isBeingCancelled ? .cancelled : .waiting)
    }

    private mutating func cancel(_ range: TaskRange, at: Instant) {
        sessions.see(at)
        guard let job = position(of: range.job) else { return putAside() }
        for iteration in range.iterations {
            guard let mark = places[job].mark(of: iteration), !marks[mark].state.isFinal else { continue }
            switch marks[mark].state {
            case .waiting, .ready: move(mark, of: job, to: .cancelled)
            default: marks[mark].isBeingCancelled = true
            }
        }
    }

    /// - Parameter iterations: none: all.
    private mutating func retry(_ identifier: JobIdentifier, _ iterations: Range<Int>?, at: Instant) {
        sessions.see(at)
        guard let job = position(of: identifier) else { return putAside() }
        for iteration in iterations ?? places[job].indices {
            guard let mark = places[job].mark(of: iteration) else { continue }
            marks[mark].isBeingCancelled = false
            if marks[mark].state.isFinal, marks[mark].state != .succeeded { move(mark, of: job, to: .waiting) }
        }
    }

    private mutating func move(_ task: TaskIdentifier, to state: TaskState) {
        guard let (job, mark) = find(task) else { return putAside() }
        move(mark, of: job, to: state)
    }

    private mutating func move(_ mark: Int, of job: Int, to state: TaskState) {
        jobs[job].counts[marks[mark].state] -= 1
        jobs[job].counts[state] += 1
        marks[mark].state = state
    }

    private mutating func putAside() { setAside += 1 }

    private func find(_ task: TaskIdentifier) -> (job: Int, mark: Int)? {
        guard let job = position(of: task.job), let mark = places[job].mark(of: task.iteration) else { return nil }
        return (job, mark)
    }

    /// Jobs are numbered without gaps unless the record has a hole, so the number is nearly always the position.
    private func position(of job: JobIdentifier) -> Int? {
        if places.indices.contains(job.number), places[job.number].identifier == job { return job.number }
        var low = 0
        var high = places.count
        while low < high {
            let middle = (low + high) / 2
            if places[middle].identifier < job { low = middle + 1 } else { high = middle }
        }
        return low < places.count && places[low].identifier == job ? low : nil
    }
}
