import Model

/// What lies ahead, of which some may be taken back.
///
/// - Cost: everything O(log n); n is how much lies ahead.
struct Agenda {
    enum Event: Sendable {
        case end(AttemptIdentifier)
        /// An executor carries out what it was asked.
        indirect case adjust(AttemptIdentifier, Adjustment)
    }

    /// What an entry is taken back by.
    struct Number: Hashable { fileprivate var number: Int }

    private var queue = MomentQueue<Event>()
    /// Entries that hold no more and are passed over.
    private var forgotten: Set<Int> = []

    /// - Invariant: the first entry holds.
    var first: Instant? { queue.first }

    @discardableResult
    mutating func insert(_ event: Event, at instant: Instant) -> Number {
        defer { queue.insert(event, at: instant) }
        return Number(number: queue.nextNumber)
    }

    /// Takes back an entry that is still ahead.
    mutating func remove(_ entry: Number) {
        forgotten.insert(entry.number)
        dropForgotten()
    }

    mutating func removeDue(at now: Instant) -> Event? {
        guard let event = queue.removeDue(at: now) else { return nil }
        dropForgotten()
        return event
    }

    private mutating func dropForgotten() {
        while !forgotten.isEmpty, let number = queue.firstNumber, forgotten.remove(number) != nil {
            queue.removeFirst()
        }
    }
}
