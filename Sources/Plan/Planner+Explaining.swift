package import Model

/// Why a task is not running.
extension Planner {
    package func state(of task: TaskIdentifier) -> TaskState? {
        guard let job = knownJob(of: task) else { return nil }
        if let ended = job.finalState(of: task.iteration) { return ended }
        if let attempt = job.moving[task.iteration], let motion = state.motion[attempt.number] {
            if motion.pausedAt != nil { return .paused }
            return motion.startedAt == nil ? .starting : .running
        }
        return isReady(task) && !job.isPaused ? .ready : .waiting
    }

    /// Why a task is not running.
    ///
    /// - Cost: O(nodes + jobs with ready tasks before it).
    package func explanation(of task: TaskIdentifier, at now: Instant) -> Explanation {
        guard let job = knownJob(of: task) else { return .unknown }
        if let ended = job.finalState(of: task.iteration) { return .ended(ended) }
        if let attempt = job.moving[task.iteration], let motion = state.motion[attempt.number] {
            if let since = motion.pausedAt {
                return job.isFrozen
                    ? .frozen(attempt, since: since)
                    : .paused(attempt, since: since, madeRoomFor: motion.yieldedTo.last)
            }
            if let since = motion.startedAt { return .running(attempt, since: since) }
            let behind = state.chains[motion.chain]?.members.prefix { $0 != attempt }.count ?? 0
            return .handedOver(attempt, behind: behind)
        }
        if let readyAt = job.trouble[task.iteration]?.readyAt { return .rests(until: readyAt) }
        let unmet = zip(job.job.dependencies, job.dependedOn).filter { !isMet($0, by: $1, for: task) }.map(\.0)
        if !unmet.isEmpty { return .waitsForDependencies(unmet) }
        if !job.isReleased, let date = job.job.startAt { return .waitsForDate(date) }
        if job.isPaused { return .jobPaused }
        if state.isHeldBack { return .heldBack }
        var request = job.job.request
        request.memory = job.memory(of: task.iteration)
        if state.nodes.present.allSatisfy({ $0.silentSince != nil }) { return .waitsForExecutor }
        if let shortfall = shortfall(of: request) {
            return .waitsForLargerNode(asked: shortfall.asked, largest: shortfall.largest)
        }
        return waitForTime(request, job, at: now) ?? waitForLimit(job) ?? .waitsForCapacity(shortage(of: task, request))
    }

    /// When every node that could hold it is taken away too soon.
    private func waitForTime(_ request: Request, _ job: JobState, at now: Instant) -> Explanation? {
        guard request.alternatives.allSatisfy({ waitForTime($0, job, at: now) != nil }) else { return nil }
        let usual = job.requestClass.map { state.classes[$0].measured.mean } ?? .zero
        let needed = request.wallTime ?? request.expectedTime ?? usual
        let able = state.nodes.present.filter { $0.couldHold(request) }
        let lasting = able.filter { $0.lasts(needed, from: now) }
        guard Self.mostTogether(lasting) < request.nodes.lowerBound else { return nil }
        let last = able.compactMap(\.node.endsAt).max().map { max($0, now) } ?? now
        return .waitsForLongerNode(needed: needed, longest: last - now)
    }

    private func knownJob(of task: TaskIdentifier) -> JobState? {
        guard state.jobs.indices.contains(task.job.number) else { return nil }
        let job = state.jobs[task.job.number]
        return job.indices.contains(task.iteration) ? job : nil
    }

    private func isReady(_ task: TaskIdentifier) -> Bool {
        let memory = state.jobs[task.job.number].memory(of: task.iteration)
        return state.line(state.key(of: task.job, memory: memory)).contains(task.iteration)
    }

    private func isMet(_ dependency: Dependency, by other: JobIdentifier?, for task: TaskIdentifier) -> Bool {
        guard let other else { return false }
        let job = state.jobs[other.number]
        switch dependency.scope {
        case .job: return dependency.condition == .end ? job.hasEnded : job.hasSucceeded
        case .iteration(let iteration):
            return dependency.condition == .end ? job.hasEnded(iteration) : job.succeeded.contains(iteration)
        case .sameIteration:
            return dependency.condition == .end
                ? job.hasEnded(task.iteration) : job.succeeded.contains(task.iteration)
        }
    }

    private func shortage(of task: TaskIdentifier, _ request: Request) -> Explanation.Shortage {
        let rank = Rank(standing: state.jobs[task.job.number].standing, task: task)
        var before = 0
        for index in state.waiting.members {
            for key in state.classes[index].waiting {
                guard key.standing > rank.standing || key.standing == rank.standing && key.job <= task.job else {
                    break
                }
                let line = state.line(key)
                before += key.job == task.job ? line.count(before: task.iteration) : line.count
            }
        }
        let first = state.waiting.first().flatMap(state.waiting.rank)
        let present = state.nodes.states.lazy.filter(\.takesWork)
        var shortage = Explanation.Shortage(
            request: request, freeCores: present.map(\.freeCores).max() ?? .zero,
            freeMemory: present.map(\.freeMemory).max() ?? .zero, tasksBefore: before,
            firstBefore: first.flatMap { $0 < rank ? $0.task : nil })
        let shared = present.filter { node in
            !node.keptByOthers.isEmpty && request.options.contains(where: node.couldHold)
        }
        shortage.shared = shared.map {
            Explanation.SharedNode(name: $0.node.name, coresKeptByOthers: $0.keptByOthers.count)
        }
        return shortage
    }
}
