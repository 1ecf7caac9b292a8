package import Model
package import Plan

/// Who shows what a run does; told only what is durable.
package protocol RunObserver: AnyObject {
    func recorded(_ facts: [Fact], by planner: Planner, at now: Instant)
    /// Called about ten times a second while the run goes on.
    func tick(_ planner: Planner, at now: Instant)
    /// The world does not cooperate, and the run waits until it does; a sentence for a person.
    func troubled(_ sentence: String)
}
