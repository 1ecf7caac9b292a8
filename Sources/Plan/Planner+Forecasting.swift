package import Model

/// What whoever looks ahead asks of a copy of the planner.
extension Planner {
    /// An attempt that has its cores, and those that follow it on them.
    package struct Course: Sendable, Hashable {
        package var attempt: AttemptIdentifier
        package var followers: [AttemptIdentifier]
        /// How long it should run from now on, once nothing keeps it from running.
        package var rest: Duration
        package var isPaused: Bool
        /// What it was asked and has not answered.
        package var pending: Adjustment?
        /// Whether its end was asked for.
        package var isBeingEnded: Bool
    }

    /// Whatever is in motion on nodes that are heard, chain by chain.
    package func courses(at now: Instant) -> [Course] {
        state.chains.compactMap { chain in
            guard let chain, let first = chain.first, let motion = state.motion[first.number],
                chain.placement.parts.allSatisfy({ state.nodes[$0.node].silentSince == nil })
            else { return nil }
            let expected = max(estimate(of: chain.requestClass, first: motion.task), .milliseconds(1))
            let ran = motion.startedAt == nil ? max(.zero, now - chain.progressedAt) : motion.runTime(at: now)
            // Each time it is found to run longer, twice as long is expected.
            var whole = expected
            while whole <= ran { whole += whole }
            return Course(
                attempt: first, followers: Array(chain.waiting), rest: whole - ran,
                isPaused: motion.pausedAt != nil, pending: motion.pending?.adjustment,
                isBeingEnded: state.jobs[motion.task.job.number].cancelling.contains(motion.task.iteration))
        }
    }

    /// How long a task should run that starts now.
    package func expectedRunTime(of task: TaskIdentifier) -> Duration {
        let job = state.jobs[task.job.number]
        return job.requestClass.map { estimate(of: $0, first: task) } ?? state.expectedTime(of: job.job)
    }

    /// On what that stands.
    package func basisOfExpectation(of identifier: JobIdentifier) -> ExpectationBasis {
        let job = state.jobs[identifier.number]
        let expectation = configuration.policy.expectation
        if expectation != .request, let kind = state.kind(of: job.job, like: job.requestClass) {
            if expectation == .lastTwo, state.experience.lastTwo(of: kind, user: job.job.user) != nil {
                return .lastTwo
            }
            if state.experience.profile(of: kind) != nil { return .profile }
        }
        if job.job.request.expectedTime != nil { return .request }
        if job.job.request.wallTime != nil { return .wallTime }
        if job.measured.count > 0 { return .measured }
        let likeIt = job.requestClass.map { state.classes[$0].measured.count } ?? 0
        return likeIt >= 4 ? .measured : .nothing
    }

    /// How many tasks of a job have not ended, and how many of these are in motion.
    package func openCounts(of identifier: JobIdentifier) -> (open: Int, moving: Int) {
        let job = state.jobs[identifier.number]
        return (job.indices.count - job.endedCount, job.moving.count)
    }

    /// The tasks of a job that have not ended and are not in motion, the first of them.
    package func waitingTasks(of identifier: JobIdentifier, limit: Int) -> [TaskIdentifier] {
        let job = state.jobs[identifier.number]
        let waiting = job.indices.lazy.filter { !job.hasEnded($0) && job.moving[$0] == nil }
        return waiting.prefix(limit).map { TaskIdentifier(job: identifier, iteration: $0) }
    }
}
