package import Model

/// Why a task that has not been handed over is not, as far as the facts alone can say.
package enum Obstacle: Sendable, Hashable {
    /// The run was told to start nothing new.
    case heldBack
    /// Not before the date its job names.
    case date(Instant)
    /// It rests after an attempt that did not succeed.
    case rest(until: Instant)
    /// Something it depends on has not ended: how many of its tasks, of how many.
    case dependency(Dependency, ended: Int, of: Int)
    /// Nothing of the above: it stands in the line for cores.
    case capacity
}

extension History {
    /// What a task waits for; nothing when it has been handed over or has ended, or is unknown.
    package func obstacles(of task: TaskIdentifier, at now: Instant) -> [Obstacle] {
        guard state(of: task) == .waiting, let record = record(of: task.job) else { return [] }
        var found: [Obstacle] = []
        if isHeldBack { found.append(.heldBack) }
        if let startAt = record.job.startAt, startAt > now { found.append(.date(startAt)) }
        if let until = resting[task], until > now { found.append(.rest(until: until)) }
        for dependency in record.job.dependencies {
            if let missing = obstacle(dependency, of: task) { found.append(missing) }
        }
        return found.isEmpty ? [.capacity] : found
    }

    /// Tasks by state, `waiting` told apart from `ready`, which no fact says.
    ///
    /// - Cost: a look at each job; at each waiting task of those jobs that depend on single iterations.
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
        if let startAt = job.startAt, startAt > now { return 0 }
        let wholesale = job.dependencies.filter { $0.scope != .sameIteration }
        let indices = job.iterations.indices
        guard let first = indices.first else { return 0 }
        let anyTask = TaskIdentifier(job: record.identifier, iteration: first)
        if wholesale.contains(where: { obstacle($0, of: anyTask) != nil }) { return 0 }
        let resting = resting.count { $0.key.job == record.identifier && $0.value > now }
        if wholesale.count == job.dependencies.count { return max(0, record.counts[.waiting] - resting) }
        return indices.count { iteration in
            let task = TaskIdentifier(job: record.identifier, iteration: iteration)
            return state(of: task) == .waiting && obstacles(of: task, at: now) == [.capacity]
        }
    }

    private func obstacle(_ dependency: Dependency, of task: TaskIdentifier) -> Obstacle? {
        guard let needed = self.record(named: dependency.job) else { return nil }
        func isMet(_ state: TaskState?) -> Bool {
            dependency.condition == .success ? state == .succeeded : state?.isFinal ?? false
        }
        switch dependency.scope {
        case .job:
            let ended = dependency.condition == .success ? needed.counts[.succeeded] : needed.counts.ended
            let total = needed.counts.total
            return ended == total ? nil : .dependency(dependency, ended: ended, of: total)
        case .iteration(let iteration):
            let state = state(of: TaskIdentifier(job: needed.identifier, iteration: iteration))
            return isMet(state) ? nil : .dependency(dependency, ended: 0, of: 1)
        case .sameIteration:
            let state = state(of: TaskIdentifier(job: needed.identifier, iteration: task.iteration))
            return isMet(state) ? nil : .dependency(dependency, ended: 0, of: 1)
        }
    }
}
