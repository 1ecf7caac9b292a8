import Model

/// How long tasks are expected to run.
extension Planner {
    /// By the policy's choice, and never longer than it may; an hour of what nobody has said or seen.
    func estimate(of index: Int, first: TaskIdentifier) -> Duration {
        let learned = configuration.policy.expectation == .request ? nil : learned(of: index, first: first)
        guard state.classes[index].hasOptions else {
            return estimate(of: state.classes[index].request, index, first, learned)
        }
        // Of alternatives, of which one will be taken that is not known yet, the one that takes longest.
        let expected = state.classes[index].options.map { estimate(of: $0, index, first, learned) }
        return expected.max() ?? JobState.unknownTime
    }

    private func estimate(
        of request: Request, _ index: Int, _ first: TaskIdentifier, _ learned: Duration?
    ) -> Duration {
        let expected =
            learned ?? request.expectedTime ?? request.wallTime ?? expectation(of: index, first: first)
            ?? JobState.unknownTime
        return min(expected, request.wallTime ?? expected)
    }

    private func learned(of index: Int, first: TaskIdentifier) -> Duration? {
        let job = state.jobs[first.job.number]
        return state.learned(of: job.job, like: job.requestClass ?? index, by: configuration.policy.expectation)
    }
}

extension Planner.State {
    /// What earlier attempts say of a job's run times; none when they say nothing, or are not asked.
    func learned(of job: Job, like requestClass: Int?, by expectation: Policy.Expectation) -> Duration? {
        guard let kind = kind(of: job, like: requestClass) else { return nil }
        return learned(of: kind, user: job.user, by: expectation)
    }

    func learned(of kind: Experience.Kind, user: String, by expectation: Policy.Expectation) -> Duration? {
        guard expectation != .request else { return nil }
        let profile = experience.profile(of: kind)
        return expectation == .profile ? profile : experience.lastTwo(of: kind, user: user) ?? profile
    }

    /// - Parameter requestClass: of its own request; none when nobody asked for the same before.
    func kind(of job: Job, like requestClass: Int?) -> Experience.Kind? {
        job.kind.isEmpty ? requestClass.map { .requestClass(classes[$0].alike) } : .named(job.kind)
    }

    /// How long a job's tasks are expected to run by what is known when it comes, or is changed.
    func expectedTime(of job: Job) -> Duration {
        guard expectation != .request else { return job.request.saidTime }
        var likeIt = job.request
        likeIt.memoryLimit = .zero
        let learned = learned(of: job, like: alike(to: likeIt), by: expectation)
        return learned.map { min($0, job.request.wallTime ?? $0) } ?? job.request.saidTime
    }
}

extension Request {
    /// How long a task should run by what its submitter said.
    var saidTime: Duration {
        let expected = expectedTime ?? wallTime ?? JobState.unknownTime
        return min(expected, wallTime ?? expected)
    }
}
