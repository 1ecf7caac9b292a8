internal import Dialects

/// The latest events, for those who follow and come back after a while.
struct EventRing: Sendable {
    private var events: [EventView] = []
    /// The number of the last event that is no longer there.
    private var forgotten = -1

    private let limit: Int

    // 65,536: some seconds at the highest rates, days at the usual ones; about 10 MB.
    static let usualLimit = 65_536

    init(limit: Int = usualLimit) { self.limit = limit }

    /// Forgets the oldest half when there are too many.
    mutating func append(_ new: [EventView]) {
        events += new
        guard events.count > limit else { return }
        forgotten = events[limit / 2 - 1].number
        events.removeFirst(limit / 2)
    }

    /// None when some of those after this number are no longer there.
    func events(after number: Int, limit count: Int) -> ArraySlice<EventView>? {
        guard number >= forgotten else { return nil }
        var low = 0
        var high = events.count
        while low < high {
            let middle = (low + high) / 2
            if events[middle].number <= number { low = middle + 1 } else { high = middle }
        }
        return events[low...].prefix(count)
    }
}
