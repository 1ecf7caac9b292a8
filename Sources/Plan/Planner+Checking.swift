import Model

extension Planner {
    /// Whether a fact can be true of the present state.
    func check(_ fact: Fact) throws(Refusal) {
        switch fact {
        case .jobsSubmitted(let first, let jobs, _, _):
            precondition(first.number == state.jobs.count, "jobs are numbered in submission order without a gap")
            try checkSubmission(jobs)
        case .attemptStarted(let attempt, _), .attemptsTakenBack(let attempt, _, _),
            .attemptAdjusted(let attempt, _, _), .adjustmentFailed(let attempt, _, _, _):
            guard state.motion[attempt.number] != nil else { throw .unknownAttempt(attempt) }
        case .attemptEnded(let end):
            guard state.motion[end.attempt.number] != nil else { throw .unknownAttempt(end.attempt) }
        case .nodeLost(let node, _), .nodeSilent(let node, _), .nodeHeard(let node, _), .nodeDraining(let node, _),
            .nodeAvailable(let node, _), .coresKeptByOthers(let node, _, _):
            guard state.nodes.contains(node) else { throw .unknownNode(node) }
        case .tasksCancelled(let tasks, _), .tasksRetried(let tasks, _):
            let indices = try knownJob(tasks.job).indices
            guard tasks.iterations.lowerBound >= indices.lowerBound, tasks.iterations.upperBound <= indices.upperBound
            else { throw .unknownTask(TaskIdentifier(job: tasks.job, iteration: tasks.iterations.lowerBound)) }
        case .retryRequested(let identifier, _): _ = try knownJob(identifier)
        case .jobsPaused(let jobs, _), .jobsUnpaused(let jobs, _), .jobsFrozen(let jobs, _):
            for identifier in jobs { _ = try knownJob(identifier) }
        case .jobChanged(let identifier, let change, _): try check(change, of: identifier)
        case .jobsRemoved(let jobs, _): try checkRemoval(of: jobs)
        case .runOpened, .runClosed, .planningConfigured, .planned, .nodeJoined, .attemptsHandedOver,
            .adjustmentDecided, .taskReturned,
            .tasksReleased, .taskFailed,
            .tasksSkipped, .heldBack, .resumed, .recordCondensed, .tasksSettled:
            break
        }
    }

    func knownJob(_ identifier: JobIdentifier) throws(Refusal) -> JobState {
        guard state.jobs.indices.contains(identifier.number), !state.jobs[identifier.number].isRemoved else {
            throw .unknownJob(identifier)
        }
        return state.jobs[identifier.number]
    }

    /// A batch is refused whole, or not at all.
    private func checkSubmission(_ jobs: [Job]) throws(Refusal) {
        // One alone that depends on nobody, as most are, needs no table of names.
        let areTied = jobs.count > 1 || jobs.contains { !$0.dependencies.isEmpty }
        var batch: [String: Int] = [:]
        // In their places: a job is large, and nothing of it is kept here.
        for position in jobs.indices {
            let name = jobs[position].name
            let isNew = !areTied || batch.updateValue(position, forKey: name) == nil
            guard isNew, state.names[name] == nil else { throw .duplicateJob(name: name) }
            guard !jobs[position].iterations.indices.isEmpty else { throw .noIterations(job: name) }
            if configuration.refusesTooLarge {
                try check(jobs[position].request, of: name)
                if jobs[position].request.sharing != .none {
                    _ = try SharedWidths.widths(for: jobs[position], cores: mostCores)
                }
            }
        }
        guard areTied else { return }
        for job in jobs {
            for dependency in job.dependencies {
                try check(dependency, of: job, batch: batch, jobs: jobs)
            }
        }
        if let circle = DependencyCircle.find(in: jobs, positions: batch) { throw .dependencyCycle(circle) }
    }

    private func check(
        _ dependency: Dependency, of job: Job, batch: [String: Int], jobs: [Job]
    ) throws(Refusal) {
        let theirs: Range<Int>
        if let position = batch[dependency.job] {
            theirs = jobs[position].iterations.indices
        } else if let identifier = state.names[dependency.job] {
            theirs = state.jobs[identifier.number].indices
        } else {
            let known = Array(batch.keys) + Array(state.names.keys)
            throw .unknownDependency(
                job: job.name, on: dependency.job, nearest: NearestName.nearest(to: dependency.job, among: known))
        }
        switch dependency.scope {
        case .job: break
        case .iteration(let iteration):
            guard theirs.contains(iteration) else {
                throw .unknownIteration(job: job.name, on: dependency.job, iteration: iteration, indices: theirs)
            }
        case .sameIteration:
            let indices = job.iterations.indices
            guard indices.lowerBound >= theirs.lowerBound, indices.upperBound <= theirs.upperBound else {
                throw .unmatchedIterations(job: job.name, indices: indices, on: dependency.job, theirs: theirs)
            }
        }
    }
}
