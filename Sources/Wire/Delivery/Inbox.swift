package import Model

/// How far the service has heard an executor's numbered facts, so that it takes each of them once.
///
/// It outlives links, not the service: a service that begins anew starts where the hello says, and knows facts that it
/// had heard before by their attempts.
package struct Inbox: Sendable, Hashable {
    /// The last number taken; 0: none.
    package private(set) var taken: UInt64

    /// - Parameter number: the last that needs no hearing.
    package init(after number: UInt64 = 0) { taken = number }

    /// The facts not heard before; none at all when some in between are missing, which only a new link can mend.
    package mutating func take(_ batch: FactBatch) -> ArraySlice<Fact>? {
        guard batch.first <= taken + 1 else { return nil }
        guard batch.last > taken else { return [] }
        let known = Int(taken + 1 - batch.first)
        taken = batch.last
        return batch.facts[known...]
    }
}
