import Model

/// Something that a rehearsal of faults has on its agenda.
enum Happening: Sendable {
    /// Reaches the service over a connection, of which so many messages arrived before it.
    case serviceHears(Traffic)
    case executorHears(Traffic)
    /// Looks after its link, twice a second.
    case executorLooks(Int)
    case executorFlushes(Int)
    case attemptActs(executor: Int, AttemptIdentifier, generation: Int)
    case connects(executor: Int, attempt: Int)
    /// Of the service's life with this number; those of earlier ones are passed over.
    case serviceWakes(life: Int)
    case commitEnds(life: Int)
    case serviceBegins
    case userActs
    case batchIsSent(Int)
    case faultStrikes
    case executorReturns
    case watcherTells(executor: UInt64)
    /// From here on nothing breaks any more, and everything must come to its end.
    case calmBegins

    /// A message under way.
    struct Traffic: Sendable {
        var executor: Int
        var connection: Int
        /// Counts the messages of a connection in one direction from 0.
        var number: Int
        var bytes: [UInt8]
    }
}
