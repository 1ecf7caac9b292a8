package import Model

/// What tasks wait for, as far as the facts alone can say; the planner's `Explanation` says it of a single task.
extension History {
    /// Whether nothing but capacity keeps a task from being handed over.
    package func isReady(_ task: TaskIdentifier, at now: Instant) -> Bool {
        guard !isHeldBack, state(of: task) == .waiting, let record = record(of: task.job), !record.isPaused else {
            return false
        }
        if let startAt = record.job.startAt, startAt > now { return false }
        if let until = resting[task], until > now { return false }
        return record.job.dependencies.allSatisfy { isMet($0, for: task) }
    }

    /// Tasks by state, `waiting` told apart from `ready`, which no fact says.
    ///
    /// - Cost: a look at each dependency; at each task only of those jobs that depend on single iterations.
    package func settledCounts(of record: JobRecord, at now: Instant) -> StateCounts {
        var counts = record.counts
        guard counts[.waiting] > 0 else { return counts }
        let ready = readyCount(of: record, at: now)
        counts[.waiting] -= ready
        counts[.ready] += ready
        return counts
    }

    private func readyCount(of record: JobRecord, at now: Instant) -> Int {
        let job = record.job
        if isHeldBack || record.isPaused { return 0 }
        if let startAt = job.startAt, startAt > now { return 0 }
        let indices = job.iterations.indices
        guard let first = indices.first else { return 0 }
        let wholesale = job.dependencies.filter { $0.scope != .sameIteration }
        let anyTask = TaskIdentifier(job: record.identifier, iteration: first)
        guard wholesale.allSatisfy({ isMet($0, for: anyTask) }) else { return 0 }
        if wholesale.count == job.dependencies.count {
            return max(0, record.counts[.waiting] - resting.count { $0.key.job == record.identifier && $0.value > now })
        }
        return indices.count { isReady(TaskIdentifier(job: record.identifier, iteration: $0), at: now) }
    }

    /// Whether what a task depends on has ended as it must; what the record lost is taken as met.
    package func isMet(_ dependency: Dependency, for task: TaskIdentifier) -> Bool {
        guard let needed = record(named: dependency.job) else { return true }
        let iteration: Int
        switch dependency.scope {
        case .job:
            let ended = dependency.condition == .success ? needed.counts[.succeeded] : needed.counts.ended
            return ended == needed.counts.total
        case .iteration(let named): iteration = named
        case .sameIteration: iteration = task.iteration
        }
        let state = state(of: TaskIdentifier(job: needed.identifier, iteration: iteration))
        return dependency.condition == .success ? state == .succeeded : state?.isFinal ?? true
    }
}

extension TaskRange {
    func contains(_ task: TaskIdentifier) -> Bool {
        task.job == job && iterations.contains(task.iteration)
    }
}
