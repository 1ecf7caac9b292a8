package import Model

/// Where the facts about tasks lie in a record that is still being written; kept in memory by who follows it.
package struct GrowingIndex: Sendable {
    private var index = PageIndex()

    package init() {}

    package mutating func add(_ frame: LedgerFrame) { index.add(frame) }

    /// In the record's order; what concerns the run itself is among them.
    package func places(of tasks: TaskRange) -> [SegmentPlace] { index.places(of: tasks) }
}
