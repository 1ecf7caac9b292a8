package import Model
internal import Plan

/// Why tasks are not running, by the planner that a record rebuilds.
package struct Explanations: Sendable {
    private var planner = Planner()

    package init() {}

    package mutating func take(_ fact: Fact) { planner.apply(fact) }

    package func explanation(of task: TaskIdentifier, at now: Instant) -> Explanation {
        planner.explanation(of: task, at: now)
    }
}
