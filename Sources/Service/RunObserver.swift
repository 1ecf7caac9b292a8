package import Model

/// Who shows what a run does; told only what is durable.
package protocol RunObserver: AnyObject {
    func recorded(_ facts: [Fact], at now: Instant)
    /// Called about ten times a second while the run goes on.
    func tick(_ progress: RunProgress, at now: Instant)
    /// The world does not cooperate, and the run waits until it does; a sentence for a person.
    func troubled(_ sentence: String)
}

/// How far a run has come, in tasks.
package struct RunProgress: Sendable, Hashable {
    package var total = 0
    package var succeeded = 0
    package var failed = 0
    package var cancelled = 0
    package var skipped = 0
    /// Those that run now.
    package var running = 0

    package init() {}
}
