package import Model

/// The facts of one commit, and where they lie.
package struct LedgerFrame: Sendable, Hashable {
    /// Of the first fact; the others follow it.
    package var sequence: Int
    /// As many as facts, except where compaction joined several into one.
    package var covered: Int
    package var facts: [Fact]
    package var segment: Int
    package var bytes: Range<Int64>
}
