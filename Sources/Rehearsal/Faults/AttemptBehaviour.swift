import Model

/// What an attempt does in a rehearsal of faults once it has started.
struct AttemptBehaviour: Sendable, Hashable {
    var runTime: Duration
    var outcome: Outcome
    /// From being asked to end until it ends, unless its grace is over before.
    var reaction: Duration
    /// Whether it can't be paused or moved.
    var isRigid: Bool
}
