import Model
import Plan

/// Watches every recorded fact for what must always be true.
struct Checker {
    private(set) var findings: [String] = []
    private var jobs = WatchedJobs()
    private var capacity = WatchedCapacity()
    private var nodes: [WatchedNode] = []
    private var attempts: [AttemptIdentifier: WatchedAttempt] = [:]
    private var ended: Set<AttemptIdentifier> = []
    private var paused: Set<AttemptIdentifier> = []
    private var succeeded: Set<TaskIdentifier> = []
    private var cancelled: Set<TaskIdentifier> = []
    /// How often an attempt that may have run was lost.
    private var losses: [TaskIdentifier: Int] = [:]
    /// Lost, of jobs that are not to be tried again then.
    private var forbidden: Set<TaskIdentifier> = []
    /// Whether orders reach executors at once, as they do where no network is between.
    var ordersTakeNoTime = true
    /// When attempts that are heard were first seen to have lost one of their nodes; they end at once.
    private var bereft: [AttemptIdentifier: Instant] = [:]

    private struct WatchedNode {
        var node: Node
        var isLost = false
        var silentSince: Instant?
        var isDraining = false
    }

    private struct WatchedAttempt {
        var task: TaskIdentifier
        /// As it was when it began: a change of its job is not for it.
        var request: Request
        var nodes: [NodeIdentifier]
        var after: AttemptIdentifier?
    }

    // 20: more tell nothing new.
    mutating func report(_ finding: String) { if findings.count < 20 { findings.append(finding) } }

    mutating func take(_ fact: Fact) {
        capacity.take(fact)
        for finding in capacity.findings { report(finding) }
        switch fact {
        case .jobsSubmitted(_, let batch, _, _): jobs.submit(batch)
        case .jobsPaused(let paused, _): jobs.pause(paused, true)
        case .jobsFrozen(let frozen, _): jobs.freeze(frozen)
        case .jobsUnpaused(let unpaused, _): jobs.pause(unpaused, false)
        case .jobChanged(let job, let change, _): jobs.change(job, change)
        case .jobsRemoved(let removed, _): jobs.remove(removed)
        case .nodeJoined(let node, _): nodes.append(WatchedNode(node: node))
        case .nodeLost(let node, _): nodes[node.number].isLost = true
        case .nodeSilent(let node, let at):
            nodes[node.number].silentSince = at
            bereft = [:]
        case .nodeHeard(let node, _): nodes[node.number].silentSince = nil
        case .nodeDraining(let node, _): nodes[node.number].isDraining = true
        case .nodeAvailable(let node, _): nodes[node.number].isDraining = false
        case .attemptsHandedOver(let handOver): take(handOver)
        case .attemptEnded(let end): take(end)
        case .attemptsTakenBack(let first, let count, _):
            for number in first.number..<first.number + count { forget(AttemptIdentifier(number)) }
        case .adjustmentDecided(let attempt, let adjustment, _): check(attempt, adjustment)
        case .tasksCancelled(let tasks, _):
            for iteration in tasks.iterations {
                cancelled.insert(TaskIdentifier(job: tasks.job, iteration: iteration))
            }
        case .tasksRetried(let tasks, _):
            cancelled = cancelled.filter { !tasks.holds($0) }
            forbidden = forbidden.filter { !tasks.holds($0) }
            losses = losses.filter { !tasks.holds($0.key) }
        case .retryRequested(let job, _):
            cancelled = cancelled.filter { $0.job != job }
            forbidden = forbidden.filter { $0.job != job }
            losses = losses.filter { $0.key.job != job }
        default: break
        }
    }

    private mutating func take(_ handOver: HandOver) {
        var attempt = handOver.firstAttempt
        var after = handOver.after
        for range in handOver.tasks {
            for iteration in range.iterations {
                let task = TaskIdentifier(job: range.job, iteration: iteration)
                if ended.contains(attempt) || attempts[attempt] != nil {
                    report("attempt \(attempt.number) began twice")
                }
                check(task, handOver)
                attempts[attempt] = WatchedAttempt(
                    task: task, request: jobs[task.job].request, nodes: handOver.placement.parts.map(\.node),
                    after: after.flatMap { attempts[$0] == nil ? nil : $0 })
                after = attempt
                attempt.number += 1
            }
        }
        for part in handOver.placement.parts { check(part) }
    }

    private mutating func check(_ task: TaskIdentifier, _ handOver: HandOver) {
        let job = jobs[task.job]
        if succeeded.contains(task) { report("task \(task) began again after its success") }
        if cancelled.contains(task) { report("task \(task) began though it was cancelled") }
        if forbidden.contains(task) { report("task \(task) began again though its job forbids it after a loss") }
        if jobs.isPaused(task.job) { report("task \(task) began though its job was paused") }
        if jobs.isRemoved(task.job) { report("task \(task) began though its job was removed") }
        if losses[task, default: 0] > job.retry.lost { report("task \(task) began again after too many losses") }
        for (dependency, other) in jobs.dependencies(of: task.job) where !isMet(dependency, other, for: task) {
            report("task \(task) began before \(dependency)")
        }
        let request = job.request.taken(by: handOver.placement)
        let needed = request.wallTime ?? request.expectedTime ?? .zero
        for part in handOver.placement.parts {
            guard let end = nodes[part.node.number].node.endsAt, handOver.at + needed >= end else { continue }
            report("task \(task) began though its node ends before it")
        }
        let width = handOver.placement.parts.map(\.width).min() ?? .zero
        if width < request.cores.lowerBound { report("task \(task) got less than it asked for") }
    }

