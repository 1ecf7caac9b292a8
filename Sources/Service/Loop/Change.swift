package import Model
package import Plan

/// Something that somebody outside the loop wants changed.
package struct Change: Sendable {
    /// The facts that make it true, decided on the loop's thread; none: it is true already.
    package var facts: @Sendable (Planner, Instant) throws(Refusal) -> [Fact]
    /// Called once, on the loop's thread: the facts are durable, or why nothing was changed.
    package var answer: @Sendable (Result<[Fact], Refusal>) -> Void

    package init(
        facts: @escaping @Sendable (Planner, Instant) throws(Refusal) -> [Fact],
        answer: @escaping @Sendable (Result<[Fact], Refusal>) -> Void
    ) {
        self.facts = facts
        self.answer = answer
    }
}
