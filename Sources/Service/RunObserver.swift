package import Model

/// Who shows what a run does; told only what is durable.
package protocol RunObserver: AnyObject {
    func recorded(_ facts: [Fact], at now: Instant)
    /// Called about ten times a second while the run goes on.
    func tick(_ progress: RunProgress, at now: Instant)
    /// Whether it is told what tasks print while they run, and not only where it is kept when they end.
    var followsOutput: Bool { get }
    /// Called for what came since the last time, when it `followsOutput`.
    func printed(_ bytes: [UInt8], _ stream: OutputStreamName, by attempt: AttemptIdentifier)
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