    private mutating func check(_ part: Placement.Part) {
        let node = nodes[part.node.number]
        if node.isLost || node.silentSince != nil || node.isDraining {
            report("something began on a node that takes no work: \(part)")
        }
        let positions = part.cores.map(\.position)
        if Set(positions).count != positions.count { report("a placement names a core twice: \(part)") }
        if positions.contains(where: { $0 >= node.node.cores.count }) {
            report("a placement names a core that is not there: \(part)")
        }
    }

    /// A width that changes stays within what was asked for, and nobody is paused for nothing.
    private mutating func check(_ attempt: AttemptIdentifier, _ adjustment: Adjustment) {
        guard let watched = attempts[attempt] else { return }
        if adjustment.isPaused {
            checkReason(toPause: watched, for: adjustment.madeRoomFor)
            paused.insert(attempt)
            return
        }
        paused.remove(attempt)
        if jobs.isFrozen(watched.task.job) { report("task \(watched.task) goes on though its job is frozen") }
        // What its job asks for by now holds for one that can change its width, and else what it asked when it began.
        let asked = [watched.request, jobs[watched.task.job].request]
        for part in adjustment.placement.parts
        where !asked.contains(where: { $0.takesWholeNode || $0.cores.contains(part.width) }) {
            report("task \(watched.task) got \(part.width) cores, other than it can use")
        }
        for part in adjustment.placement.parts {
            let node = nodes[part.node.number]
            if node.isLost || node.silentSince != nil { report("something was given to a node that is not heard") }
        }
    }

    private mutating func checkReason(toPause watched: WatchedAttempt, for other: TaskIdentifier?) {
        guard let other else {
            if !jobs.isFrozen(watched.task.job) { report("task \(watched.task) was paused for nobody") }
            return
        }
        let isWaiting =
            attempts.first { $0.value.task == other }.map { paused.contains($0.key) } ?? !succeeded.contains(other)
        if !isWaiting || cancelled.contains(other) {
            report("task \(watched.task) was paused for \(other), which does not wait")
        }
    }

    private func isMet(_ dependency: Dependency, _ other: JobIdentifier, for task: TaskIdentifier) -> Bool {
        guard dependency.condition == .success else { return true }
        switch dependency.scope {
        case .job:
            return jobs.indices(of: other).allSatisfy { succeeded.contains(TaskIdentifier(job: other, iteration: $0)) }
        case .iteration(let iteration):
            return succeeded.contains(TaskIdentifier(job: other, iteration: iteration))
        case .sameIteration:
            return succeeded.contains(TaskIdentifier(job: other, iteration: task.iteration))
        }
    }

    private mutating func take(_ end: AttemptEnd) {
        guard let attempt = attempts[end.attempt] else {
            return report("attempt \(end.attempt.number) ended without having begun, or twice")
        }
        if end.outcome == .lost { takeLoss(of: attempt, at: end.endedAt) }
        forget(end.attempt)
        if !ended.insert(end.attempt).inserted { report("attempt \(end.attempt.number) ended twice") }
        if end.outcome == .succeeded, !succeeded.insert(attempt.task).inserted {
            report("task \(attempt.task) succeeded twice")
        }
    }

    private mutating func takeLoss(of attempt: WatchedAttempt, at: Instant) {
        let job = jobs[attempt.task.job]
        if attempt.after == nil { losses[attempt.task, default: 0] += 1 }
        if job.onExecutorLoss == .fail { forbidden.insert(attempt.task) }
        let isDue = attempt.nodes.contains { number in
            let node = nodes[number.number]
            return node.isLost || node.silentSince.map { $0 + job.lossGrace <= at } ?? false
        }
        if !isDue, attempt.nodes.count == 1 { report("an attempt at \(attempt.task) was given up too early") }
    }

    /// Who stood behind it stands behind whom it stood behind.
    private mutating func forget(_ attempt: AttemptIdentifier) {
        guard let gone = attempts.removeValue(forKey: attempt) else { return }
        bereft[attempt] = nil
        paused.remove(attempt)
        for (follower, watched) in attempts where watched.after == attempt { attempts[follower]?.after = gone.after }
    }

    /// The state that lived through it must be the one that the record rebuilds, with nothing given twice, and nothing
    /// in motion where it should have been given up.
    mutating func compare(_ planner: Planner, with replica: Planner, at now: Instant) {
        if !planner.hasSameState(as: replica) { report("the record does not rebuild the state") }
        for finding in planner.capacityFindings() { report(finding) }
        for task in planner.overlookedTasks(at: now) { report("task \(task) fits and was not started") }
        for (attempt, watched) in attempts {
            let grace = jobs[watched.task.job].lossGrace
            // Of several nodes, the first one speaks: when another is lost, it is asked to end what runs.
            if let node = watched.nodes.first.map({ nodes[$0.number] }) {
                if node.isLost { report("attempt \(attempt.number) outlived its node") }
                if let since = node.silentSince, since + grace <= now {
                    report("attempt \(attempt.number) was not given up in time")
                }
                let isBereft = watched.nodes.contains { nodes[$0.number].isLost }
                if node.silentSince == nil, isBereft { bereft[attempt] = bereft[attempt] ?? now }
                if ordersTakeNoTime, let since = bereft[attempt], since < now {
                    report("attempt \(attempt.number) outlived a node of its")
                }
            }
            if planner.task(of: attempt) != watched.task { report("attempt \(attempt.number) is not known") }
        }
    }
}

extension TaskRange {
    fileprivate func holds(_ task: TaskIdentifier) -> Bool { task.job == job && iterations.contains(task.iteration) }
}
