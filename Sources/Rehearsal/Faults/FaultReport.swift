package import Model

/// What came of one rehearsal of faults.
package struct FaultReport: Sendable, Hashable {
    package var seed: UInt64
    /// What should never be; empty when all is well.
    package var findings: [String]
    /// Facts that became durable, lives of the service, executors there were, and faults that struck.
    package var facts: Int
    package var lives: Int
    package var executors: Int
    package var faults: Int
    /// How much virtual time passed.
    package var length: Duration
    /// What happened, a line each, when that was asked for.
    package var story: [String]

    package var isSilent: Bool { findings.isEmpty }
}
