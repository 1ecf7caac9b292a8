package import Model
internal import Plan

/// Why tasks are not running, by the planner that a record rebuilds.
package struct Explanations: Sendable {
    private(set) var planner: Planner

    /// - Parameter isService: jobs that no present node can hold wait, and are not refused.
    package init(isService: Bool = false) {
        var configuration = Planner.Configuration()
        configuration.refusesTooLarge = !isService
        planner = Planner(configuration: configuration)
    }

    package mutating func take(_ fact: Fact) { planner.apply(fact) }

    package func explanation(of task: TaskIdentifier, at now: Instant) -> Explanation {
        planner.explanation(of: task, at: now)
    }

    /// The planner as the record rebuilds it, under a service's rules.
    func planner(_ configuration: Planner.Configuration) -> Planner { planner.configured(configuration) }

    /// How many tasks of a job wait for nothing but capacity.
    func readyCount(of job: JobIdentifier) -> Int { planner.readyCount(of: job) }
}
