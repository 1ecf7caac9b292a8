import Model

/// How long tasks are expected to run.
extension Planner {
    /// By the policy's choice, and never longer than it may; an hour of what nobody has said or seen.
    func estimate(of index: Int, first: TaskIdentifier) -> Duration {
        let job = state.jobs[first.job.number]
        let learned = state.learned(
            of: job.job, like: job.requestClass ?? index, by: configuration.policy.expectation)
        // Of alternatives, of which one will be taken that is not known yet, the one that takes longest.
        return state.classes[index].options.map { request in
            let expected =
                learned ?? request.expectedTime ?? request.wallTime ?? expectation(of: index, first: first)
                ?? JobState.unknownTime
            return min(expected, request.wallTime ?? expected)
        }.max() ?? JobState.unknownTime
    }
}

extension Planner.State {
    /// What earlier attempts say of a job's run times; none when they say nothing, or are not asked.
    func learned(of job: Job, like requestClass: Int?, by expectation: Policy.Expectation) -> Duration? {
        guard expectation != .request, let kind = kind(of: job, like: requestClass) else { return nil }
        let profile = experience.profile(of: kind)
        return expectation == .profile ? profile : experience.lastTwo(of: kind, user: job.user) ?? profile
    }

    /// - Parameter requestClass: of its own request; none when nobody asked for the same before.
    func kind(of job: Job, like requestClass: Int?) -> Experience.Kind? {
        job.kind.isEmpty ? requestClass.map { .requestClass(classes[$0].alike) } : .named(job.kind)
    }

    /// How long a job's tasks are expected to run by what is known when it comes, or is changed.
    func expectedTime(of job: Job) -> Duration {
        let request = job.request
        var likeIt = request
        likeIt.memoryLimit = .zero
        let learned =
            expectation == .request ? nil : learned(of: job, like: classOfRequest[likeIt], by: expectation)
        let expected = learned ?? request.expectedTime ?? request.wallTime ?? JobState.unknownTime
        return min(expected, request.wallTime ?? expected)
    }
}
