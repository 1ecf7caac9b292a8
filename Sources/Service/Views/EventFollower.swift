package import Dialects
internal import Ledger
internal import Model

/// A run's events, that grow with its record.
package struct EventFollower {
    private var history = History()
    private let reader: LedgerReader
    private let folder: String

    init(folder: String) {
        self.folder = folder
        reader = LedgerReader(folder: folder)
    }

    /// Tells what was recorded since the last time, the oldest first, until it is told to stop.
    ///
    /// - Parameter number: only what happened after the event with this number.
    package mutating func advance(after number: Int, _ take: (EventView) -> Bool) throws {
        while let frame = try reader.next() {
            for (offset, fact) in frame.facts.enumerated() {
                let own = frame.number(of: offset)
                let events = own > number ? EventViews.views(of: fact, number: own, before: history) : []
                history.take(fact)
                for event in events { guard take(event) else { return } }
            }
        }
    }

    /// Whether a living process holds the run.
    package var isGoing: Bool { ((try? RunLock.holder(of: folder)) ?? nil) != nil }
}
