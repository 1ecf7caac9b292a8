package import Model

/// When an allocation ends unless it is ended before.
package struct AllocationEnd: Sendable, Hashable {
    /// By the batch system's wall clock; none: it has no limit.
    package var moment: Instant?
    /// How it was found, as `squeue --jobs=7`.
    package var source: String

    package init(moment: Instant?, source: String) {
        self.moment = moment
        self.source = source
    }
}
