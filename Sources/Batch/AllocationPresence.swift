/// Whether an allocation still is, as the batch system says.
package enum AllocationPresence: Sendable, Hashable {
    /// With the batch system's word for its state. Processes may still run, also while it is being ended.
    case present(state: String)
    /// Nothing of it runs any more. With the state, or how else that is known.
    case gone(state: String)
    /// The batch system did not answer, so nothing follows.
    case unknown(BatchFailure)
}
