package import Model

extension Planner {
    /// Replays a recorded fact; no policy runs, so a newer version rebuilds an older record.
    ///
    /// A record that lost frames may hold facts about what was lost with them; these are kept aside.
    /// - Returns: whether the fact was about something the state knows.
    @discardableResult
    package mutating func apply(_ recorded: Fact) -> Bool {
        followChains(before: recorded)
        defer { followChain(after: recorded) }
        switch recorded {
        case .runOpened, .runClosed, .planned: return true
        case .planningConfigured(let rules, _):
            configure(rules)
            return true
        case .nodeJoined(let node, _): return state.addNode(node)
        case .nodeLost(let node, _): return state.loseNode(node)
        case .nodeSilent(let node, let at): return silence(node, since: at)
        case .nodeHeard(let node, _): return state.silence(node, since: nil)
        case .nodeDraining(let node, _): return state.drain(node, true)
        case .nodeAvailable(let node, _): return state.drain(node, false)
        case .coresKeptByOthers(let node, let positions, _): return state.leaveToOthers(positions, of: node)
        case .jobsSubmitted(let first, let jobs, let key, let at): return submit(jobs, first: first, key: key, at: at)
        case .jobsPaused(let jobs, _): return state.pause(jobs, true)
        case .jobsUnpaused(let jobs, _): return state.pause(jobs, false)
        case .jobChanged(let job, let change, let at): return state.change(job, by: change, at: at)
        case .jobsRemoved(let jobs, _): return state.remove(jobs)
        case .attemptsHandedOver(let handOver): return state.handOver(handOver)
        case .attemptStarted(let attempt, let at): return state.startAttempt(attempt, at: at)
        case .attemptEnded(let end): return state.endAttempt(end)
        case .attemptsTakenBack(let first, let count, _): return state.takeBack(first, count: count)
        case .adjustmentDecided(let attempt, let adjustment, let at):
            return state.decideAdjustment(of: attempt, adjustment, at: at)
        case .attemptAdjusted(let attempt, let number, let at): return state.adjust(attempt, number, at: at)
        case .adjustmentFailed(let attempt, let number, _, let at):
            return state.failAdjustment(of: attempt, number, at: at)
        case .jobsFrozen(let jobs, _): return state.freeze(jobs)
        case .taskReturned(let task, let readyAt, let memory): return returnTask(task, readyAt: readyAt, memory: memory)
        case .tasksReleased(let tasks, _): return state.release(tasks)
        case .taskFailed(let task, _): return state.failTask(task)
        case .tasksSkipped(let tasks, _, _): return state.settle(tasks, as: .skipped)
        case .tasksCancelled(let tasks, _): return state.settle(tasks, as: .cancelled)
        case .retryRequested(let job, _): return state.retry(job)
        case .tasksRetried(let tasks, _): return state.retry(tasks)
        case .heldBack:
            state.isHeldBack = true
            return true
        case .resumed:
            state.isHeldBack = false
            return true
        case .recordCondensed(let jobs, let attempts, _):
            state.pass(jobs: jobs, attempts: attempts)
            return true
        case .tasksSettled(let tasks, let ended): return state.settle(tasks, as: ended)
        }
    }

    /// From now on others rules hold; who waits and who runs is found its place by them.
    mutating func configure(_ rules: PlanningRules) {
        configuration = rules
        state.serve(by: rules.policy)
        state.count(by: rules.policy)
        followAllChains()
    }

    private mutating func submit(_ jobs: [Job], first: JobIdentifier, key: String, at: Instant) -> Bool {
        guard state.submit(jobs, first: first, key: key, at: at) else { return false }
        for (offset, job) in jobs.enumerated() {
            guard let date = job.startAt else { continue }
            scratch.alarms.insert(.releaseJob(JobIdentifier(first.number + offset)), at: date)
        }
        return true
    }

    private mutating func silence(_ node: NodeIdentifier, since: Instant) -> Bool {
        guard state.silence(node, since: since) else { return false }
        scratch.alarms.insert(.silence(node, since: since), at: since)
        return true
    }

    private mutating func returnTask(_ task: TaskIdentifier, readyAt: Instant, memory: Bytes) -> Bool {
        guard state.returnTask(task, readyAt: readyAt, memory: memory) else { return false }
        if state.jobs[task.job.number].trouble[task.iteration]?.readyAt != nil {
            scratch.alarms.insert(.release(task), at: readyAt)
        }
        return true
    }
}
